import Access
import Dispatch
import Messages
import RPC
import Status
import Synchronization
import Transport

/// A server as every program has it, asked over nng: whatever comes in is answered once, and no handler runs for a caller
/// whom the table of roles does not let in.
enum CallFuzzing {
    private static let home = "ML19"
    private static let neighbour = "ML05"
    private static let now: Int64 = 1_800_000_000_000

    /// What is known of the tokens that the fuzzer can choose from: it cannot make one that passes.
    private struct Bearer {
        let role: Role
        let regions: [String]
        var isValid = true
    }

    /// Notes whether the interceptors before it let a call through.
    private final class Witness: ServerInterceptor {
        let admissions = Atomic<Int>(0)

        func begin(_ call: inout Call) throws(RPCError) {
            admissions.add(1, ordering: .sequentiallyConsistent)
        }
    }

    private struct Fixture {
        let witness = Witness()
        let server: RPCServer
        let client: RequestSocket
        /// By their text, in the order in which bytes choose them.
        let bearers: [(token: String, bearer: Bearer)]

        init() throws {
            let key = SigningKey.generate()
            let verifier = TokenVerifier(
                keys: [key.verificationKey], clock: { CallFuzzing.now })
            bearers = try CallFuzzing.bearers(key)
            var handlers = HandlerTable()
            handlers.registerReflection()
            let health = HealthService { request, _ in
                .init(behind: request.includeBehind ? [.init()] : [])
            }
            health.register(in: &handlers)
            handlers.relayAnythingElse { envelope, _ in envelope.payload }
            let authentication = Authentication(
                verifier: verifier, home: CallFuzzing.home, others: [CallFuzzing.neighbour])
            server = try RPCServer(
                handlers: handlers, interceptors: [CallMetrics(), authentication, witness])
            let endpoint = try Endpoint("inproc://fuzz-calls")
            try server.listen(on: endpoint)
            client = try RequestSocket()
            try client.dial(endpoint)
        }
    }

    private static let fixture = try? Fixture()
    private static let methods =
        AccessPolicy.standard.methods + ["", "/", "jatigi.test.v1.TestService/Read"]

    private static func bearers(_ key: SigningKey) throws -> [(token: String, bearer: Bearer)] {
        func token(
            _ role: Role, _ regions: [String], at time: Int64 = now, by key: SigningKey = key
        ) throws -> String {
            try TokenIssuer(key: key, clock: { time })
                .issue(subject: "tester", role: role, regions: regions).token
        }
        var found: [(token: String, bearer: Bearer)] = []
        for role in Role.allCases {
            for regions in [[home], [neighbour], ["ML99"], [home, neighbour], ["*"]]
            where role != .team || regions != ["*"] {
                found.append((try token(role, regions), Bearer(role: role, regions: regions)))
            }
            let ended = Bearer(role: role, regions: [home], isValid: false)
            found.append((try token(role, [home], at: now - 400 * 86_400_000), ended))
            found.append((try token(role, [home], by: .generate()), ended))
        }
        return found
    }

    /// The first byte chooses between a message as it is and an envelope that is well formed.
    static func call(_ bytes: [UInt8]) {
        guard let fixture else { preconditionFailure("no server") }
        var rest = bytes[...]
        guard let choice = rest.popFirst() else { return }
        let message = choice % 2 == 0 ? Array(rest) : envelope(&rest, fixture)
        let request = try? RPCV1.Request(decoding: message, limits: .envelope)
        let admissionsBefore = fixture.witness.admissions.load(ordering: .sequentiallyConsistent)
        let response = answer(to: message, fixture)
        let admissions =
            fixture.witness.admissions.load(ordering: .sequentiallyConsistent) - admissionsBefore
        let isAllowed = request.map { mayCall($0, fixture) } ?? false
        precondition(admissions == (isAllowed ? 1 : 0), "the table of roles says otherwise")
        precondition(response.requestID == request?.requestID ?? [], "the answer is another's")
        guard !isAllowed else { return }
        precondition(response.payload.isEmpty, "a refusal with content")
        precondition(response.details?.reason.isEmpty == false, "a refusal without a reason")
        let refusals: [RPCV1.StatusCode] = [
            .invalidArgument, .unauthenticated, .permissionDenied, .notFound, .unimplemented,
        ]
        precondition(refusals.contains(response.statusCode), "a refusal of another kind")
    }

    private static func envelope(_ rest: inout ArraySlice<UInt8>, _ fixture: Fixture) -> [UInt8] {
        func next() -> Int { Int(rest.popFirst() ?? 0) }
        let method = methods[next() % methods.count]
        let token = next()
        let bearers = fixture.bearers
        let region = ["", home, neighbour, "ML99"][next() % 4]
        let timeout = [0, 1, 60_000, 600_000, 600_001, UInt32.max][next() % 6]
        let requestID = Array(rest.prefix(next() % 33))
        rest = rest.dropFirst(requestID.count)
        let request = RPCV1.Request(
            method: method, payload: Array(rest), timeoutMilliseconds: timeout,
            authorization: token < bearers.count ? bearers[token].token : "", requestID: requestID,
            region: region)
        guard let bytes = try? request.encoded() else {
            preconditionFailure("a well-formed envelope cannot be encoded")
        }
        return bytes
    }

    /// What the table of roles says, without the code that asks it in a server.
    private static func mayCall(_ request: RPCV1.Request, _ fixture: Fixture) -> Bool {
        guard (1...600_000).contains(request.timeoutMilliseconds) else { return false }
        if AccessPolicy.standard.isPublic(request.method) { return true }
        let known = fixture.bearers.first { $0.token == request.authorization }
        guard let bearer = known?.bearer, bearer.isValid else { return false }
        let region = request.region.isEmpty ? home : request.region
        return AccessPolicy.standard.allows(bearer.role, method: request.method)
            && [home, neighbour].contains(region)
            && (bearer.regions.contains(region) || bearer.regions.contains("*"))
    }

    private static func answer(to bytes: [UInt8], _ fixture: Fixture) -> RPCV1.Response {
        let response = Mutex<RPCV1.Response?>(nil)
        let done = DispatchSemaphore(value: 0)
        guard let message = try? Message(bytes) else { preconditionFailure("no memory") }
        fixture.client.send(message, timeout: .seconds(60)) { result in
            switch consume result {
            case .success(let answer):
                let decoded = try? RPCV1.Response(decoding: answer.bytes, limits: .standard)
                response.withLock { $0 = decoded }
            case .failure: break
            }
            done.signal()
        }
        done.wait()
        guard let answer = response.withLock({ $0 }) else { preconditionFailure("no answer") }
        return answer
    }
}
