import Basics
import DeduplicationCore
import Following
import Glibc
import Logging
import Messages
import RPC
import Reference
import Status
import Storage
import Synchronization
import Testing

@testable import StatisticsCore
@testable import StatisticsService

/// A region in small: two logs, the service that follows them, a day that is today.
struct Region {
    static let today = "2026-03-01"

    let registration: FakeLog
    let deduplication: FakeLog
    let directory = FakeLog()
    let store: StatisticsStore
    let projections: Projections
    let handlers: StatisticsHandlers
    private let ids = RecordIDGenerator()
    private let links = Links()

    fileprivate init(path: String, pageSize: Int) throws {
        registration = FakeLog(pageSize: pageSize)
        deduplication = FakeLog(pageSize: pageSize)
        store = try StatisticsStore(
            path: path, region: "ML19", places: try Self.reference().places,
            now: { Self.noon(Self.today) })
        let (registration, deduplication, directory) = (registration, deduplication, directory)
        projections = Projections(
            store: store, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            readRegistration: { cursor, _ in try registration.page(after: cursor) },
            readDeduplication: { cursor, _ in try deduplication.page(after: cursor) },
            readDirectory: { cursor, _ in try directory.page(after: cursor) })
        handlers = StatisticsHandlers(store: store, projections: projections)
    }

    static func reference() throws -> ReferenceData {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(3)
        return try ReferenceData.load(directory: parts.joined(separator: "/") + "/deploy/reference")
    }

    static func noon(_ day: String) -> Timestamp {
        let parts = day.split(separator: "-").compactMap { Int64($0) }
        // Days since the epoch by the count of days in each year and month; no test needs dates before 1970.
        var days: Int64 = 0
        for year in 1970..<parts[0] {
            days += CalendarDate(year: Int(year), month: 2, day: 29) == nil ? 365 : 366
        }
        for month in 1..<parts[1] {
            days += Int64(CalendarDate.daysInMonth(Int(month), year: Int(parts[0])))
        }
        return Timestamp(millisecondsSinceEpoch: (days + parts[2] - 1) * 86_400_000 + 43_200_000)
    }

    func newID() -> [UInt8] { ids.next().bytes }

    func person(
        sex: CommonV1.Sex = .female, born: String = "1990-05-05", group: String = "IDP",
        needs: [String] = []
    ) -> RegistrationV1.Person {
        RegistrationV1.Person(
            personID: newID(), sex: sex, birthDate: Self.date(born), populationGroup: group,
            needs: needs, presence: .present)
    }

    /// A date by its parts, "1990-05-05", "1990-05" or "1990"; none for an empty text.
    static func date(_ text: String) -> CommonV1.PartialDate? {
        let parts = text.split(separator: "-").compactMap { UInt32($0) }
        switch parts.count {
        case 3: return .init(year: parts[0], month: parts[1], day: parts[2], precision: .day)
        case 2: return .init(year: parts[0], month: parts[1], precision: .month)
        case 1: return .init(year: parts[0], precision: .year)
        default: return nil
        }
    }

    func household(
        _ members: [RegistrationV1.Person], place: String = "ML0505",
        stage: RegistrationV1.Stage = .registered, size: UInt32 = 0
    ) -> RegistrationV1.Household {
        RegistrationV1.Household(
            householdID: newID(), stage: stage, place: .init(code: place),
            declaredSize: max(size, UInt32(members.count)), members: members,
            peoplePresent: max(size, UInt32(members.count)))
    }

    @discardableResult
    func record(
        _ household: RegistrationV1.Household, on day: String = today, collectedOn: String? = nil
    ) throws -> LogCursor {
        try append(
            .householdRecorded(.init(household: household)), household.householdID, day,
            collectedOn: collectedOn)
    }

    @discardableResult
    func append(
        _ change: RegistrationV1.Event.Change, _ subject: [UInt8], _ day: String = today,
        collectedOn: String? = nil
    ) throws -> LogCursor {
        let time = Self.noon(day)
        let event = RegistrationV1.Event(
            recordedAtMilliseconds: time.millisecondsSinceEpoch, subjectID: subject, change: change,
            collectedAtMilliseconds: collectedOn.map { Self.noon($0).millisecondsSinceEpoch } ?? 0)
        return registration.append(
            subject: subject, at: time, kind: event.kind, payload: try event.encoded())
    }

    /// Tells of a decision, and of what it does to identities.
    func decide(
        _ first: RegistrationV1.Person, _ second: RegistrationV1.Person,
        _ decision: DeduplicationV1.PairState, pair: [UInt8]
    ) throws {
        let decided = DeduplicationV1.Event.Change.pairDecided(
            .init(
                pairID: pair, earlierPersonID: first.personID, laterPersonID: second.personID,
                decision: decision))
        try tell(decided, about: pair)
        for change in try links.change(pair, first, second, isSame: decision == .same) {
            try tell(change.event.change, about: change.event.subject.id.bytes)
        }
    }

    func tell(_ change: DeduplicationV1.Event.Change, about subject: [UInt8]) throws {
        let event = DeduplicationV1.Event(subjectID: subject, change: change)
        deduplication.append(
            subject: subject, at: Self.noon(Self.today), kind: event.kind,
            payload: try event.encoded())
    }

    /// Follows the logs to their ends.
    func follow() async throws {
        for (follower, log) in [
            (projections.registration, registration), (projections.deduplication, deduplication),
            (projections.places, directory),
        ] {
            var last: UInt64?
            while true {
                try await follower.step()
                let sequence = follower.position?.sequence ?? 0
                let head = try log.page(after: nil).headSequence
                if sequence == head, last == sequence { break }
                last = sequence
            }
        }
    }

    func counts(
        _ dimensions: [StatisticsV1.Dimension] = [], level: UInt32 = 0, asOf: String = "",
        place: String = ""
    ) async throws -> StatisticsV1.GetCountsResponse {
        try await handlers.getCounts(
            .init(
                dimensions: dimensions, placeLevel: level, asOf: Self.date(asOf), placeCode: place),
            waitingUntil: .now)
    }
}

extension StatisticsV1.GetCountsResponse {
    /// Each row as words: its values, people, households, net, pre-registered.
    var lines: [String] { rows.map(Self.line) }

    var totalLine: String { total.map(Self.line) ?? "" }

    private static func line(_ row: StatisticsV1.CountRow) -> String {
        let values = row.values.isEmpty ? "" : row.values.joined(separator: " ") + ": "
        return values
            + "\(row.people) \(row.households) \(row.peopleNet) \(row.peoplePreRegistered)"
    }
}

/// Runs `body` with a region in a folder of its own that goes afterwards.
func withRegion(
    pageSize: Int = 100, _ body: (Region) async throws -> Void
) async throws {
    var template = Array("/tmp/statistics-tests-XXXXXX".utf8CString)
    try #require(mkdtemp(&template) != nil)
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let path = folder + "/statistics.sqlite"
    defer {
        for suffix in ["", "-wal", "-shm", ".lock", "-lock"] { unlink(path + suffix) }
        rmdir(folder)
    }
    let region = try Region(path: path, pageSize: pageSize)
    do {
        try await body(region)
    } catch {
        try await region.store.database.close()
        throw error
    }
    try await region.store.database.close()
}

/// The decisions "same", and the identities that they make.
private final class Links: Sendable {
    private let links = Mutex<[[UInt8]: [RecordID]]>([:])

    /// Sets or takes away one link, and says what that does.
    func change(
        _ pair: [UInt8], _ first: RegistrationV1.Person, _ second: RegistrationV1.Person,
        isSame: Bool
    ) throws -> [IdentityChange] {
        let people = try [first, second].map { try #require(RecordID(bytes: $0.personID)) }
        return try links.withLock { links in
            let before = try Self.identities(of: people, by: links)
            links[pair] = isSame ? people : nil
            let after = try Self.identities(of: before.flatMap(\.people), by: links)
            return IdentityChange.changes(from: before, to: after)
        }
    }

    private static func identities(
        of people: [RecordID], by links: [[UInt8]: [RecordID]]
    ) throws -> [DeduplicationCore.Identity] {
        var identities: [DeduplicationCore.Identity] = []
        for person in people where !identities.contains(where: { $0.contains(person) }) {
            identities.append(
                try .init(of: person) { one in
                    links.values.filter { $0.contains(one) }.flatMap(\.self)
                })
        }
        return identities
    }
}
