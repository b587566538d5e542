import Basics
import Messages

/// Where a batch is and why it waits, for programs.
public struct BatchReport: Encodable, Sendable {
    /// How far the search for duplicates has come.
    public enum Screening: String, Encodable, Sendable {
        /// Every person of the batch was compared.
        case done
        /// Not yet.
        case pending
        /// The caller's role may not ask, and the follower's position is not known.
        case unknown
    }

    /// A command that is kept.
    public struct Held: Encodable, Sendable {
        /// Its id.
        public let heldID: String
        /// What the source calls the household.
        public let sourceKey: String
        /// Since when, UTC milliseconds.
        public let heldSinceMilliseconds: Int64
        /// Field paths and reasons.
        public let waitsFor: [[String]]
        /// The same, as it came.
        let violations: [RPCV1.Violation]

        enum CodingKeys: CodingKey { case heldID, sourceKey, heldSinceMilliseconds, waitsFor }
    }

    /// The batch's id.
    public let batchID: String
    /// Who collected it.
    public let source: String
    /// When the region committed it, UTC milliseconds.
    public let receivedAtMilliseconds: Int64
    /// The region whose log it is in.
    public let region: String
    /// Its last position in the log.
    public let sequence: UInt64
    /// Households by outcome.
    public let outcomes: [String: Int]
    /// What still waits for something named.
    public let held: [Held]
    /// How far the search for duplicates has come.
    public let screening: Screening
    /// Pairs to review; nil until screening is done, and where the caller's role may not ask.
    public let pairs: Int?
    /// Events of the log until the search for duplicates reaches the batch; nil where it is not known.
    public let eventsBehind: UInt64?
    /// What keeps screening back; written as its catalogue key.
    public struct Failure: Encodable, Sendable, Hashable {
        /// Catalogue key.
        public let reason: String
        /// Who does not do what it should: deduplication, or the program whose log it follows.
        public let service: String

        /// Writes the key alone.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(reason)
        }
    }

    /// What keeps screening back; empty where nothing is known to.
    public let screeningFailures: [Failure]

    /// The report of what was learnt of a batch.
    public init(_ id: String, _ answer: BatchLookup.Answer) {
        let receipt = answer.status.receipt ?? .init()
        let sequence = receipt.position?.sequence ?? 0
        batchID = id
        source = receipt.source
        receivedAtMilliseconds = receipt.receivedAtMilliseconds
        region = receipt.position?.region ?? ""
        self.sequence = sequence
        var outcomes: [String: Int] = [:]
        for (outcome, text) in OutcomeText.all {
            let count = receipt.results.count { $0.outcome == outcome }
            if count > 0 { outcomes[text.rawValue] = count }
        }
        self.outcomes = outcomes
        held = answer.status.held.map {
            Held(
                heldID: RecordID(bytes: $0.heldID)?.description ?? "", sourceKey: $0.sourceKey,
                heldSinceMilliseconds: $0.heldSinceMilliseconds,
                waitsFor: $0.waitsFor.map { [$0.field, $0.reason] }, violations: $0.waitsFor)
        }
        let followed =
            answer.status.screening?.followed?.sequence ?? answer.follower?.position?.sequence
        let behind = followed.map { sequence > $0 ? sequence - $0 : 0 }
        switch answer.status.screening?.state {
        case .done: screening = .done
        case .pending: screening = .pending
        default: screening = behind.map { $0 == 0 ? .done : .pending } ?? .unknown
        }
        let pendingReason = answer.status.screening?.pendingReason ?? ""
        eventsBehind = pendingReason.isEmpty ? behind : nil
        pairs = answer.status.screening.flatMap { $0.state == .done ? $0.pairs.count : nil }
        var failures: [Failure] = []
        func note(_ reason: String, _ service: String) {
            guard !reason.isEmpty, !failures.contains(where: { $0.reason == reason }) else {
                return
            }
            failures.append(Failure(reason: reason, service: service))
        }
        if answer.status.screening != nil { note(answer.status.screeningFailure, "deduplication") }
        if let follower = answer.follower { note(follower.lastFailureReason, follower.source) }
        note(pendingReason, "deduplication")
        screeningFailures = failures
    }
}
