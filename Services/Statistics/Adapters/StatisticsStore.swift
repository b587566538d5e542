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
    let registration: FollowerState
    let deduplication: FollowerState
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
        registration = FollowerState(source: "registration", region: region)
        deduplication = FollowerState(source: "deduplication", region: region)
    }

    var today: CalendarDate { CalendarDate(now()) }

    /// Counts on one snapshot, with what is missing in it.
    ///
    /// - Parameter heads: the last sequences of both logs; nil where they are not known.
    /// - Throws: `OUT_OF_RANGE` where the table would be too long; `UNAVAILABLE` while only a part of a log is counted.
    func counts(
        _ query: CountQuery, heads: (registration: UInt64?, deduplication: UInt64?)
    ) async throws -> StatisticsV1.GetCountsResponse {
        try await database.read { reading in
            try self.registration.requireWhole(in: reading)
            try self.deduplication.requireWhole(in: reading)
            let registered = try self.registration.cursor(in: reading)
            let decided = try self.deduplication.cursor(in: reading)
            var tally = CountTally(
                query: query, places: try self.places.gazetteer(in: reading))
            try self.households.count(into: &tally, in: reading, for: query)
            return StatisticsV1.GetCountsResponse(
                rows: tally.rows(), total: tally.totalRow,
                registrationPosition: CommonV1.LogPosition(registered, region: self.region),
                deduplicationPosition: CommonV1.LogPosition(decided, region: self.region),
                countedAtMilliseconds: self.now().millisecondsSinceEpoch,
                registrationLag: heads.registration.map {
                    .registrationEventsBehind(Self.behind(registered, $0))
                },
                deduplicationLag: heads.deduplication.map {
                    .deduplicationEventsBehind(Self.behind(decided, $0))
                },
                eventsHeld: UInt64(
                    try self.registration.heldCount(in: reading)
                        + self.deduplication.heldCount(in: reading)))
        }
    }

    /// The places, as far as the directory is followed.
    func gazetteer() async throws -> Gazetteer {
        try await database.read { try self.places.gazetteer(in: $0) }
    }

    private static func behind(_ cursor: LogCursor?, _ head: UInt64) -> UInt64 {
        let sequence = cursor?.position.sequence ?? 0
        return head > sequence ? head - sequence : 0
    }

    /// Fills in what an administrator sees of this service.
    func describe(_ status: inout HealthV1.ProgramStatus, projections: Projections) async {
        status.describe(database)
        status.followers = await projections.status()
    }
}
