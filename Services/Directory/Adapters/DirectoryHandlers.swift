import Catalogue
import DirectoryCore
import Messages
import RPC
import Status
import Storage
import Validation

/// Answers `jatigi.directory.v1`.
struct DirectoryHandlers: Sendable {
    typealias Service = DirectoryV1.DirectoryService

    let store: DirectoryStore

    func register(in table: inout HandlerTable) {
        registerPlaces(in: &table)
        registerOrganisations(in: &table)
        registerContacts(in: &table)
        registerSites(in: &table)
        registerInterventions(in: &table)
        table.handle(Service.readEvents) { try await ReadEvents(store: store).run($0, $1) }
        table.complete(Service.name, Service.methods)
    }

    /// Narrows a list to a place and what lies in it; nothing where the request names none.
    func within(_ code: String) async throws -> [ListFilter] {
        guard !code.isEmpty else { return [] }
        return [.within(place: try await placeID(code, "place_code"), on: store.today)]
    }

    /// Narrows a list to the records that name this one; nothing where the request names none.
    func naming(
        _ name: RecordTag.Name, _ id: [UInt8], _ field: String
    ) throws(RPCError) -> [ListFilter] {
        id.isEmpty ? [] : [.naming(RecordTag(name, id: try Field.id(id, field)))]
    }

    /// The id of a place that is there.
    func placeID(_ code: String, _ field: String) async throws -> [UInt8] {
        let region = store.region
        let isKnown = try await store.database.read {
            try StoredLookup(region: region, store: $0).place(code) != nil
        }
        guard isKnown, let id = PlaceID.make(code) else {
            throw Field.invalid(
                field, .registration(.placeUnknown), ["found": ShownCode.text(code)])
        }
        return id
    }
}
