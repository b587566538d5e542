import Basics
import DeduplicationCore
import Messages
import Storage

/// What fingerprints are to pairs: what a comparison does, and what is taken back when they go.
///
/// Everything here happens in the caller's transaction. Where the evidence of pairs changed, the operator's rule looks at
/// them as it does when records change.
struct BiometricChecks: Sendable {
    let ledger: Ledger
    let merging: RuleMerging
    let queue: BiometricQueue
    let withdrawals: ConsentWithdrawalRows

    var fingerprints: FingerprintRows { queue.fingerprints }
    var tasks: BiometricTaskRows { queue.tasks }
    var pairs: PairRows { ledger.pairs }

    /// Notes that a person withdraws consent, and deletes as ``forget(_:in:)`` does.
    ///
    /// - Returns: how many fingers were kept.
    func withdrawConsent(of person: RecordID, in transaction: Transaction) throws -> Int {
        try withdrawals.add(person, at: queue.now(), in: transaction)
        return try forget(person, in: transaction)
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
        try queue.enqueueRemoval(of: reference, in: transaction)
        for pair in try pairs.pairs(of: person, limit: .max, in: transaction) {
            try tasks.remove(.compare, try pair.id, in: transaction)
            guard pair.fingerprint != nil else { continue }
            try apply(nil, to: pair, in: transaction)
        }
        try applyRule(to: [person], in: transaction)
        return removed.fingers
    }

    /// Forgets some of those who are on record no more, since a log that was read anew has lost them, from after one; see
    /// `Upkeep.Job`.
    ///
    /// Those stay whose household's events were set aside, or may have been.
    ///
    /// - Throws: `NotYet` where that is not known: while the log is read, or where events of it are held back.
    func forgetOrphans(after last: RecordID, in transaction: Transaction) throws -> RecordID? {
        let followed = merging.followed
        guard try followed.isWhole(in: transaction),
            try followed.heldSubjects(in: transaction).isEmpty
        else { throw Upkeep.NotYet() }
        let setAside = try followed.subjectsSetAside(in: transaction)
        let orphans = try fingerprints.orphans(
            after: last, limit: Upkeep.sliceMax, in: transaction)
        for orphan in orphans
        where setAside.isEmpty || orphan.household.map({ !setAside.contains($0) }) == true {
            try forget(orphan.person, in: transaction)
        }
        return orphans.last?.person
    }

    /// Forgets those of an erased household whom a log that is read anew, or an event that is held back, leaves without a
    /// record: see `FingerprintRows.noteHouseholds`.
    func forgetOrphans(ofHousehold household: RecordID, in transaction: Transaction) throws {
        for person in try fingerprints.orphans(ofHousehold: household, in: transaction) {
            try forget(person, in: transaction)
        }
    }

    /// How many are on record no more and may come again with events that are held back; 0 while the log is read.
    func orphanCount(in store: some Querying) throws -> UInt64 {
        try merging.followed.isWhole(in: store) ? fingerprints.orphanCount(in: store) : 0
    }

    /// Takes what a search found: a pair with everybody who was found, and the other pairs of the person to be compared.
    ///
    /// - Returns: whether the people are on record, all of them. Of those who are not, or not yet, nothing is taken: the
    ///   search has to be made again.
    func found(
        _ candidates: [MatcherCandidate], for person: RecordID, falseNonMatchRate: Double,
        in transaction: Transaction
    ) throws -> Bool {
        guard let household = try ledger.records.household(of: person, in: transaction) else {
            return false
        }
        var areOnRecord = true
        var seen: Set<[UInt8]> = []
        for candidate in candidates {
            guard let other = try fingerprints.person(candidate.reference, in: transaction) else {
                // Forgotten since, or in the gallery of an earlier database.
                try queue.enqueueRemoval(of: candidate.reference, in: transaction)
                continue
            }
            guard other != person else { continue }
            guard let home = try ledger.records.household(of: other, in: transaction) else {
                areOnRecord = false
                continue
            }
            // Two members of one household are two people, whatever a matcher says of a finger that was put down twice.
            guard home != household else { continue }
            let evidence = FingerprintEvidence(
                .match(falseMatchRate: candidate.falseMatchRate),
                falseNonMatchRate: falseNonMatchRate)
            let key = PairKey(person, other)
            guard let evidence, seen.insert(key.pairID).inserted else { continue }
            try take(evidence, of: key, foundFor: person, in: transaction)
        }
        let others = try pairs.pairs(of: person, in: transaction)
            .filter { $0.state != .withdrawn && !seen.contains($0.pairID) }
        try queue.enqueue(others, in: transaction)
        try applyRule(to: [person], in: transaction)
        return areOnRecord
    }

    /// Takes what comparing the two people of a pair gave.
    func compared(
        _ verdict: MatcherVerdict, pairID: RecordID, falseNonMatchRate: Double,
        in transaction: Transaction
    ) throws {
        guard let pair = try pairs.pair(pairID.bytes, in: transaction) else { return }
        let evidence = FingerprintEvidence(verdict, falseNonMatchRate: falseNonMatchRate)
        try apply(evidence, to: pair, in: transaction)
        let key = try pair.key
        try applyRule(to: [key.earlier, key.later], in: transaction)
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
        // Its fingers were compared just now.
        var events = ledger.events
        events.biometrics = nil
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
            try ledger.events.append(withdrawn: [changed], in: transaction)
        }
    }

    /// Lets the rule see the pairs of some people and of those who live with them, after all that changed is stored.
    private func applyRule(to people: [RecordID], in transaction: Transaction) throws {
        let households = try people.compactMap {
            try ledger.records.household(of: $0, in: transaction)
        }
        for household in Set(households).sorted() {
            try merging.run(of: household, in: transaction)
        }
    }
}
