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
/// members of one household never fit. A link that it made stands while that holds of the records on its two sides.
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
                do {
                    try look(at: pair, rule, in: transaction)
                } catch let error as RPCError where error.code == .failedPrecondition {
                    // It contradicts what was decided: the pair waits for a person.
                }
            }
        }
    }

    private func look(
        at pair: DeduplicationV1.Pair, _ rule: MergeRule, in transaction: Transaction
    ) throws {
        if pair.state == .open {
            guard try allows(pair, rule, in: transaction) else { return }
            try decide(.same, on: pair, rule, in: transaction)
        } else if pair.state == .same, !pair.rule.isEmpty {
            guard try !holds(pair, rule, in: transaction) else { return }
            try decide(.open, on: pair, rule, in: transaction)
        }
    }

    /// Whether a link that a rule made would be made again: the records on its one side, by the other links, fit those
    /// on its other. Where other links hold them together, too, each of them is looked at for itself.
    private func holds(
        _ pair: DeduplicationV1.Pair, _ rule: MergeRule, in transaction: Transaction
    ) throws -> Bool {
        guard rule.allows(pair) else { return false }
        let key = try pair.key
        let sides = try [key.earlier, key.later].map { person in
            try Identity(of: person) { one in
                try ledger.pairs.people(.same, to: one, in: transaction)
                    .filter { PairKey(one, $0) != key }
            }
        }
        return try sides[0] == sides[1] || fits(sides[0], sides[1], rule, in: transaction)
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
        _ decision: DeduplicationV1.PairState, on pair: DeduplicationV1.Pair, _ rule: MergeRule,
        in transaction: Transaction
    ) throws {
        let judgement = Judgement(maker: .rule(rule.text), time: now())
        try transaction.nested {
            _ = try Deciding(ledger: ledger, transaction: transaction).take(
                [.init(pairID: pair.pairID, decision: decision, revision: pair.revision)],
                judgement)
        }
    }
}
