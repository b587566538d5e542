import Following
import Messages
public import Operations
import RPC
import Reference
import Storage

/// Wires the directory service together.
public enum DirectoryAssembly {
    /// Puts a backup in the place of the database; see ``DatabaseRestoration``.
    public static func restore(
        backup: String, configuration: RegionConfiguration
    ) async throws -> (former: String?, sequence: UInt64)? {
        try await DatabaseRestoration.restore(
            backup: backup, to: configuration.databasePath(of: .directory),
            schema: DirectorySchema.schema, log: EventLog(region: configuration.region))
    }

    /// Reads the files that only this service needs.
    public static func check(_ configuration: RegionConfiguration) throws {
        _ = try ReferenceData.load(directory: configuration.referenceDirectory)
    }

    /// Opens the database and the reference data, fills in the shipped places, and builds the methods.
    public static func assemble(_ context: ServiceContext) async throws -> ServiceParts {
        let configuration = context.configuration
        let store = try DirectoryStore(
            path: context.databasePath, region: configuration.region,
            reference: try ReferenceData.load(directory: configuration.referenceDirectory),
            ids: context.ids)
        try await store.seedPlaces()
        var handlers = HandlerTable()
        DirectoryHandlers(store: store).register(in: &handlers)
        return ServiceParts(
            handlers: handlers,
            describe: { await store.describe(&$0) },
            backUp: { try await store.database.backUp(to: $0) },
            stopWaiting: { store.log.stopWaiting() },
            close: { try? await store.database.close() })
    }
}
