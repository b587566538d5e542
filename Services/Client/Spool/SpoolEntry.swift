/// What the device knows of one batch in its spool. The batch itself is sealed, and not even this
/// device can open it again; here is no personal data beyond what a team put in its file's name.
public struct SpoolEntry: Codable, Sendable, Hashable {
    /// Where a batch is.
    public enum State: String, Codable, Sendable, Hashable {
        /// Not yet acknowledged.
        case waiting
        /// The region has committed it.
        case acknowledged
    }

    /// The batch's id in hexadecimal.
    public let batchID: String
    /// Its place in the order in which batches were put here, from 1; no clock has a say in it.
    public internal(set) var number: UInt64
    /// Who collected it.
    public let source: String
    /// Name of the file it came from, without its folder.
    public let fileName: String
    /// People in it.
    public let people: Int
    /// Row in the file of each command, for what the region says about it.
    public let rows: [Int]
    /// When it was put here, by the device's clock, UTC milliseconds; to be shown, never reckoned with.
    public let storedAtMilliseconds: Int64
    /// Where it is.
    public var state: State
    /// Sequence in the region's log once it is acknowledged.
    public var sequence: UInt64
    /// When the region first received it, by the region's clock, UTC milliseconds; 0 before.
    public var acknowledgedAtMilliseconds: Int64
    /// When the region received the first batch that was put here later and went before this one, by the region's
    /// clock, UTC milliseconds; 0 where none did.
    public var overtakenAtMilliseconds: Int64
    /// Households of it that the region refused; the team must correct them and submit again.
    public var rejectedHouseholds: Int
    /// How often it was tried.
    public var tries: Int
    /// Catalogue key of the last failure; empty where there was none.
    public private(set) var lastFailure: String
    /// The role, region and service that its text names, where it names them; nothing else of a failure is kept.
    public private(set) var lastFailureArguments: [String: String]?

    /// A batch that was just put into the spool.
    public init(
        batchID: String, source: String, fileName: String, people: Int, rows: [Int],
        storedAtMilliseconds: Int64
    ) {
        self.batchID = batchID
        number = 0
        self.source = source
        self.fileName = fileName
        self.people = people
        self.rows = rows
        self.storedAtMilliseconds = storedAtMilliseconds
        state = .waiting
        sequence = 0
        acknowledgedAtMilliseconds = 0
        overtakenAtMilliseconds = 0
        rejectedHouseholds = 0
        tries = 0
        lastFailure = ""
    }

    /// A batch whose box alone is here: the program that put it here was cut off before it described it.
    init(undescribed batchID: String, number: UInt64, storedAtMilliseconds: Int64) {
        self.init(
            batchID: batchID, source: "", fileName: "", people: 0, rows: [],
            storedAtMilliseconds: storedAtMilliseconds)
        self.number = number
    }

    /// Whether nothing is known of it but its id: see ``Spool``.
    public var isUndescribed: Bool { fileName.isEmpty && rows.isEmpty }

    /// What another entry says of the same batch, with what became of this one so far.
    func described(by other: SpoolEntry) -> SpoolEntry {
        var entry = other
        entry.number = number
        entry.state = state
        entry.sequence = sequence
        entry.acknowledgedAtMilliseconds = acknowledgedAtMilliseconds
        entry.overtakenAtMilliseconds = overtakenAtMilliseconds
        entry.rejectedHouseholds = rejectedHouseholds
        entry.tries = tries
        entry.lastFailure = lastFailure
        entry.lastFailureArguments = lastFailureArguments
        return entry
    }

    /// Notes why it was not taken.
    ///
    /// - Parameters:
    ///   - key: the catalogue's.
    ///   - arguments: of the text; those that could tell of people are left out.
    public mutating func note(failure key: String, arguments: [String: String] = [:]) {
        lastFailure = key
        let kept = arguments.filter { Self.argumentsKept.contains($0.key) }
        lastFailureArguments = kept.isEmpty ? nil : kept
    }

    private static let argumentsKept: Set = ["region", "role", "service"]
}
