import Following
public import Operations
import RPC
import Reference
import Storage

/// Wires the statistics service together.
public enum StatisticsAssembly {
    /// Reads the files that only this service needs.
    public static func check(_ configuration: RegionConfiguration) throws {
        _ = try ReferenceData.load(
            directory: configuration.referenceDirectory, region: configuration.region)
    }

    /// Opens the database, starts to follow the logs and builds the methods.
    ///
    /// There is no backup: everything is made again from the logs.
    public static func assemble(_ context: ServiceContext) async throws -> ServiceParts {
        let configuration = context.configuration
        let store = try StatisticsStore(
            path: context.databasePath, region: configuration.region,
            places: try ReferenceData.load(
                directory: configuration.referenceDirectory, region: configuration.region
            ).places)
        let registration = try context.client(of: .registration)
        let deduplication = try context.client(of: .deduplication)
        let directory = try context.client(of: .directory)
        let projections = Projections(
            store: store, logger: context.logger,
            readRegistration: RegistrationLog.reader(registration),
            readDeduplication: DeduplicationLog.reader(deduplication),
            readDirectory: DirectoryLog.reader(directory))
        var handlers = HandlerTable()
        StatisticsHandlers(store: store, projections: projections).register(in: &handlers)
        FollowingService([
            projections.registration, projections.deduplication, projections.places,
        ]).register(in: &handlers)
        return ServiceParts(
            handlers: handlers,
            describe: { await store.describe(&$0, projections: projections) },
            background: [
                { await projections.registration.run() }, { await projections.deduplication.run() },
                { await projections.places.run() },
            ],
            stopWaiting: { projections.registration.stopWaiting() },
            close: {
                await registration.close()
                await deduplication.close()
                await directory.close()
                try? await store.database.close()
            })
    }
}
