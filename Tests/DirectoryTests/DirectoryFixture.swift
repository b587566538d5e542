import Basics
import DirectoryCore
import Foundation
import Messages
import RPC
import Reference
import Status
import Storage
import Testing
import Transport

@testable import DirectoryService

/// A directory of one test's own with the shipped places, and a client of it over inproc.
final class DirectoryFixture: Sendable {
    typealias Service = DirectoryV1.DirectoryService

    let store: DirectoryStore
    let client: RPCClient
    let path: String
    private let server: RPCServer
    private let ids = RecordIDGenerator()

    static let reference: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(3)
        return parts.joined(separator: "/") + "/deploy/reference"
    }()

    /// 2026-01-01T00:00:00Z.
    static let start: Int64 = 1_767_225_600_000

    private init(path: String, store: DirectoryStore) throws {
        self.path = path
        self.store = store
        var handlers = HandlerTable()
        DirectoryHandlers(store: store).register(in: &handlers)
        server = try RPCServer(handlers: handlers, interceptors: [])
        let endpoint = try Endpoint("inproc://directory-\(UUID().uuidString)")
        try server.listen(on: endpoint)
        client = try RPCClient(serviceName: "directory", endpoints: [endpoint])
    }

    /// Runs a test against a fresh directory and takes everything away after it.
    static func run(_ body: (DirectoryFixture) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.path + "/directory-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: path) }
        let store = try DirectoryStore(
            path: path + "/directory.sqlite", region: "ML19",
            reference: try ReferenceData.load(directory: reference), ids: RecordIDGenerator(),
            now: { Timestamp(millisecondsSinceEpoch: start) })
        try await store.addShippedPlaces()
        let fixture = try DirectoryFixture(path: path, store: store)
        let result: Result<Void, any Error>
        do {
            try await body(fixture)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        await fixture.client.close()
        await fixture.server.drain()
        try await store.database.close()
        try result.get()
    }

    func newID() -> [UInt8] { ids.next().bytes }

    func call<Request, Response>(
        _ method: Method<Request, Response>, _ request: Request
    ) async throws(RPCError) -> Response {
        try await client.call(method, request, options: CallOptions(timeout: .seconds(60)))
    }

    /// The error that a call ends in.
    func failure<Request, Response>(
        _ method: Method<Request, Response>, _ request: Request
    ) async -> RPCError? {
        do {
            _ = try await call(method, request)
            return nil
        } catch {
            return error
        }
    }

    func addOrganisation(
        _ name: String = "Association malienne d'entraide", acronym: String = "AME"
    ) async throws -> DirectoryV1.Organisation {
        let record = DirectoryV1.Organisation(
            organisationID: newID(), nameFrench: name, acronym: acronym, kind: "national_ngo",
            country: "MLI")
        let answer = try await call(Service.createOrganisation, .init(organisation: record))
        return try #require(answer.organisation)
    }

    func addSite(
        _ name: String = "Site de Socoura", place: String = "ML0506"
    ) async throws -> DirectoryV1.Site {
        let record = DirectoryV1.Site(
            siteID: newID(), name: name, kind: "planned_site", place: .init(code: place),
            state: "open")
        return try #require(try await call(Service.createSite, .init(site: record)).site)
    }

    func intervention(_ organisation: DirectoryV1.Organisation) -> DirectoryV1.Intervention {
        DirectoryV1.Intervention(
            interventionID: newID(),
            participations: [.init(organisationID: organisation.organisationID, role: .lead)],
            sector: "WSH", activity: "Réhabilitation de forages", places: [.init(code: "ML0505")],
            startsOn: Self.day(2026, 1, 5), endsOn: Self.day(2026, 6, 30), state: "ongoing",
            populationGroups: ["IDP"],
            peopleCounts: [
                .init(kind: .reached, sex: .female, ageBand: "0-4", people: 30),
                .init(kind: .reached, sex: .male, ageBand: "0-4", people: 28),
            ])
    }

    static func day(_ year: UInt32, _ month: UInt32, _ day: UInt32) -> CommonV1.PartialDate {
        .init(year: year, month: month, day: day, precision: .day)
    }
}

extension RPCError {
    /// The wrong fields, "path reason" each.
    var fields: [String] { details.violations.map { "\($0.field) \($0.reason)" } }
}
