import Access
import Basics
import Messages
import RPC
import Reference
import RegistrationCore
import Status
import Storage
import Synchronization
import TestKit
import Transport

@testable import RegistrationService

let patience = Duration.seconds(60)

/// The registration service of ML19 in this process, with a database in a folder of its own.
final class RegistrationFixture: Sendable {
    let folder: TemporaryFolder
    let store: RegistrationStore
    private let key = SigningKey.generate()
    private let server: RPCServer
    private let endpoint: Endpoint
    private let clients = Mutex<[Role: RPCClient]>([:])

    private static let counter = Atomic<Int>(0)

    init(
        folder: TemporaryFolder, configuration: Database.Configuration = .init()
    ) throws {
        self.folder = folder
        store = try RegistrationStore(
            path: folder.path + "/registration.sqlite", region: "ML19", casePrefix: "BDG",
            reference: try ReferenceData.load(directory: PackageFolder.path + "/deploy/reference"),
            ids: RecordIDGenerator(), configuration: configuration, now: { testNow })
        var handlers = HandlerTable()
        RegistrationHandlers(store: store, sealed: nil).register(in: &handlers)
        let verifier = TokenVerifier(
            keys: [key.verificationKey], clock: { Timestamp.now().millisecondsSinceEpoch })
        server = try RPCServer(
            handlers: handlers,
            interceptors: [Authentication(verifier: verifier, home: "ML19")])
        let number = Self.counter.add(1, ordering: .relaxed).newValue
        endpoint = try Endpoint("inproc://registration-tests-\(number)")
        try server.listen(on: endpoint)
    }

    func client(_ role: Role) throws -> RPCClient {
        try clients.withLock { clients in
            if let client = clients[role] { return client }
            let issuer = TokenIssuer(
                key: key, clock: { Timestamp.now().millisecondsSinceEpoch })
            let subject = role == .team ? "team-1" : "\(role.rawValue)-1"
            let token = try issuer.issue(subject: subject, role: role, regions: ["ML19"]).token
            let client = try RPCClient(
                serviceName: "registration", endpoints: [endpoint], authorization: { token })
            clients[role] = client
            return client
        }
    }

    func call<Request: WireMessage, Response: WireMessage>(
        _ method: Method<Request, Response>, _ request: Request, as role: Role = .registrar
    ) async throws -> Response {
        try await client(role).call(
            method, request, options: CallOptions(timeout: patience, retry: .never))
    }

    /// Hands in commands as a team.
    @discardableResult
    func submit(
        _ commands: [RegistrationV1.Command], source: String = "team-1", at time: Int64 = 0,
        overtakenAt: Int64 = 0, as role: Role = .team
    ) async throws -> RegistrationV1.Receipt {
        let content = RegistrationV1.BatchContent(
            source: source, collectedAtMilliseconds: time, commands: commands)
        return try await submit(content.encoded(), overtakenAt: overtakenAt, as: role)
    }

    func submit(
        _ bytes: [UInt8], id: [UInt8]? = nil, overtakenAt: Int64 = 0, as role: Role = .team
    ) async throws -> RegistrationV1.Receipt {
        let answer = try await call(
            RegistrationV1.RegistrationService.submitBatch,
            .init(
                batchID: id ?? ContentID.of(bytes), content: bytes,
                overtakenAtMilliseconds: overtakenAt), as: role)
        guard let receipt = answer.receipt else { throw RPCError.internal }
        return receipt
    }

    func household(_ result: RegistrationV1.CommandResult) async throws -> RegistrationV1.Household
    {
        let answer = try await call(
            RegistrationV1.RegistrationService.getHousehold,
            .init(key: .householdID(result.householdID)))
        guard let household = answer.household else { throw RPCError.internal }
        return household
    }

    func events() async throws -> [RegistrationV1.Event] {
        try await call(
            RegistrationV1.RegistrationService.readEvents, .init(eventsMax: 1_000), as: .follower
        ).events
    }

    /// Takes another database's key of erasures, as a restored backup of that one has it.
    func takeErasureKey(of other: [UInt8]) async throws {
        try await store.database.write {
            try $0.execute("UPDATE erasure_key SET key = $key", ["key": .blob(other)])
        }
    }

    func erasureKey() async throws -> [UInt8] {
        try await store.database.read {
            try $0.first("SELECT key FROM erasure_key")?.blob("key") ?? []
        }
    }

    func close() async {
        store.log.stopWaiting()
        let open = clients.withLock { clients in
            defer { clients = [:] }
            return Array(clients.values)
        }
        for client in open { await client.close() }
        await server.drain()
        await server.close()
        try? await store.database.close()
    }
}

/// Runs a test with a registration service and stops it.
func withRegistration(
    _ configuration: Database.Configuration = .init(),
    in folder: TemporaryFolder? = nil,
    _ body: (RegistrationFixture) async throws -> Void
) async throws {
    let fixture = try RegistrationFixture(
        folder: try folder ?? TemporaryFolder(), configuration: configuration)
    do {
        try await body(fixture)
    } catch {
        await fixture.close()
        throw error
    }
    await fixture.close()
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
