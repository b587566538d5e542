import Following
import Messages
public import Operations
import Places
import RPC
import Reference
import Storage

/// Wires the registration service together.
public enum RegistrationAssembly {
    /// Puts a backup in the place of the database; see ``DatabaseRestoration``.
    public static func restore(
        backup: String, configuration: RegionConfiguration
    ) async throws -> (former: String?, sequence: UInt64)? {
        try await DatabaseRestoration.restore(
            backup: backup, to: configuration.databasePath(of: .registration),
            schema: RegistrationSchema.schema, log: EventLog(region: configuration.region),
            mend: { transaction in
                try CaseNumberRows(
                    region: configuration.region, prefix: configuration.casePrefix
                ).skipUnknown(in: transaction)
            })
    }

    /// Reads the files that only this service needs.
    public static func check(_ configuration: RegionConfiguration) throws {
        _ = try ReferenceData.load(
            directory: configuration.referenceDirectory, region: configuration.region)
        _ = try sealedInput(configuration)
    }

    /// Opens the database and the reference data, starts to follow the directory's places, and builds the methods.
    public static func assemble(_ context: ServiceContext) async throws -> ServiceParts {
        let configuration = context.configuration
        let store = try RegistrationStore(
            path: context.databasePath, region: configuration.region,
            casePrefix: configuration.casePrefix,
            reference: try ReferenceData.load(
                directory: configuration.referenceDirectory, region: configuration.region),
            ids: context.ids)
        let sealed = try sealedInput(configuration)
        let directory = try context.client(of: .directory)
        let places = LogFollower(
            source: FollowedPlaces.source, region: configuration.region, database: store.database,
            logger: context.logger, readPage: DirectoryLog.reader(directory),
            effects: store.places.effects)
        var handlers = HandlerTable()
        RegistrationHandlers(store: store, sealed: sealed).register(in: &handlers)
        FollowingService([places]).register(in: &handlers)
        return ServiceParts(
            handlers: handlers,
            describe: {
                await store.describe(&$0)
                $0.followers = [await places.status()]
            },
            background: [{ await places.run() }],
            backUp: { try await store.database.backUp(to: $0) },
            reload: { try sealed?.reload() },
            stopWaiting: { store.log.stopWaiting() },
            close: {
                await directory.close()
                try? await store.database.close()
            })
    }

    private static func sealedInput(_ configuration: RegionConfiguration) throws -> SealedInput? {
        try SealedInput(
            keyFile: configuration.sealingKeyFile, devicesFile: configuration.deviceKeysFile)
    }
}
