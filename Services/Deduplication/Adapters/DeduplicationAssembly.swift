import Following
import Messages
public import Operations
import RPC
import Storage

/// Wires the deduplication service together.
public enum DeduplicationAssembly {
    /// Puts a backup in the place of the database; see ``DatabaseRestoration``. It brings back what
    /// people decided; the rest is followed again from there.
    public static func restore(
        backup: String, configuration: RegionConfiguration
    ) async throws -> (former: String?, sequence: UInt64)? {
        try await DatabaseRestoration.restore(
            backup: backup, to: configuration.databasePath(of: .deduplication),
            schema: DeduplicationSchema.schema, log: EventLog(region: configuration.region))
    }

    /// Opens the database, connects to registration's log and builds the methods.
    public static func assemble(_ context: ServiceContext) async throws -> ServiceParts {
        let client = try context.client(of: .registration)
        let store = try DeduplicationStore(
            path: context.databasePath, region: context.configuration.region, ids: context.ids,
            logger: context.logger, readPage: RegistrationLog.reader(client))
        var handlers = HandlerTable()
        DeduplicationHandlers(store: store).register(in: &handlers)
        return ServiceParts(
            handlers: handlers,
            describe: { await store.describe(&$0) },
            background: [{ await store.follow() }],
            backUp: { try await store.database.backUp(to: $0) },
            stopWaiting: {
                store.log.stopWaiting()
                store.follower.stopWaiting()
            },
            close: {
                await client.close()
                try? await store.close()
            })
    }
}
