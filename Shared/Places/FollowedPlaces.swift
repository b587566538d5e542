public import Following
import Messages
public import Reference
public import Storage
import Synchronization

/// The places that a service knows: those that are shipped, and over them those of the directory, whose log it follows.
///
/// The shipped ones are the base, so that a service starts and works while the directory is away. What the directory
/// records of a code replaces what is shipped of it.
public final class FollowedPlaces: Sendable {
    /// The followed program.
    public static let source = "directory"

    /// The tables, to include among a service's schema steps.
    public static let migration = Schema.Migration(
        name: "places of the directory",
        sqlite: """
            CREATE TABLE followed_place (
                region TEXT NOT NULL, code TEXT NOT NULL, record BLOB NOT NULL,
                PRIMARY KEY (region, code)
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE followed_place_changes (
                region TEXT NOT NULL PRIMARY KEY, count INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
            """)

    private let region: String
    private let shipped: Gazetteer
    /// The gazetteer after so many changes. Made anew when it is asked for, not with each event.
    private let latest: Mutex<(changes: Int64, places: Gazetteer)>

    /// - Parameters:
    ///   - shipped: the places of the reference files.
    ///   - region: whose directory is followed.
    public init(shipped: Gazetteer, region: String) {
        self.region = region
        self.shipped = shipped
        latest = Mutex((0, shipped))
    }

    /// The places as this transaction sees them.
    public func gazetteer(in reading: some Querying) throws -> Gazetteer {
        let changes =
            try reading.first(
                "SELECT count FROM followed_place_changes WHERE region = $region",
                ["region": .text(region)])?.integer(0) ?? 0
        if let known = latest.withLock({ $0.changes == changes ? $0.places : nil }) { return known }
        var codes: Set<String> = []
        var places: [Place] = []
        var parents: [PlaceParent] = []
        let rows = try reading.query(
            "SELECT record FROM followed_place WHERE region = $region ORDER BY code",
            ["region": .text(region)])
        for row in rows {
            let record = try DirectoryV1.PlaceRecord(decoding: row.blob(0))
            guard let entries = record.entries() else { continue }
            codes.insert(record.code)
            places += entries.places
            parents += entries.parents
        }
        let gazetteer = shipped.replacing(codes, with: places, parents: parents)
        latest.withLock { if $0.changes < changes { $0 = (changes, gazetteer) } }
        return gazetteer
    }

    /// What is done with the events of the directory's log.
    public var effects: LogFollower.Effects {
        LogFollower.Effects(apply: apply, reset: reset)
    }

    private func apply(_ stored: StoredEvent, in transaction: Transaction) throws {
        guard let event = try? DirectoryLog.event(stored) else {
            throw UnapplicableEvent(reason: "event_malformed")
        }
        switch event.change {
        case .placeRecorded(let record):
            guard record.entries() != nil else {
                throw UnapplicableEvent(reason: "place_malformed")
            }
            try transaction.execute(
                """
                INSERT INTO followed_place (region, code, record) VALUES ($region, $code, $record)
                ON CONFLICT (region, code) DO UPDATE SET record = excluded.record
                """,
                [
                    "region": .text(region), "code": .text(record.code),
                    "record": .blob(try record.encoded()),
                ])
            try noteChange(in: transaction)
        case .organisationRecorded, .contactRecorded, .siteRecorded, .interventionRecorded,
            .personalDataErased:
            // Nothing of these is kept here.
            break
        case nil:
            // A newer directory: it may be about places.
            throw UnapplicableEvent(reason: "event_unknown")
        }
    }

    private func reset(in transaction: Transaction) throws {
        try transaction.execute(
            "DELETE FROM followed_place WHERE region = $region", ["region": .text(region)])
        try noteChange(in: transaction)
    }

    private func noteChange(in transaction: Transaction) throws {
        try transaction.execute(
            """
            INSERT INTO followed_place_changes (region, count) VALUES ($region, 1)
            ON CONFLICT (region) DO UPDATE SET count = count + 1
            """, ["region": .text(region)])
    }
}
