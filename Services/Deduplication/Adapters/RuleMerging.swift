import Basics
import Catalogue
import DeduplicationCore
import Messages
import Status
import Storage

/// Merges what an operator's rule allows, and takes back what it merged where the evidence is not enough any more.
///
/// It decides as a person does, with the rule's words in the place of a name, and can be overruled as a person can. It never
/// touches a pair that a person ever decided or that needs a second opinion; two households between which something was
/// decided to be different or left unsure, or in which one of the two people resembles another member too; nor does it
/// chain: each record of the one identity must fit each of the other by the rule itself (complete linkage), and two
/// members of one household never fit. What it merged stands while it would merge it again.
struct RuleMerging: Sendable {
    let ledger: Ledger
    let followed: FollowerState
    let now: @Sendable () -> Timestamp

    /// Looks at the pairs of a household's members, after they came or changed, or the evidence of a pair did.
    ///
    /// Of a log that is read in part, not everybody of a household is on record: nothing is done then.
    func run(of household: RecordID, in transaction: Transaction) throws {
        guard let rule = ledger.policy.merging, try followed.isWhole(in: transaction) else {
            return
        }
        for member in try ledger.records.members(of: household, in: transaction).keys.sorted() {
            for pair in try ledger.pairs.pairs(of: member, in: transaction) {
                try look(at: pair.pairID, rule, in: transaction)
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
        guard let rule = ledger.policy.merging else { return nil }
        guard try followed.isWhole(in: transaction) else { throw Upkeep.NotYet() }
        let merged = try ledger.pairs.decidedByRule(
            after: last, limit: Upkeep.sliceMax, in: transaction)
        for pair in merged { try look(at: pair.pairID, rule, in: transaction) }
        return try merged.last?.id
    }

    /// Takes the decision on a pair that follows from the rule, if any.
    private func look(at id: [UInt8], _ rule: MergeRule, in transaction: Transaction) throws {
        // As it is now: what was decided on another pair may have changed it.
        guard let pair = try ledger.pairs.pair(id, in: transaction) else { return }
        do {
            if pair.state == .open {
                guard try allows(pair, rule, in: transaction) else { return }
                try decide(.same, on: [pair], rule, in: transaction)
            } else if pair.state == .same, !pair.rule.isEmpty {
                if rule.allows(pair) {
                    try mend(
                        ledger.identity(of: pair.key.earlier, in: transaction), rule, transaction)
                } else {
                    try decide(.open, on: [pair], rule, in: transaction)
                }
            }
        } catch let error as RPCError where error.code == .failedPrecondition {
            // It contradicts what was decided: the pair waits for a person.
        }
    }

    /// Takes an identity apart in which somebody fits somebody no more, and merges again what may be, heaviest first. Those
    /// whom people hold together stay so.
    private func mend(
        _ identity: Identity, _ rule: MergeRule, _ transaction: Transaction
    ) throws {
        let links = try identity.people.flatMap { person in
            try ledger.pairs.people(.same, to: person, in: transaction).filter { person < $0 }
                .compactMap {
                    try ledger.pairs.pair(PairKey(person, $0).pairID, in: transaction)
                }
        }
        let byPersons = try links.filter(\.rule.isEmpty).map { try $0.key }
        let parts = try identity.people.map { person in
            try Identity(of: person) { one in
                byPersons.filter { $0.earlier == one }.map(\.later)
                    + byPersons.filter { $0.later == one }.map(\.earlier)
            }
        }
        let isWhole = try Set(parts).allSatisfy { one in
            try Set(parts).allSatisfy { other in
                try one == other || fits(one, other, rule, in: transaction)
            }
        }
        guard !isWhole else { return }
        let made = links.filter { !$0.rule.isEmpty }
            .sorted { $0.weightBits > $1.weightBits }
        try decide(.open, on: made, rule, in: transaction)
        for pair in made { try look(at: pair.pairID, rule, in: transaction) }
    }

    private func allows(
        _ pair: DeduplicationV1.Pair, _ rule: MergeRule, in transaction: Transaction
    ) throws -> Bool {
        let key = try pair.key
        guard rule.allows(pair), ledger.policy.opinionsNeeded(of: pair) == 1,
            try !ledger.decisions.hasPersons(key, in: transaction)
        else { return false }
        guard try areFamiliesClear(key, in: transaction) else { return false }
        let earlier = try ledger.identity(of: key.earlier, in: transaction)
        let later = try ledger.identity(of: key.later, in: transaction)
        return try earlier == later || fits(earlier, later, rule, in: transaction)
    }

    /// Whether nothing between the two households speaks against this pair being the one of its two people.
    private func areFamiliesClear(_ key: PairKey, in transaction: Transaction) throws -> Bool {
        guard let one = try ledger.records.household(of: key.earlier, in: transaction),
            let other = try ledger.records.household(of: key.later, in: transaction), one != other
        else { return false }
        let pairs = try ledger.pairs.pairs(between: one.bytes, other.bytes, in: transaction)
        return try pairs.allSatisfy { pair in
            let found = try pair.key
            switch pair.state {
            case .withdrawn: return true
            case .different, .unsure: return false
            default:
                let people = [found.earlier, found.later]
                return found == key || !people.contains(key.earlier) && !people.contains(key.later)
            }
        }
    }

    /// Whether each record of one identity fits each of another, so that they may be one.
    private func fits(
        _ one: Identity, _ other: Identity, _ rule: MergeRule, in transaction: Transaction
    ) throws -> Bool {
        try one.people.allSatisfy { person in
            try other.people.allSatisfy { counterpart in
                let key = PairKey(person, counterpart)
                guard let pair = try ledger.pairs.pair(key.pairID, in: transaction),
                    pair.state == .open || pair.state == .same, rule.allows(pair)
                else { return false }
                let household = try ledger.records.household(of: person, in: transaction)
                return try household == nil
                    || household != ledger.records.household(of: counterpart, in: transaction)
            }
        }
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
