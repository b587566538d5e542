import Access
import DeduplicationCore
import Following
import Matching
import Messages
public import Operations
import RPC
import Reference
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
            schema: DeduplicationSchema.schema, log: EventLog(region: configuration.region),
            mend: { try FingerprintRows(region: configuration.region).leaveGallery(in: $0) })
    }

    /// Reads the files that only this service needs.
    public static func check(_ configuration: RegionConfiguration) throws {
        _ = try BiometricKeys(configuration)
        _ = try sealedInput(configuration)
        _ = try nameVariants(configuration)
        _ = try cercles(configuration)
    }

    /// The names that are one: those of the program, and the operator's.
    private static func nameVariants(_ configuration: RegionConfiguration) throws -> NameVariants {
        var variants = NameVariants.standard
        if !configuration.nameVariantsFile.isEmpty {
            try variants.add(file: configuration.nameVariantsFile)
        }
        return variants
    }

    private static func cercles(_ configuration: RegionConfiguration) throws -> Cercles {
        Cercles(
            try ReferenceData.load(
                directory: configuration.referenceDirectory, region: configuration.region
            ).places)
    }

    private static func sealedInput(_ configuration: RegionConfiguration) throws -> SealedInput? {
        try SealedInput(
            keyFile: configuration.biometricSealingKeyFile,
            devicesFile: configuration.deviceKeysFile)
    }

    /// Opens the database, connects to registration's log and builds the methods.
    public static func assemble(_ context: ServiceContext) async throws -> ServiceParts {
        let client = try context.client(of: .registration)
        let matcher = try context.clientOfMatcher()
        let keys = try BiometricKeys(context.configuration)
        let sealed = try sealedInput(context.configuration)
        let store = try DeduplicationStore(
            path: context.databasePath, region: context.configuration.region, ids: context.ids,
            logger: context.logger, policy: ReviewPolicy(context.configuration.review),
            cercles: try cercles(context.configuration),
            readPage: RegistrationLog.reader(client), keys: keys,
            matcher: matcher.map { SocketMatcher(client: $0) },
            variants: try nameVariants(context.configuration))
        var handlers = HandlerTable()
        DeduplicationHandlers(store: store).register(in: &handlers)
        FollowingService([store.follower]).register(in: &handlers)
        BiometricsHandlers(store: store, sealed: sealed).register(in: &handlers)
        ModelHandlers(store: store).register(in: &handlers)
        return ServiceParts(
            handlers: handlers,
            describe: { await store.describe(&$0) },
            background: [
                { await store.follow() }, { await store.biometricWorker.run() },
                { await store.upkeep.run() },
                { await store.modelWorker.run() },
            ],
            backUp: { try await store.database.backUp(to: $0) },
            reload: {
                try sealed?.reload()
                keys.replace(
                    try StorageKeyring.load(paths: context.configuration.biometricKeyFiles))
                store.biometricWorker.keysChanged()
            },
            stopWaiting: {
                store.log.stopWaiting()
                store.follower.stopWaiting()
            },
            close: {
                await client.close()
                await matcher?.close()
                try? await store.close()
            })
    }
}

extension ReviewPolicy {
    /// What the region's configuration says.
    init(_ settings: ReviewSettings) {
        self.init(
            doubtful: settings.doubtful, checkedShare: settings.checkedShare,
            merging: settings.mergeProbability.map {
                MergeRule(probability: $0, exact: settings.mergeExact)
            })
    }
}
