import Glibc

/// Finds records of the same person as they arrive, and says why.
///
/// Fixed weights over keys with bounded frequency. The same operations in the same order give the
/// same results, on any machine. Owned by one actor: keep one variable and never copy it.
///
///     var engine = MatchingEngine()
///     for member in household { engine.insert(member) }
///     for member in household { review(engine.screen(member)) }
///
/// Insert a whole household before its members are screened: they are evidence for each other.
/// A person is compared only with records that arrived earlier, so each pair is found once.
public struct MatchingEngine {
    /// The weights in use.
    public let weights: MatchingWeights
    /// The limits in use.
    public let limits: MatchingLimits
    private var index: CandidateIndex
    private var comparer: PairComparer
    /// The total in bits from which a pair is possible under the prior.
    private let possibleTotalMin: Double

    /// An engine without records.
    ///
    /// - Parameter variants: classes of names that are one name.
    public init(
        weights: MatchingWeights = .standard, limits: MatchingLimits = MatchingLimits(),
        variants: NameVariants = .standard
    ) {
        self.weights = weights
        self.limits = limits
        index = CandidateIndex(limits: limits, variants: variants)
        comparer = PairComparer(weights: weights)
        possibleTotalMin = Self.logit(weights.possibleMin) - Self.logit(weights.prior)
    }

    /// The number of records.
    public var count: Int { index.count }

    /// What the index holds.
    public var usage: IndexUsage { index.usage }

    /// Whether a record is in the index.
    public func contains(_ id: RecordID) -> Bool { index.contains(id) }

    /// Adds a record; one with the same id is replaced, so that a replay does no harm.
    public mutating func insert(_ person: PersonRecord) { index.insert(person) }

    /// Replaces a record by its corrected form; adds it when it is not there.
    public mutating func update(_ person: PersonRecord) { index.update(person) }

    /// Takes a record out without a trace; false when it is not there.
    @discardableResult
    public mutating func remove(_ id: RecordID) -> Bool { index.remove(id) }

    /// Earlier records that may be this person, the strongest first.
    ///
    /// The person need not be in the index. Frequencies are those of the index at the call.
    public mutating func screen(_ person: PersonRecord) -> [ScoredCandidate] {
        screening(of: person).candidates
    }

    /// Earlier records that may be this person, with what the search left out.
    public mutating func screening(of person: PersonRecord) -> Screening {
        let subject = index.acquire(person)
        defer { index.release(subject) }
        return screening(of: subject)
    }

    /// Screens a record that is in the index; nil when it is not.
    ///
    /// The same as screening the person, without standardising the names again.
    public mutating func screening(ofRecord id: RecordID) -> Screening? {
        index.person(id).map { screening(of: $0) }
    }

    private mutating func screening(of subject: IndexedPerson) -> Screening {
        let search = index.search(for: subject)
        var candidates: [ScoredCandidate] = []
        var arrivals: [RecordID: UInt64] = [:]
        var members: [IndexedPerson]?
        for slot in search.slots {
            guard let scored = score(subject, slot, members: &members) else { continue }
            arrivals[scored.id] = index.people[slot].arrival
            candidates.append(scored)
        }
        // Ties go to the earlier record: an order that does not depend on how they were found.
        candidates.sort { left, right in
            // By bits, since great probabilities all round to one.
            let totals = (left.comparison.total, right.comparison.total)
            if totals.0 != totals.1 { return totals.0 > totals.1 }
            return (arrivals[left.id] ?? 0, left.id) < (arrivals[right.id] ?? 0, right.id)
        }
        return Screening(
            candidates: Array(candidates.prefix(limits.resultsMax)),
            comparedCount: search.slots.count, keysTooCommon: search.keysTooCommon,
            isTruncated: search.isTruncated || candidates.count > limits.resultsMax)
    }

    /// All the evidence for and against two records being one person, whatever their order.
    ///
    /// Nil when they cannot be: one record, one household or one source household.
    public mutating func comparison(_ left: PersonRecord, _ right: PersonRecord) -> Comparison? {
        let subject = index.acquire(left)
        let other = index.acquire(right)
        defer {
            index.release(subject)
            index.release(other)
        }
        guard subject.mayPair(with: other) else { return nil }
        guard
            let fields = comparer.evidence(
                subject, other, totalMin: -.infinity, in: index)
        else { return nil }
        var members: [IndexedPerson]?
        return compared(fields, subject, other, members: &members)
    }

    private mutating func score(
        _ subject: IndexedPerson, _ slot: UInt32, members: inout [IndexedPerson]?
    ) -> ScoredCandidate? {
        // Members are looked up only where they can still decide.
        guard
            let fields = comparer.evidence(
                subject, index.people[slot], totalMin: possibleTotalMin, in: index),
            Comparison(fields: fields).total + weights.householdMembersMax >= possibleTotalMin
        else { return nil }
        let other = index.people[slot]
        let comparison = compared(fields, subject, other, members: &members)
        let probability = comparison.probability(prior: weights.prior)
        guard probability >= weights.possibleMin else { return nil }
        return ScoredCandidate(
            id: other.id, household: other.household, comparison: comparison,
            probability: probability,
            decision: probability >= weights.probableMin ? .probable : .possible)
    }

    private func compared(
        _ fields: [FieldEvidence], _ subject: IndexedPerson, _ other: IndexedPerson,
        members: inout [IndexedPerson]?
    ) -> Comparison {
        let own = members ?? index.members(of: subject.household, except: subject.id)
        members = own
        let theirs =
            own.isEmpty ? [] : index.members(of: other.household, except: other.id)
        let household = comparer.householdMembers(own, theirs, in: index)
        return Comparison(fields: comparer.bounded(fields + [household]))
    }

    private static func logit(_ probability: Double) -> Double {
        log2(probability / (1 - probability))
    }
}
