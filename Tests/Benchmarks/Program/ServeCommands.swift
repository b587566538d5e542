import Access
import ArgumentParser
import Basics
import CReference
import Messages
import RPC
import Transport

/// The reference server: plain C over nng.
struct ServeReferenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve-reference", shouldDisplay: false)

    @Argument var url: String

    func run() throws {
        let result = reference_echo_serve(url, 64)
        throw ExitCode(result)
    }
}

/// The measured server: the full RPC stack, with a verified token, that answers a request with
/// itself.
struct ServeRPCCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve-rpc", shouldDisplay: false)

    @Argument var url: String
    @Argument var verificationKey: String

    func run() async throws {
        var handlers = HandlerTable()
        handlers.handle(Echo.method) { request, _ in request }
        try await Echo.serve(handlers, at: url, verificationKey)
    }
}

/// The reference of a gateway: nng's own device.
struct ServeReferenceRelayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve-reference-relay", shouldDisplay: false)

    @Argument var url: String
    @Argument var next: String

    func run() throws {
        throw ExitCode(reference_relay_serve(url, next))
    }
}

/// The measured gateway: verifies the token, and passes the call on as the gateway of a region does.
struct ServeRelayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve-relay", shouldDisplay: false)

    @Argument var url: String
    @Argument var next: String
    @Argument var verificationKey: String

    func run() async throws {
        let client = try RPCClient(serviceName: "echo", endpoints: [Endpoint(next)])
        var handlers = HandlerTable()
        handlers.relayAnythingElse { envelope, call in
            try await client.forward(envelope, timeout: call.remaining)
        }
        try await Echo.serve(handlers, at: url, verificationKey)
    }
}

/// The method that is measured.
enum Echo {
    static let region = "ML19"
    static let service = "jatigi.benchmark.v1.EchoService"
    static let method = Method<RegistrationV1.GetBatchRequest, RegistrationV1.GetBatchRequest>(
        name: "\(service)/Echo", idempotency: .noSideEffects)
    static let policy = AccessPolicy([
        AccessPolicy.Service(service, [("Echo", .oneOf([.team]))])
    ])

    /// Serves until the process is killed.
    static func serve(
        _ handlers: HandlerTable, at url: String, _ verificationKey: String
    ) async throws {
        let verifier = TokenVerifier(
            keys: [try VerificationKey(text: verificationKey)],
            clock: { Timestamp.now().millisecondsSinceEpoch })
        let server = try RPCServer(
            handlers: handlers,
            interceptors: [
                CallMetrics(methods: policy.methods),
                Authentication(verifier: verifier, policy: policy, home: region),
            ])
        try server.listen(on: Endpoint(url))
        try await Task.sleep(for: .seconds(86_400))
        withExtendedLifetime(server) {}
    }
}
