import Following
import Logging
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
        _ = try ReferenceData.load(
            directory: configuration.referenceDirectory, region: configuration.region)
    }

    /// Opens the database and the reference data, adds shipped places that are missing, and builds the methods.
    public static func assemble(_ context: ServiceContext) async throws -> ServiceParts {
        let configuration = context.configuration
        let store = try DirectoryStore(
            path: context.databasePath, region: configuration.region,
            reference: try ReferenceData.load(
                directory: configuration.referenceDirectory, region: configuration.region),
            ids: context.ids)
        try await addShippedPlaces(to: store, context.logger)
        var handlers = HandlerTable()
        DirectoryHandlers(store: store).register(in: &handlers)
        return ServiceParts(
            handlers: handlers,
            describe: { await store.describe(&$0) },
            backUp: { try await store.database.backUp(to: $0) },
            stopWaiting: { store.log.stopWaiting() },
            close: { try? await store.database.close() })
    }

    /// What stands in the way of it, a full disk for instance, must not keep what is there from being read.
    private static func addShippedPlaces(to store: DirectoryStore, _ logger: Logger) async throws {
        do {
            let refused = try await store.addShippedPlaces()
            guard !refused.isEmpty else { return }
            logger.warning(
                "shipped places do not fit the directory's and were not added",
                metadata: ["codes": "\(refused.joined(separator: " "))"])
        } catch let error as StorageError where error.code == .diskFull {
            logger.warning("shipped places wait for space on the disk")
        }
    }
}
