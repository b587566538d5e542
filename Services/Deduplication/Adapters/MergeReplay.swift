import Basics
import DeduplicationCore
import Messages
import Status
import Storage

/// Counts what a rule would merge of the pairs that are there, without merging anything.
///
/// It looks at them as `RuleMerging` does, one after the other, each beside what those before it were joined to, the
/// heaviest first: the rule itself takes them as they come, so what is left over by complete linkage may be other pairs.
struct MergeReplay {
    private let check: MergeCheck
    private let end: ContinuousClock.Instant
    private var answer: DeduplicationV1.ReplayThresholdsResponse
    /// The identities that it made, by each of their records.
    private var made: [RecordID: Identity] = [:]
    /// Identities that are joined in those.
    private var joined: Set<RecordID> = []

    /// - Parameters:
    ///   - answer: takes the counts; its `merge` is the probability.
    ///   - end: when to stop.
    init(
        _ answer: DeduplicationV1.ReplayThresholdsResponse, ledger: Ledger,
        until end: ContinuousClock.Instant
    ) {
        let rule = MergeRule(
            probability: answer.merge, exact: ledger.policy.merging?.exact ?? [])
        check = MergeCheck(rule: rule, ledger: ledger)
        self.end = end
        self.answer = answer
        self.answer.rule = rule.text
    }

    /// Looks at the pairs, and gives the answer with the counts.
    mutating func run(
        in store: ReadTransaction
    ) throws -> DeduplicationV1.ReplayThresholdsResponse {
        // A little less, since a weight is the odds of the probability but for rounding.
        let weight = ThresholdReplay.bits(check.rule.probability) - 1e-6
        for state in [DeduplicationV1.PairState.open, .different, .unsure] {
            try each(state, from: weight, in: store) { replay, pair in
                do {
                    try replay.look(at: pair, in: store)
                } catch let error as RPCError where error.code == .failedPrecondition {
                    // An identity of more records than a person has: the rule leaves it to people.
                }
            }
        }
        try each(.same, isByRule: true, from: -.infinity, in: store) { replay, pair in
            if try !replay.check.holds(pair, in: store) { replay.answer.mergedReopened += 1 }
        }
        answer.identitiesJoined = UInt64(joined.count)
        answer.identitiesMade = UInt64(Set(made.values.map(\.id)).count)
        return answer
    }

    private mutating func look(
        at pair: DeduplicationV1.Pair, in store: ReadTransaction
    ) throws {
        // What people decided stands beside what is there now.
        let made = pair.state == .open ? made : [:]
        let ledger = check.ledger
        let allows = try check.allows(pair, isReplayed: pair.state != .open, in: store) { person in
            try made[person] ?? ledger.identity(of: person, in: store)
        }
        guard allows else { return }
        guard pair.state == .open else {
            answer.mergedAgainstDecision += 1
            return
        }
        guard try !ledger.decisions.hasPersons(pair.key, in: store) else { return }
        answer.merged += 1
        try join(pair.key, in: store)
    }

    private mutating func join(_ key: PairKey, in store: ReadTransaction) throws {
        let parts = try [key.earlier, key.later].map { person in
            if let known = made[person] { return known }
            return try check.ledger.identity(of: person, in: store)
        }
        guard parts[0] != parts[1] else { return }
        for part in parts where made[part.id] == nil { joined.insert(part.id) }
        let identity = Identity(parts.flatMap(\.people))
        for person in identity.people { made[person] = identity }
    }

    /// Goes through the pairs of a state, the heaviest first, down to a weight or until the time is over.
    private mutating func each(
        _ state: DeduplicationV1.PairState, isByRule: Bool = false, from weight: Double,
        in store: ReadTransaction,
        _ body: (inout Self, DeduplicationV1.Pair) throws -> Void
    ) throws {
        let choice = PairRows.Choice(state: state, isDecidedByRule: isByRule)
        var last: PairCursor?
        while true {
            let page = try check.ledger.pairs.heaviest(
                choice, after: last, size: Self.pageSize, in: store)
            for listed in page {
                guard listed.cursor.weight >= weight else { return }
                guard ContinuousClock.now < end else {
                    noteCut(at: listed.pair.probability)
                    return
                }
                try body(&self, listed.pair)
            }
            guard page.count == Self.pageSize else { return }
            last = page.last?.cursor
        }
    }

    private mutating func noteCut(at probability: Double) {
        var highest = probability
        if case .mergeLookedFrom(let before) = answer.cutOff { highest = max(before, probability) }
        answer.cutOff = .mergeLookedFrom(highest)
    }

    private static let pageSize = 200
}
