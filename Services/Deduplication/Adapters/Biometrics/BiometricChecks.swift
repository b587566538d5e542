import Basics
import DeduplicationCore
import Messages
import Storage

/// What fingerprints are to pairs: what is to be compared, and what a comparison does.
///
/// Everything here happens in the caller's transaction: what is asked of the matcher is as durable as what it is about.
struct BiometricChecks: Sendable {
    let region: String
    let fingerprints: FingerprintRows
    let tasks: BiometricTaskRows
    let records: RecordRows
    let pairs: PairRows
    let log: EventLog
    let ids: RecordIDGenerator
    let now: @Sendable () -> Timestamp
    /// Rings when there is something to do.
    let bell: Bell

    private var events: PairEvents { PairEvents(log: log, ids: ids, now: now) }

    /// Asks for a person to be looked for, after fingers were added.
    func enqueue(_ person: RecordID, in transaction: Transaction) throws {
        try tasks.add(.enrol, person, at: now(), in: transaction)
        try tasks.add(.search, person, at: now(), in: transaction)
        transaction.afterCommit { bell.ring() }
    }

    /// Asks for the two people of pairs to be compared, where fingers of both are kept.
    func enqueue(_ pairs: [DeduplicationV1.Pair], in transaction: Transaction) throws {
        for pair in pairs {
            let key = try pair.key
            guard try fingerprints.reference(of: key.earlier, in: transaction) != nil,
                try fingerprints.reference(of: key.later, in: transaction) != nil
            else { continue }
            try tasks.add(.compare, try id(pair.pairID), at: now(), in: transaction)
            transaction.afterCommit { bell.ring() }
        }
    }

    /// Deletes a person's fingers and what they said of pairs, and has the matcher forget them.
    ///
    /// - Returns: how many fingers were kept.
    @discardableResult
    func forget(_ person: RecordID, in transaction: Transaction) throws -> Int {
        let removed = try fingerprints.remove(person, in: transaction)
        guard let reference = removed.reference else { return 0 }
        try tasks.remove(.enrol, person, in: transaction)
        try tasks.remove(.search, person, in: transaction)
        try tasks.add(.remove, reference, at: now(), in: transaction)
        transaction.afterCommit { bell.ring() }
        for pair in try pairs.pairs(of: person, in: transaction) {
            try tasks.remove(.compare, try id(pair.pairID), in: transaction)
            guard pair.fingerprint != nil else { continue }
            try apply(nil, to: pair, in: transaction)
        }
        return removed.fingers
    }

    /// Takes what a search found: a pair with everybody who was found, and the other pairs of the person to be compared.
    func found(
        _ candidates: [MatcherCandidate], for person: RecordID, falseNonMatchRate: Double,
        in transaction: Transaction
    ) throws {
        var seen: Set<[UInt8]> = []
        for candidate in candidates {
            guard let other = try fingerprints.person(candidate.reference, in: transaction) else {
                // Forgotten since, or in the gallery of an earlier database.
                try tasks.add(.remove, candidate.reference, at: now(), in: transaction)
                continue
            }
            guard other != person, try areOfTwoHouseholds(person, other, in: transaction) else {
                continue
            }
            let evidence = FingerprintEvidence(
                .match(falseMatchRate: candidate.falseMatchRate),
                falseNonMatchRate: falseNonMatchRate)
            let key = PairKey(person, other)
            guard let evidence, seen.insert(key.pairID).inserted else { continue }
            try take(evidence, of: key, foundFor: person, in: transaction)
        }
        let others = try pairs.pairs(of: person, in: transaction)
            .filter { $0.state != .withdrawn && !seen.contains($0.pairID) }
        try enqueue(others, in: transaction)
    }

    /// Takes what comparing the two people of a pair gave.
    func compared(
        _ verdict: MatcherVerdict, pairID: RecordID, falseNonMatchRate: Double,
        in transaction: Transaction
    ) throws {
        guard let pair = try pairs.pair(pairID.bytes, in: transaction) else { return }
        let evidence = FingerprintEvidence(verdict, falseNonMatchRate: falseNonMatchRate)
        try apply(evidence, to: pair, in: transaction)
    }

    private func take(
        _ evidence: FingerprintEvidence, of key: PairKey, foundFor person: RecordID,
        in transaction: Transaction
    ) throws {
        var known = try pairs.pair(key.pairID, in: transaction)
        if let known, known.state != .withdrawn {
            return try apply(evidence, to: known, in: transaction)
        }
        let count = try fingerprints.subjectCount(in: transaction)
        guard let pair = DeduplicationV1.Pair(key, evidence, among: count) else { return }
        known?.reopen(as: pair)
        let opened = known ?? pair
        // It came with no batch: whoever submitted one is not told of it.
        try pairs.save(opened, key, foundFor: person, batchID: [], in: transaction)
        try events.append(found: [opened], in: transaction)
    }

    private func apply(
        _ evidence: FingerprintEvidence?, to pair: DeduplicationV1.Pair, in transaction: Transaction
    ) throws {
        var changed = pair
        changed.take(evidence)
        guard changed != pair else { return }
        try pairs.update(changed, in: transaction)
        if changed.state != pair.state {
            try events.append(withdrawn: [changed], in: transaction)
        }
    }

    /// Two members of one household are two people, whatever a matcher says of a finger that was put down twice.
    private func areOfTwoHouseholds(
        _ one: RecordID, _ other: RecordID, in transaction: Transaction
    ) throws -> Bool {
        guard let first = try records.household(of: one, in: transaction),
            let second = try records.household(of: other, in: transaction)
        else { return false }
        return first != second
    }

    private func id(_ bytes: [UInt8]) throws -> RecordID {
        guard let id = RecordID(bytes: bytes) else {
            throw StorageError(.corrupt, "a stored pair has no id")
        }
        return id
    }
}
