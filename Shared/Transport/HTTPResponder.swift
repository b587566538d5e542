import CNNG

/// A small HTTP server on this machine's loopback for monitoring: GET of a few fixed paths.
///
/// It is libnng's own server. Nothing but loopback is listened on, there is no TLS and nobody is
/// asked who they are, so what is shown must be fit for every user of the machine.
public final class HTTPResponder: Sendable {
    /// What a path answers.
    public struct Response: Sendable, Hashable {
        /// Status code, for instance 200 or 503.
        public let status: UInt16
        /// Media type.
        public let contentType: String
        /// The body.
        public let body: String

        /// Makes a response.
        public init(status: UInt16, contentType: String = "text/plain; charset=utf-8", body: String)
        {
            self.status = status
            self.contentType = contentType
            self.body = body
        }
    }

    /// Makes the answer to one GET.
    public typealias Responder = @Sendable () async -> Response

    // SAFETY: set once in `init` and released once in `deinit`; nng locks its server itself.
    private nonisolated(unsafe) let server: OpaquePointer

    /// Starts to answer on `127.0.0.1`.
    ///
    /// - Throws: `addressInUse` where the port is taken; `outOfResources`.
    public init(port: UInt16, paths: [String: Responder]) throws(TransportError) {
        var url: UnsafeMutablePointer<nng_url>?
        try TransportError.check(nng_url_parse(&url, "http://127.0.0.1:\(port)"), "HTTP address")
        defer { nng_url_free(url) }
        var server: OpaquePointer?
        try TransportError.check(nng_http_server_hold(&server, url), "HTTP server")
        guard let server else {
            throw TransportError(code: .outOfResources, message: "HTTP server")
        }
        do throws(TransportError) {
            for (path, responder) in paths { try Self.add(path, responder, to: server) }
            try TransportError.check(nng_http_server_start(server), "HTTP listen")
        } catch {
            nng_http_server_release(server)
            throw error
        }
        self.server = server
    }

    deinit {
        nng_http_server_stop(server)
        nng_http_server_release(server)
    }

    private final class Box: Sendable {
        let responder: Responder

        init(_ responder: @escaping Responder) { self.responder = responder }
    }

    private static func add(
        _ path: String, _ responder: @escaping Responder, to server: OpaquePointer
    ) throws(TransportError) {
        var handler: OpaquePointer?
        try TransportError.check(
            nng_http_handler_alloc(&handler, path, { HTTPResponder.answer($0) }), "HTTP handler")
        // SAFETY: the handler owns one reference, which its destructor gives back.
        let box = Unmanaged.passRetained(Box(responder)).toOpaque()
        let release: @convention(c) (UnsafeMutableRawPointer?) -> Void = { box in
            guard let box else { return }
            Unmanaged<Box>.fromOpaque(box).release()
        }
        do throws(TransportError) {
            try TransportError.check(
                nng_http_handler_set_data(handler, box, release), "HTTP handler")
            try TransportError.check(nng_http_handler_set_method(handler, "GET"), "HTTP handler")
            try TransportError.check(nng_http_server_add_handler(server, handler), "HTTP path")
        } catch {
            nng_http_handler_free(handler)
            throw error
        }
    }

    /// One request, until its answer is handed back to nng.
    private struct Exchange: @unchecked Sendable {
        // SAFETY: nng leaves the aio to the handler until `nng_aio_finish`, which is called once.
        let aio: OpaquePointer

        func finish(_ response: Response) {
            var result: OpaquePointer?
            guard nng_http_res_alloc(&result) == 0 else {
                nng_aio_finish(aio, Int32(NNG_ENOMEM.rawValue))
                return
            }
            var body = response.body
            body.withUTF8 { _ = nng_http_res_copy_data(result, $0.baseAddress, $0.count) }
            nng_http_res_set_status(result, response.status)
            nng_http_res_set_header(result, "Content-Type", response.contentType)
            nng_http_res_set_header(result, "Cache-Control", "no-store")
            // SAFETY: nng takes the response over with the aio's output.
            nng_aio_set_output(aio, 0, UnsafeMutableRawPointer(result))
            nng_aio_finish(aio, 0)
        }
    }

    private static func answer(_ aio: OpaquePointer?) {
        guard let aio, let handler = nng_aio_get_input(aio, 1),
            let data = nng_http_handler_get_data(OpaquePointer(handler))
        else { return }
        // SAFETY: the handler holds its reference for as long as nng calls it.
        let responder = Unmanaged<Box>.fromOpaque(data).takeUnretainedValue().responder
        let exchange = Exchange(aio: aio)
        Task { exchange.finish(await responder()) }
    }
}
