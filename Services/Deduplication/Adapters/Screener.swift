import Basics
import DeduplicationCore
import Linkage
import Messages
import Storage

/// Screens the people that one event brought or changed, and keeps the pairs up to date.
struct Screener {
    private let pairs: PairRows
    private let events: PairEvents
    private let transaction: Transaction
    private let batchID: [UInt8]
    private var found: [DeduplicationV1.Pair] = []
    private var withdrawn: [DeduplicationV1.Pair] = []

    init(applier: EventApplier, transaction: Transaction, batchID: [UInt8]) {
        pairs = applier.pairs
        events = applier.events
        self.transaction = transaction
        self.batchID = batchID
    }

    /// Compares the members of a household, which are in the index, with everybody else.
    ///
    /// All of them, whoever changed: what a member is taken for is evidence for the others.
    ///
    /// - Parameter new: members that were not there before, so that no pair of theirs can have ceased.
    mutating func screen(
        _ members: [RecordID], new: Set<RecordID>, with index: inout LinkageIndex
    ) throws {
        var stored: [[UInt8]: DeduplicationV1.Pair] = [:]
        var known: [[UInt8]: [[UInt8]]] = [:]
        // Those beyond are not screened, and keep the pairs that they have.
        let members = members.prefix(LinkageLimits.householdMembersMax)
        for member in members where !new.contains(member) {
            for pair in try pairs.pairs(of: member, in: transaction) {
                let key = try pair.key
                let other = key.earlier == member ? key.later : key.earlier
                stored[pair.pairID] = pair
                // The search is bounded: a pair that it does not give again may hold all the same.
                known[member.bytes, default: []].append(other.bytes)
            }
        }
        let findings = index.screen(
            members.map(\.bytes), known: known, least: PairFinding.possibleMin,
            most: DeduplicationLimits.pairsOfScreeningMax)
        for pairID in try take(findings, by: index.model.number) { stored[pairID] = nil }
        for pair in stored.values.sorted(by: { $0.pairID.lexicographicallyPrecedes($1.pairID) }) {
            var changed = pair
            if changed.withdraw() { withdrawn.append(changed) }
            changed.loseRecords()
            if changed != pair { try pairs.update(changed, in: transaction) }
        }
    }

    /// Keeps what a model found.
    ///
    /// - Returns: the ids of the pairs.
    @discardableResult
    mutating func take(_ findings: [LinkageFinding], by model: UInt32) throws -> [[UInt8]] {
        try findings.compactMap { finding in
            guard let person = RecordID(bytes: finding.person),
                let other = RecordID(bytes: finding.other)
            else { return nil }
            let found = PairFinding(PairKey(person, other), finding, model: model)
            try take(found, foundFor: person)
            return found.key.pairID
        }
    }

    /// Tells of the pairs in this service's own log.
    func finish() throws {
        try events.append(found: found, in: transaction)
        try events.append(withdrawn: withdrawn, in: transaction)
    }

    private mutating func take(_ finding: PairFinding, foundFor person: RecordID) throws {
        guard var pair = try pairs.pair(finding.key.pairID, in: transaction) else {
            let pair = DeduplicationV1.Pair(finding)
            try pairs.save(pair, finding.key, foundFor: person, batchID: batchID, in: transaction)
            found.append(pair)
            return
        }
        let before = pair
        if pair.refresh(finding) {
            try pairs.save(pair, finding.key, foundFor: person, batchID: batchID, in: transaction)
            found.append(pair)
        } else if pair != before {
            try pairs.update(pair, in: transaction)
        }
    }
}
