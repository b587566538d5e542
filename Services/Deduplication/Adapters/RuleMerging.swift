import Basics
import Catalogue
import DeduplicationCore
import Messages
import Status
import Storage

/// Merges what an operator's rule allows, and takes back what it merged where the evidence is not enough any more.
///
/// It decides as a person does, with the rule's words in the place of a name, and can be overruled as a person can. What it
/// never touches, `MergeCheck` says. What it merged stands while it would merge it again.
struct RuleMerging: Sendable {
    let ledger: Ledger
    let followed: FollowerState
    let now: @Sendable () -> Timestamp
    /// Nil where no rule is written.
    private var check: MergeCheck? {
        ledger.policy.merging.map { MergeCheck(rule: $0, ledger: ledger) }
    }

    /// Looks at the pairs of a household's members, after they came or changed, or the evidence of a pair did.
    ///
    /// Of a log that is read in part, not everybody of a household is on record: nothing is done then.
    func run(of household: RecordID, in transaction: Transaction) throws {
        guard let check, try followed.isWhole(in: transaction) else { return }
        for member in try ledger.records.members(of: household, in: transaction).keys.sorted() {
            for pair in try ledger.pairs.pairs(of: member, in: transaction) {
                try look(at: pair.pairID, check, in: transaction)
            }
        }
    }

    /// Drops what the records said of pairs that were merged, before they are read anew; what they say then comes again.
    func dropEvidence(in transaction: Transaction) throws {
        var last: RecordID? = .nilID
        while let after = last {
            let merged = try ledger.pairs.decidedByRule(after: after, limit: 500, in: transaction)
            for pair in merged {
                var changed = pair
                changed.loseRecords()
                if changed != pair { try ledger.pairs.update(changed, in: transaction) }
            }
            last = try merged.last?.id
        }
    }

    /// Looks at some of the merged pairs, from after one; see `Upkeep.Job`.
    ///
    /// The log may have been read anew, without what they rested on, or the rule may be another than before the start.
    func review(after last: RecordID, in transaction: Transaction) throws -> RecordID? {
        guard let check else { return nil }
        guard try followed.isWhole(in: transaction) else { throw Upkeep.NotYet() }
        let merged = try ledger.pairs.decidedByRule(
            after: last, limit: Upkeep.sliceMax, in: transaction)
        for pair in merged { try look(at: pair.pairID, check, in: transaction) }
        return try merged.last?.id
    }

    /// Takes the decision on a pair that follows from the rule, if any.
    private func look(at id: [UInt8], _ check: MergeCheck, in transaction: Transaction) throws {
        // As it is now: what was decided on another pair may have changed it.
        guard let pair = try ledger.pairs.pair(id, in: transaction) else { return }
        do {
            if pair.state == .open {
                guard try !ledger.decisions.hasPersons(pair.key, in: transaction),
                    try check.allows(
                        pair, in: transaction,
                        identity: { try ledger.identity(of: $0, in: transaction) })
                else { return }
                try decide(.same, on: [pair], check.rule, in: transaction)
            } else if pair.state == .same, !pair.rule.isEmpty {
                if try check.holds(pair, in: transaction) {
                    try mend(
                        ledger.identity(of: pair.key.earlier, in: transaction), check, transaction)
                } else {
                    try decide(.open, on: [pair], check.rule, in: transaction)
                }
            }
        } catch let error as RPCError where error.code == .failedPrecondition {
            // It contradicts what was decided: the pair waits for a person.
        }
    }

    /// Takes an identity apart in which somebody fits somebody no more, and merges again what may be, heaviest first. Those
    /// whom people hold together stay so.
    private func mend(
        _ identity: Identity, _ check: MergeCheck, _ transaction: Transaction
    ) throws {
        let links = try ledger.links(of: identity, in: transaction)
        let parts = Identity.identities(
            of: identity.people, links: try links.filter(\.rule.isEmpty).map { try $0.key })
        let isWhole = try parts.allSatisfy { one in
            try parts.allSatisfy { other in
                try one == other || check.fits(one, other, in: transaction)
            }
        }
        guard !isWhole else { return }
        let made = links.filter { !$0.rule.isEmpty }
            .sorted { $0.weightBits > $1.weightBits }
        try decide(.open, on: made, check.rule, in: transaction)
        for pair in made { try look(at: pair.pairID, check, in: transaction) }
    }

    private func decide(
        _ decision: DeduplicationV1.PairState, on pairs: [DeduplicationV1.Pair], _ rule: MergeRule,
        in transaction: Transaction
    ) throws {
        let judgement = Judgement(maker: .rule(rule.text), time: now())
        try transaction.nested {
            _ = try Deciding(ledger: ledger, transaction: transaction).take(
                pairs.map { .init(pairID: $0.pairID, decision: decision, revision: $0.revision) },
                judgement)
        }
    }
}
