import Basics
import DeduplicationCore
import Matching
import Messages
import Storage

/// Screens the people that one event brought or changed, and keeps the pairs up to date.
struct Screener {
    private let records: RecordRows
    private let pairs: PairRows
    private let events: PairEvents
    private let transaction: Transaction
    private let batchID: [UInt8]
    private var found: [DeduplicationV1.Pair] = []
    private var withdrawn: [DeduplicationV1.Pair] = []

    init(applier: EventApplier, transaction: Transaction, batchID: [UInt8]) {
        records = applier.records
        pairs = applier.pairs
        events = applier.events
        self.transaction = transaction
        self.batchID = batchID
    }

    /// Compares a person that is in the engine with all who arrived earlier.
    ///
    /// - Parameter isNew: whether the person was not there before, so that no pair can have ceased.
    mutating func screen(
        _ id: Basics.RecordID, _ person: PersonRecord, isNew: Bool,
        with engine: inout MatchingEngine
    ) throws {
        var current: Set<[UInt8]> = []
        for candidate in engine.screening(ofRecord: person.id)?.candidates ?? [] {
            let key = PairKey(id, Basics.RecordID(candidate.id))
            let finding = PairFinding(key, candidate.comparison, weights: engine.weights)
            guard let finding else { continue }
            current.insert(try take(finding, foundFor: id))
        }
        guard !isNew else { return }
        for pair in try pairs.pairs(of: id, in: transaction) where !current.contains(pair.pairID) {
            try compareAgain(pair, id, person, with: &engine)
        }
    }

    /// Tells of the pairs in this service's own log.
    func finish() throws {
        try events.append(found: found, in: transaction)
        try events.append(withdrawn: withdrawn, in: transaction)
    }

    private mutating func take(
        _ finding: PairFinding, foundFor person: Basics.RecordID
    ) throws -> [UInt8] {
        let pairID = finding.key.pairID
        guard var pair = try pairs.pair(pairID, in: transaction) else {
            let pair = DeduplicationV1.Pair(finding)
            try pairs.save(pair, finding.key, foundFor: person, batchID: batchID, in: transaction)
            found.append(pair)
            return pairID
        }
        let before = pair
        if pair.refresh(finding) {
            try pairs.save(pair, finding.key, foundFor: person, batchID: batchID, in: transaction)
            found.append(pair)
        } else if pair != before {
            try pairs.update(pair, in: transaction)
        }
        return pairID
    }

    /// A pair that the search did not give again may hold all the same: the search is bounded.
    private mutating func compareAgain(
        _ pair: DeduplicationV1.Pair, _ id: Basics.RecordID, _ person: PersonRecord,
        with engine: inout MatchingEngine
    ) throws {
        let key = try pair.key
        let other = key.earlier == id ? key.later : key.earlier
        // Where the other record is gone its removal has already told.
        guard let summary = try records.summary(other, in: transaction),
            let otherPerson = PersonRecord(summary, arrival: 0)
        else { return }
        var changed = pair
        let finding = engine.comparison(person, otherPerson)
            .flatMap { PairFinding(key, $0, weights: engine.weights) }
        if let finding {
            if changed.refresh(finding) { found.append(changed) }
        } else if changed.withdraw() {
            withdrawn.append(changed)
        }
        if changed != pair { try pairs.update(changed, in: transaction) }
    }
}
