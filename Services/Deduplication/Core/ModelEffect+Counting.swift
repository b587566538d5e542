import Glibc
public import Messages

extension DeduplicationV1.ModelEffect {
    /// What is less likely counts as that, so that one pair cannot outweigh all.
    private static let probabilityMin = 1e-6

    /// Whether a decision is kept from learning, to judge by: each fifth, by the pair's id, which is a digest.
    public static func isHeldOut(_ pairID: [UInt8]) -> Bool {
        (pairID.last ?? 0).isMultiple(of: 5)
    }

    /// Counts a pair as it is now and as it would be then.
    ///
    /// - Parameters:
    ///   - now: By the model in force; with the probability 0 where it is no candidate.
    ///   - rule: What an operator allows to be merged.
    public mutating func add(
        now: DeduplicationV1.Pair, then: DeduplicationV1.Pair, rule: MergeRule?
    ) {
        let isProbable = (now.isProbable, then.isProbable)
        switch (now.state, now.rule.isEmpty) {
        case (.same, false):
            mergedByRule += 1
            // Without a rule nothing is opened again.
            if let rule, !rule.allows(now) { mergedByRuleReopenedNow += 1 }
            if let rule, !rule.allows(then) { mergedByRuleReopened += 1 }
        case (.same, true):
            same += 1
            if now.isHidden { sameHiddenNow += 1 }
            if then.isHidden { sameHiddenThen += 1 }
            judge(now.probability, then.probability, of: now)
        case (.different, _):
            different += 1
            if isProbable.0 { differentProbableNow += 1 }
            if isProbable.1 { differentProbableThen += 1 }
            judge(1 - now.probability, 1 - then.probability, of: now)
        case (.open, _):
            self.open += 1
            if now.isHidden { openGoneNow += 1 }
            if then.isHidden { openGone += 1 }
            if isProbable.0 { openProbableNow += 1 }
            if isProbable.1 { openProbableThen += 1 }
        default: return
        }
        name(now, then)
    }

    /// Counts the pairs of a household that was drawn at random.
    public mutating func add(people: Int, now: Set<PairKey>, then: Set<PairKey>) {
        self.people += UInt64(people)
        pairsNow += UInt64(now.count)
        pairsAppearing += UInt64(then.subtracting(now).count)
        pairsVanishing += UInt64(now.subtracting(then).count)
    }

    /// The effect with means in the place of sums: when all pairs were added.
    public var finished: Self {
        guard judged > 0 else { return self }
        var effect = self
        effect.logLossNow /= Double(judged)
        effect.logLossThen /= Double(judged)
        return effect
    }

    /// - Parameters:
    ///   - now: The probability of what people decided.
    ///   - then: The same by the other model.
    private mutating func judge(_ now: Double, _ then: Double, of pair: DeduplicationV1.Pair) {
        guard Self.isHeldOut(pair.pairID) else { return }
        judged += 1
        logLossNow -= log2(max(now, Self.probabilityMin))
        logLossThen -= log2(max(then, Self.probabilityMin))
        if now < 0.5 { errorsNow += 1 }
        if then < 0.5 { errorsThen += 1 }
    }

    private mutating func name(_ now: DeduplicationV1.Pair, _ then: DeduplicationV1.Pair) {
        guard now.probability != then.probability else { return }
        examples.append(
            .init(
                pairID: now.pairID, state: now.state, probabilityNow: now.probability,
                probabilityThen: then.probability))
        examples.sort {
            ($0.change, $1.pairID.lexicographicKey) > ($1.change, $0.pairID.lexicographicKey)
        }
        examples = Array(examples.prefix(ModelLimits.examplesMax))
    }
}

extension DeduplicationV1.ModelExample {
    fileprivate var change: Double { abs(probabilityThen - probabilityNow) }
}

extension [UInt8] {
    /// The first bytes as a number.
    fileprivate var lexicographicKey: UInt64 { prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }
}

extension DeduplicationV1.Pair {
    /// Whether no reviewer would see it.
    fileprivate var isHidden: Bool { probability < PairFinding.possibleMin }
    fileprivate var isProbable: Bool { probability >= PairFinding.probableMin }
}
