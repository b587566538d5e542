import Access
import Basics
import Messages
import Status
import Synchronization
import Transport

@testable import RPC

/// How long a test waits for what should come at once; long enough for a machine under load.
let patience = Duration.seconds(60)

/// A service of the tests: a method of each kind, with one small message for question and answer.
enum TestService {
    typealias Echo = Method<RPCV1.Argument, RPCV1.Argument>

    static let name = "jatigi.test.v1.TestService"
    static let read = Echo(name: "\(name)/Read", idempotency: .noSideEffects)
    static let put = Echo(name: "\(name)/Put", idempotency: .idempotent)
    static let add = Echo(name: "\(name)/Add", idempotency: .unknown)

    static let policy = AccessPolicy([
        AccessPolicy.Service(
            name,
            [
                ("Read", .oneOf(.authenticated)), ("Put", .oneOf([.registrar])),
                ("Add", .oneOf([.registrar])),
            ])
    ])
}

/// A clock that a test moves.
final class ManualClock: Sendable {
    private let milliseconds = Mutex<Int64>(1_800_000_000_000)

    var now: Int64 { milliseconds.withLock { $0 } }

    func advance(by duration: Int64) { milliseconds.withLock { $0 += duration } }
}

/// Signs the tokens of one test and verifies them.
struct TestAuthority: Sendable {
    let key = SigningKey.generate()
    let clock = ManualClock()
    let verifier: TokenVerifier

    init() {
        let clock = clock
        verifier = TokenVerifier(keys: [key.verificationKey], clock: { clock.now })
    }

    func token(
        _ role: Role = .registrar, subject: String = "tester", regions: [String] = ["ML19"]
    ) throws -> String {
        try issue(role, subject: subject, regions: regions).token
    }

    func issue(
        _ role: Role, subject: String = "tester", regions: [String] = ["ML19"]
    ) throws -> (token: String, claims: Claims) {
        let clock = clock
        return try TokenIssuer(key: key, clock: { clock.now })
            .issue(subject: subject, role: role, regions: regions)
    }
}

/// One server of the region ML19 within this process.
struct TestServer: Sendable {
    let endpoint: Endpoint
    let authority: TestAuthority
    let server: RPCServer

    private static let counter = Atomic<Int>(0)

    init(
        authority: TestAuthority = TestAuthority(), policy: AccessPolicy = TestService.policy,
        limits: ServerLimits = ServerLimits(), interceptors: [any ServerInterceptor] = [],
        endpoint: Endpoint? = nil, register: (inout HandlerTable) -> Void
    ) throws {
        var handlers = HandlerTable()
        register(&handlers)
        self.authority = authority
        let number = Self.counter.add(1, ordering: .relaxed).newValue
        self.endpoint = try endpoint ?? Endpoint("inproc://rpc-tests-\(number)")
        let authentication = Authentication(
            verifier: authority.verifier, policy: policy, home: "ML19")
        server = try RPCServer(
            handlers: handlers, interceptors: interceptors + [authentication], limits: limits)
        try server.listen(on: self.endpoint)
    }

    /// Ends its calls and closes its connections.
    func stop() async {
        await server.drain()
        await server.close()
    }

    /// A client with a token; a registrar's where nothing is said.
    func client(
        token: String? = nil, others: [Endpoint] = [], limits: ClientLimits = .patient
    ) throws -> RPCClient {
        let token = try token ?? authority.token()
        return try RPCClient(
            serviceName: "test", endpoints: [endpoint] + others, limits: limits,
            authorization: { token })
    }
}

extension ClientLimits {
    /// For a machine under load.
    static var patient: ClientLimits {
        var limits = ClientLimits()
        limits.connectTimeout = patience
        return limits
    }
}

extension ServerLimits {
    /// Closes as soon as it can.
    static var quick: ServerLimits {
        var limits = ServerLimits()
        limits.drainTimeout = .seconds(5)
        return limits
    }
}

/// Runs a test against a server and a client of it, and closes both.
func withServer(
    _ server: TestServer, token: String? = nil,
    _ body: (RPCClient) async throws -> Void
) async throws {
    let client = try server.client(token: token)
    do {
        try await body(client)
    } catch {
        await client.close()
        await server.stop()
        throw error
    }
    await client.close()
    await server.stop()
}

extension CallOptions {
    /// One try, with time enough.
    static var once: CallOptions { CallOptions(timeout: patience, retry: .never) }

    /// Several tries with hardly a wait between them.
    static var eager: CallOptions {
        CallOptions(timeout: patience, retry: RetryPolicy(baseDelay: .milliseconds(1)))
    }
}

/// The failure of a call; nil where it succeeds.
func failure(_ body: () async throws -> Void) async -> RPCError? {
    do {
        try await body()
        return nil
    } catch {
        return RPCError(wrapping: error)
    }
}

/// Holds callers back until it is opened.
actor Gate {
    private var isOpen = false
    private var waiters: [CheckedContinuation<Void, Never>] = []

    func wait() async {
        if isOpen { return }
        await withCheckedContinuation { waiters.append($0) }
    }

    func open() {
        isOpen = true
        for waiter in waiters { waiter.resume() }
        waiters = []
    }
}

/// Waits until something is so, at most for `patience`.
func eventually(_ condition: @Sendable () async -> Bool) async -> Bool {
    let end = ContinuousClock.now + patience
    while ContinuousClock.now < end {
        if await condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return await condition()
}

/// Values put in by any thread.
final class Collected<Value: Sendable>: Sendable {
    private let storage = Mutex<[Value]>([])

    var values: [Value] { storage.withLock { $0 } }

    /// Adds a value and tells how many there are then.
    @discardableResult
    func append(_ value: Value) -> Int {
        storage.withLock {
            $0.append(value)
            return $0.count
        }
    }
}

/// Sends bytes as they are, past everything that a client checks.
func exchange(_ bytes: [UInt8], with endpoint: Endpoint) async throws -> RPCV1.Response {
    var limits = RequestSocket.Limits()
    limits.messageBytesMax = 16 << 20
    let socket = try RequestSocket(limits: limits)
    try socket.dial(endpoint)
    let answer: [UInt8] = try await withCheckedThrowingContinuation { continuation in
        do {
            socket.send(try Message(bytes), timeout: patience) { result in
                switch consume result {
                case .success(let message): continuation.resume(returning: message.bytes)
                case .failure(let error): continuation.resume(throwing: error)
                }
            }
        } catch {
            continuation.resume(throwing: error)
        }
    }
    _ = await socket.close(within: patience)
    return try RPCV1.Response(decoding: answer)
}
