import Basics
import Catalogue
import DeduplicationCore
import Messages
import Status
import Storage

/// Takes decisions inside a transaction: all or none, and what they do to identities is told in the log.
///
/// What it throws undoes everything, since the transaction does not commit then.
struct Deciding {
    let ledger: Ledger
    let transaction: Transaction

    /// Records decisions, each of another pair, and gives the pairs as they are then.
    ///
    /// A pair that needs several reviewers keeps an opinion instead, until enough of them agree.
    ///
    /// - Throws: `NOT_FOUND` for a pair that is not there; what `Pair.check` throws; `FAILED_PRECONDITION` where a reviewer
    ///   gives another opinion on what they gave one on, or where the decisions together contradict others.
    func take(
        _ decisions: [DeduplicationV1.PairDecision], _ judgement: Judgement
    ) throws -> [DeduplicationV1.Pair] {
        var pairs = try decisions.enumerated().map { index, decision in
            try naming(index, of: decisions.count) {
                guard let pair = try ledger.pairs.pair(decision.pairID, in: transaction) else {
                    throw RPCError(.notFound, .deduplication(.pairUnknown))
                }
                return pair
            }
        }
        let before = try identities(of: pairs)
        for identity in before { try ledger.tellOlder(identity, in: transaction) }
        var settled: [DeduplicationV1.Pair] = []
        for (index, decision) in decisions.enumerated() {
            try naming(index, of: decisions.count) {
                if try take(decision, judgement, on: &pairs[index]) {
                    settled.append(pairs[index])
                }
            }
        }
        try ledger.events.append(decided: settled, in: transaction)
        try tellIdentities(from: before, after: settled)
        let withdrawn = try withdrawOrphans(of: settled)
        return pairs.map { pair in withdrawn.first { $0.pairID == pair.pairID } ?? pair }
    }

    /// A pair whose decision was taken back is none where a record of it is gone, or the records say nothing any more.
    private func withdrawOrphans(
        of settled: [DeduplicationV1.Pair]
    ) throws -> [DeduplicationV1.Pair] {
        var withdrawn: [DeduplicationV1.Pair] = []
        for var pair in settled where pair.state == .open {
            guard try !pair.hasRecords || !areOnRecord(try pair.key), pair.withdraw()
            else { continue }
            try ledger.pairs.update(pair, in: transaction)
            withdrawn.append(pair)
        }
        try ledger.events.append(withdrawn: withdrawn, in: transaction)
        return withdrawn
    }

    /// Says whether the pair is settled by it.
    private func take(
        _ decision: DeduplicationV1.PairDecision, _ judgement: Judgement,
        on pair: inout DeduplicationV1.Pair
    ) throws -> Bool {
        if pair.stands(decision.decision, on: decision.revision, judgement) { return false }
        let key = try pair.key
        let given = try ledger.opinions.opinions(
            on: decision.revision, of: pair.pairID, in: transaction)
        if let own = given.first(where: { $0.reviewer == judgement.person }) {
            // A pair that was decided and taken back is a new revision; on this one they have spoken.
            guard own.decision == decision.decision, own.comment == judgement.comment else {
                throw RPCError(.failedPrecondition, .deduplication(.opinionGiven))
            }
            return false
        }
        try pair.check(decision.decision, on: decision.revision)
        var opinions: [DeduplicationV1.Opinion] = []
        var outcome = decision.decision
        if case .person(let reviewer) = judgement.maker, decision.decision != .open,
            ledger.policy.opinionsNeeded(of: pair) > 1
        {
            opinions =
                given + [
                    .init(
                        reviewer: reviewer, decision: decision.decision,
                        givenAtMilliseconds: judgement.time.millisecondsSinceEpoch,
                        comment: judgement.comment)
                ]
            try ledger.opinions.save(
                opinions[given.count], number: opinions.count, on: pair.revision,
                of: pair.pairID, in: transaction)
            guard let agreed = opinions.outcome else { return false }
            outcome = agreed
        }
        pair.settle(outcome, judgement, opinions: opinions)
        try ledger.pairs.update(pair, in: transaction)
        try ledger.decisions.save(pair, key, in: transaction)
        return true
    }

    private func areOnRecord(_ key: PairKey) throws -> Bool {
        try ledger.records.household(of: key.earlier, in: transaction) != nil
            && ledger.records.household(of: key.later, in: transaction) != nil
    }

    /// Checks the identities as they are with the decisions, and tells what became of them.
    private func tellIdentities(
        from before: [Identity], after settled: [DeduplicationV1.Pair]
    ) throws {
        let after = try identities(of: before.flatMap(\.people))
        let changes = IdentityChange.changes(from: before, to: after)
        for case .merged(_, let identity) in changes {
            try identity.check(
                household: { try ledger.records.household(of: $0, in: transaction) },
                different: { try ledger.pairs.people(.different, to: $0, in: transaction) })
        }
        for pair in settled where pair.state == .different {
            let key = try pair.key
            guard !after.contains(where: { $0.contains(key.earlier) && $0.contains(key.later) })
            else { throw RPCError(.failedPrecondition, .deduplication(.decisionContradicted)) }
        }
        try ledger.events.append(changes, in: transaction)
    }

    private func identities(of pairs: [DeduplicationV1.Pair]) throws -> [Identity] {
        try identities(of: pairs.flatMap { [try $0.key.earlier, try $0.key.later] })
    }

    /// Each identity that some people belong to, once.
    private func identities(of people: [RecordID]) throws -> [Identity] {
        var known: Set<RecordID> = []
        return try people.compactMap { person in
            guard !known.contains(person) else { return nil }
            let identity = try ledger.identity(of: person, in: transaction)
            known.formUnion(identity.people)
            return identity
        }
    }

    /// Says of which of several decisions an error is.
    private func naming<T>(_ index: Int, of count: Int, _ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch var error as RPCError where count > 1 {
            guard let reason = MessageKey(rawValue: error.details.reason) else { throw error }
            error.details.violations = [RPCV1.Violation("decisions[\(index)]", reason)]
            throw error
        }
    }
}
