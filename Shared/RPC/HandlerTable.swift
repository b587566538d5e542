import Catalogue
public import Messages
import Status

/// The methods that a server answers. Built once, before the server starts, and never changed.
public struct HandlerTable: Sendable {
    /// What answers a call, given its envelope and what the interceptors added.
    enum Handler: Sendable {
        /// Never waits: it is run where the request was received, which costs no task.
        case immediate(@Sendable (Call) throws -> [UInt8])
        /// May wait for something, and goes on where Swift's task pool has room.
        case suspending(@Sendable (Call) async throws -> [UInt8])
        /// Passes the call on, and goes on where the answer came in; see ``CallbackExecutor``.
        case relaying(@Sendable (Call) async throws -> [UInt8])
    }

    private var handlers: [String: Handler] = [:]
    private var fallback: Handler?
    /// Full names of the services of which every method is handled.
    public private(set) var services: [String] = []

    /// An empty table.
    public init() {}

    /// Answers a method without waiting. The body runs on the transport's thread: it computes, and
    /// neither blocks nor takes long.
    ///
    /// - Precondition: the method has no handler yet.
    public mutating func handle<Request: WireMessage, Response: WireMessage>(
        _ method: Method<Request, Response>,
        _ body: @escaping @Sendable (Request, Call) throws -> Response
    ) {
        add(
            method.name,
            .immediate { call in try body(Self.decode(call), call).encoded() })
    }

    /// Answers a method. The body starts on the transport's thread and leaves it when it first waits;
    /// at the caller's deadline its task is cancelled.
    ///
    /// - Precondition: the method has no handler yet.
    public mutating func handle<Request: WireMessage, Response: WireMessage>(
        _ method: Method<Request, Response>,
        _ body: @escaping @Sendable (Request, Call) async throws -> Response
    ) {
        add(
            method.name,
            .suspending { call in try await body(Self.decode(call), call).encoded() })
    }

    /// Answers a method by calls to other programs, from its envelope: a gateway's way. The body goes on in the thread
    /// that brought each answer; it computes little, and never blocks.
    ///
    /// - Precondition: the method has no handler yet.
    public mutating func relay<Request: WireMessage, Response: WireMessage>(
        _ method: Method<Request, Response>,
        _ body: @escaping @Sendable (RPCV1.Request, Call) async throws -> Response
    ) {
        add(method.name, .relaying { call in try await body(call.envelope, call).encoded() })
    }

    /// Answers every method that has no handler of its own by a call to another program, without decoding the payload;
    /// the body is bound as that of ``relay(_:_:)`` is.
    public mutating func relayAnythingElse(
        _ body: @escaping @Sendable (RPCV1.Request, Call) async throws -> [UInt8]
    ) {
        precondition(fallback == nil, "two fallbacks")
        fallback = .relaying { call in try await body(call.envelope, call) }
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

    private mutating func add(_ method: String, _ handler: Handler) {
        precondition(handlers[method] == nil, "two handlers for \(method)")
        handlers[method] = handler
    }

    private static func decode<Request: WireMessage>(
        _ call: Call
    ) throws(RPCError) -> Request {
        do throws(WireError) {
            return try Request(decoding: call.envelope.payload)
        } catch {
            throw RPCError(.invalidArgument, .rpc(.malformedRequest))
        }
    }
}
