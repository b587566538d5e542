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
/// chain: each record of the one identity must fit each of the other by the rule itself (complete linkage).
struct RuleMerging: Sendable {
    let ledger: Ledger
    let now: @Sendable () -> Timestamp

    /// Looks at the pairs of a household's members, after they came or changed.
    func run(of household: RecordID, in transaction: Transaction) throws {
        guard let rule = ledger.policy.merging else { return }
        for member in try ledger.records.members(of: household, in: transaction).keys.sorted() {
            for pair in try ledger.pairs.pairs(of: member, in: transaction) {
                if pair.state == .open {
                    guard try allows(pair, rule, in: transaction) else { continue }
                    try decide(.same, on: pair, rule, in: transaction)
                } else if pair.state == .same, !pair.rule.isEmpty, !rule.allows(pair) {
                    try decide(.open, on: pair, rule, in: transaction)
                }
            }
        }
    }

    private func allows(
        _ pair: DeduplicationV1.Pair, _ rule: MergeRule, in transaction: Transaction
    ) throws -> Bool {
        let key = try pair.key
        guard rule.allows(pair), ledger.policy.opinionsNeeded(of: pair) == 1,
            try !ledger.decisions.hasPersons(key, in: transaction)
        else { return false }
        return try areFamiliesClear(key, in: transaction)
            && fitsWhole(key, rule, in: transaction)
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

    private func fitsWhole(
        _ key: PairKey, _ rule: MergeRule, in transaction: Transaction
    ) throws -> Bool {
        let earlier = try ledger.identity(of: key.earlier, in: transaction)
        let later = try ledger.identity(of: key.later, in: transaction)
        guard earlier != later else { return true }
        return try earlier.people.allSatisfy { one in
            try later.people.allSatisfy { other in
                let between = PairKey(one, other)
                if between == key { return true }
                let pair = try ledger.pairs.pair(between.pairID, in: transaction)
                return pair.map { $0.state == .open && rule.allows($0) } ?? false
            }
        }
    }

    private func decide(
        _ decision: DeduplicationV1.PairState, on pair: DeduplicationV1.Pair, _ rule: MergeRule,
        in transaction: Transaction
    ) throws {
        let judgement = Judgement(maker: .rule(rule.text), time: now())
        do {
            try transaction.nested {
                _ = try Deciding(ledger: ledger, transaction: transaction).take(
                    [.init(pairID: pair.pairID, decision: decision, revision: pair.revision)],
                    judgement)
            }
        } catch let error as RPCError where error.code == .failedPrecondition {
            // It contradicts what was decided: the pair waits for a person.
        }
    }
}
