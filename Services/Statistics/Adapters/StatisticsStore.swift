import Basics
import Following
import Messages
import Places
import Reference
import StatisticsCore
import Storage

/// The database that counts are made from, and what works on it.
final class StatisticsStore: Sendable {
    let database: Database
    let region: String
    let places: FollowedPlaces
    let households: HouseholdRows
    let identities: IdentityRows
    private let registration: FollowerState
    private let deduplication: FollowerState
    private let now: @Sendable () -> Timestamp

    init(
        path: String, region: String, places: Gazetteer,
        now: @escaping @Sendable () -> Timestamp = { .now() }
    ) throws {
        var configuration = Database.Configuration()
        // What a power cut takes is read from the logs again: the cursor goes with it.
        configuration.synchronous = .normal
        database = try Database(
            at: path, schema: StatisticsSchema.schema, configuration: configuration)
        self.region = region
        self.places = FollowedPlaces(shipped: places, region: region)
        self.now = now
        households = HouseholdRows(region: region)
        identities = IdentityRows(region: region)
        registration = FollowerState(source: Projections.registrationSource, region: region)
        deduplication = FollowerState(source: Projections.deduplicationSource, region: region)
    }

    var today: CalendarDate { CalendarDate(now()) }

    /// Counts on one snapshot.
    ///
    /// - Throws: `OUT_OF_RANGE` where the table would be too long.
    func counts(_ query: CountQuery) async throws -> StatisticsV1.GetCountsResponse {
        try await database.read { reading in
            var tally = CountTally(
                query: query, places: try self.places.gazetteer(in: reading))
            try self.households.count(into: &tally, in: reading, for: query)
            return StatisticsV1.GetCountsResponse(
                rows: tally.rows(), total: tally.totalRow,
                registrationPosition: CommonV1.LogPosition(
                    try self.registration.cursor(in: reading), region: self.region),
                deduplicationPosition: CommonV1.LogPosition(
                    try self.deduplication.cursor(in: reading), region: self.region),
                countedAtMilliseconds: self.now().millisecondsSinceEpoch)
        }
    }

    /// The places, as far as the directory is followed.
    func gazetteer() async throws -> Gazetteer {
        try await database.read { try self.places.gazetteer(in: $0) }
    }

    /// The last counted event of registration's log.
    func registrationCursor() async throws -> LogCursor? {
        try await database.read { try self.registration.cursor(in: $0) }
    }

    /// Fills in what an administrator sees of this service.
    func describe(_ status: inout HealthV1.ProgramStatus, projections: Projections) async {
        status.describe(database)
        status.followers = await projections.status()
    }
}
