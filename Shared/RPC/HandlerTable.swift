import Catalogue
public import Messages
import Status

/// The methods that a server answers. Built once, before the server starts, and never changed.
public struct HandlerTable: Sendable {
    typealias Handler = @Sendable (RPCV1.Request, Call) async throws -> [UInt8]

    private var handlers: [String: Handler] = [:]
    private var fallback: Handler?
    /// Full names of the services of which every method is handled.
    public private(set) var services: [String] = []

    /// An empty table.
    public init() {}

    /// Answers a method.
    ///
    /// - Precondition: the method has no handler yet.
    public mutating func handle<Request: WireMessage, Response: WireMessage>(
        _ method: Method<Request, Response>,
        _ body: @escaping @Sendable (Request, Call) async throws -> Response
    ) {
        precondition(handlers[method.name] == nil, "two handlers for \(method.name)")
        handlers[method.name] = { envelope, call in
            let request: Request
            do throws(WireError) {
                request = try Request(decoding: envelope.payload)
            } catch {
                throw RPCError(
                    .invalidArgument, .rpc(.malformedRequest))
            }
            return try await body(request, call).encoded()
        }
    }

    /// Answers a method from its envelope, without decoding the request message.
    ///
    /// - Precondition: the method has no handler yet.
    public mutating func handleEnvelope<Request: WireMessage, Response: WireMessage>(
        _ method: Method<Request, Response>,
        _ body: @escaping @Sendable (RPCV1.Request, Call) async throws -> Response
    ) {
        precondition(handlers[method.name] == nil, "two handlers for \(method.name)")
        handlers[method.name] = { envelope, call in
            try await body(envelope, call).encoded()
        }
    }

    /// Answers every method that has no handler of its own, without decoding the payload: a
    /// gateway's way.
    public mutating func handleAnythingElse(
        _ body: @escaping @Sendable (RPCV1.Request, Call) async throws -> [UInt8]
    ) {
        precondition(fallback == nil, "two fallbacks")
        fallback = body
    }

    /// Declares that a service is complete.
    ///
    /// - Precondition: each of its methods has a handler.
    public mutating func complete(_ service: String, _ methods: [MethodDescriptor]) {
        for method in methods {
            precondition(handlers[method.name] != nil, "no handler for \(method.name)")
        }
        services.append(service)
    }

    func handler(for method: String) -> Handler? {
        handlers[method] ?? fallback
    }
}
