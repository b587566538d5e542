import Basics
import Following
import Logging
import Messages
import Places
import StatisticsCore
import Storage

/// Keeps the store in step with the logs of registration, deduplication and the directory.
final class Projections: Sendable {
    let registration: LogFollower
    let deduplication: LogFollower
    let places: LogFollower

    init(
        store: StatisticsStore, logger: Logger, readRegistration: @escaping LogFollower.ReadPage,
        readDeduplication: @escaping LogFollower.ReadPage,
        readDirectory: @escaping LogFollower.ReadPage
    ) {
        registration = LogFollower(
            source: store.registration.source, region: store.region, database: store.database,
            logger: logger, readPage: readRegistration,
            effects: LogFollower.Effects(
                apply: { try Self.applyRegistration($0, to: store.households, in: $1) },
                absorb: { try RegistrationLog.absorb($0, into: $1) },
                reset: { try store.households.eraseAll(in: $0) }))
        deduplication = LogFollower(
            source: store.deduplication.source, region: store.region, database: store.database,
            logger: logger, readPage: readDeduplication,
            effects: LogFollower.Effects(
                apply: { try Self.applyDeduplication($0, to: store.identities, in: $1) },
                reset: { try store.identities.eraseAll(in: $0) }))
        places = LogFollower(
            source: FollowedPlaces.source, region: store.region, database: store.database,
            logger: logger, readPage: readDirectory, effects: store.places.effects)
    }

    /// What an administrator sees of the followers.
    func status() async -> [HealthV1.FollowerStatus] {
        [await registration.status(), await deduplication.status(), await places.status()]
    }

    /// Names of the programs whose counted log went back.
    var shorterLogs: [String] {
        [registration, deduplication].filter(\.isLogShorter).map(\.source)
    }

    private static func applyRegistration(
        _ stored: StoredEvent, to households: HouseholdRows, in transaction: Transaction
    ) throws {
        guard let event = try? RegistrationLog.event(stored) else {
            throw UnapplicableEvent(reason: "event_malformed")
        }
        // The day on which the team registered them, which a bad line may put weeks before the record.
        let day = DayNumber.of(
            event.collectedAtMilliseconds > 0
                ? Timestamp(millisecondsSinceEpoch: event.collectedAtMilliseconds)
                : stored.recordedAt)
        func save(_ household: RegistrationV1.Household?) throws {
            guard let facts = household.flatMap(HouseholdFacts.init) else {
                throw UnapplicableEvent(reason: "household_malformed")
            }
            try households.save(
                facts, sequence: stored.position.sequence, day: day, in: transaction)
        }
        switch event.change {
        case .householdRecorded(let change): try save(change.household)
        case .peopleDeparted(let change): try save(change.household)
        case .personalDataErased(let change):
            if change.household != nil {
                try save(change.household)
            } else {
                try households.erase(change.householdID, in: transaction)
            }
        case .correctionProposed, .commandHeld:
            // Nothing is there that was not there before.
            break
        case nil:
            // A newer registration: counts would be wrong without saying so.
            throw UnapplicableEvent(reason: "event_unknown")
        }
    }

    private static func applyDeduplication(
        _ stored: StoredEvent, to identities: IdentityRows, in transaction: Transaction
    ) throws {
        guard let event = try? DeduplicationLog.event(stored) else {
            throw UnapplicableEvent(reason: "event_malformed")
        }
        switch event.change {
        case .identitiesMerged(let change):
            guard let after = change.after,
                IdentityRows.isSame(change.before, as: [after])
            else { throw UnapplicableEvent(reason: "identity_malformed") }
            try identities.take([after], in: transaction)
        case .identitySplit(let change):
            guard let before = change.before, IdentityRows.isSame([before], as: change.after)
            else { throw UnapplicableEvent(reason: "identity_malformed") }
            try identities.take(change.after, in: transaction)
        case .pairFound, .pairDecided, .pairWithdrawn, .modelTaken:
            // Identities are what counts, and the log tells of them.
            break
        case nil:
            throw UnapplicableEvent(reason: "event_unknown")
        }
    }
}
