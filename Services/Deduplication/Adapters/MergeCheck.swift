import Basics
import DeduplicationCore
import Messages
import Storage

/// Whether an operator's rule may make two records one person: the one place that says what it never touches.
///
/// That is a pair that a person ever decided or that needs a second opinion; two records that were present on one day in
/// different cercles; two households between which something was decided to be different or left unsure, or in which one
/// of the two people resembles another member too; two members of one household. And it does not chain: each record of
/// the one identity must fit each of the other by the rule itself (complete linkage).
struct MergeCheck: Sendable {
    let rule: MergeRule
    let ledger: Ledger

    /// Whether all that is known of the two records by themselves is enough.
    func holds(_ pair: DeduplicationV1.Pair, in store: some Querying) throws -> Bool {
        guard rule.allows(pair) else { return false }
        return try ledger.presence(of: pair.key, in: store) != .apart
    }

    /// Whether a pair that nobody has decided may be merged.
    ///
    /// - Parameters:
    ///   - isReplayed: Whether it is asked what was so before people decided between the two households.
    ///   - identity: The identity that a record belongs to.
    func allows(
        _ pair: DeduplicationV1.Pair, isReplayed: Bool = false, in store: some Querying,
        identity: (RecordID) throws -> Identity
    ) throws -> Bool {
        let key = try pair.key
        guard try holds(pair, in: store), ledger.policy.opinionsNeeded(of: pair) == 1,
            try areFamiliesClear(key, isReplayed: isReplayed, in: store)
        else { return false }
        let earlier = try identity(key.earlier)
        let later = try identity(key.later)
        return try earlier == later || fits(earlier, later, besides: key, in: store)
    }

    /// Whether nothing between the two households speaks against this pair being the one of its two people.
    private func areFamiliesClear(
        _ key: PairKey, isReplayed: Bool, in store: some Querying
    ) throws -> Bool {
        guard let one = try ledger.records.household(of: key.earlier, in: store),
            let other = try ledger.records.household(of: key.later, in: store), one != other
        else { return false }
        let pairs = try ledger.pairs.pairs(between: one.bytes, other.bytes, in: store)
        return try pairs.allSatisfy { pair in
            let found = try pair.key
            guard found != key else { return true }
            switch pair.state {
            case .withdrawn: return true
            case .different where !isReplayed, .unsure where !isReplayed: return false
            default:
                let people = [found.earlier, found.later]
                return !people.contains(key.earlier) && !people.contains(key.later)
            }
        }
    }

    /// Whether each record of one identity fits each of another, so that they may be one.
    ///
    /// - Parameter known: A pair that was looked at already.
    func fits(
        _ one: Identity, _ other: Identity, besides known: PairKey? = nil, in store: some Querying
    ) throws -> Bool {
        guard one.people.count + other.people.count <= DeduplicationLimits.identityRecordsMax
        else { return false }
        return try one.people.allSatisfy { person in
            try other.people.allSatisfy { counterpart in
                let key = PairKey(person, counterpart)
                guard key != known else { return true }
                guard let pair = try ledger.pairs.pair(key.pairID, in: store),
                    pair.state == .open || pair.state == .same, try holds(pair, in: store)
                else { return false }
                let household = try ledger.records.household(of: person, in: store)
                return try household == nil
                    || household != ledger.records.household(of: counterpart, in: store)
            }
        }
    }
}
