internal import Glibc

extension LinkageIndex {
    /// Bits from which a pair may still become one by its families.
    private static let keptBitsMin = -20.0
    /// Candidates that one thread compares before it takes others: members are few, and have unlike many.
    private static let comparedAtOnce = 64

    /// Finds who may be the same people as some members of one household.
    ///
    /// One record alone is often undecidable, its family is not: the members of both households are assigned to each
    /// other one to one, and each pair is scored with what the *other* members say, as ``Families`` does for a list. So
    /// the members that are not asked for are searched, too. Of two members who would be the same person of another
    /// household one at the most is, so the one that is assigned counts against the other.
    ///
    /// - Parameters:
    ///   - people: Members of one household, at most ``LinkageLimits/householdMembersMax``; those that are unknown are passed over.
    ///   - known: People that a member is compared with though no key leads to them.
    ///   - least: The least probability that is told.
    ///   - most: The most pairs of one member that are told, besides those with people that are known.
    /// - Returns: Pairs with people of other households, the likeliest first.
    public mutating func screen(
        _ people: [[UInt8]], known: [[UInt8]: [[UInt8]]] = [:], least: Double,
        most: Int = .max
    ) -> [LinkageFinding] {
        let asked = people.prefix(LinkageLimits.householdMembersMax).compactMap { record($0) }
        guard let first = asked.first else { return [] }
        let household = table.household(of: first)
        var members = Set(asked)
        if household != 0 {
            members.formUnion(self.members(of: household, most: Families.membersMax))
        }
        let inOrder = members.sorted()
        let known = inOrder.map { member in
            Set(
                known[id(of: member), default: []].compactMap { record($0) }
                    // Two members of one household are not one person.
                    .filter { household == 0 || table.household(of: $0) != household }
                    .map(UInt32.init))
        }
        let weights = weights
        return withSearchers { index, searchers in
            var pairs = index.compare(inOrder, known, weights, &searchers)
            for place in pairs.indices {
                index.bringTogether(&pairs[place], inOrder, household, weights, &searchers[0])
            }
            let leastBits = WeightTable.bits(least)
            var told: [Int: [(bits: Double, pair: ScreenedRecords)]] = [:]
            for pair in pairs.lazy.flatMap(\.pairs)
            where weights.mayReach(leastBits, pair.comparison) {
                let bits = pair.bits(weights)
                if bits >= leastBits { told[pair.member, default: []].append((bits, pair)) }
            }
            let knownOf = Dictionary(uniqueKeysWithValues: zip(inOrder, known))
            func isKnown(_ member: Int, _ other: Int) -> Bool {
                knownOf[member]?.contains(UInt32(other)) ?? false
            }
            let likeliest = asked.flatMap { member in
                let sorted = told[member, default: []]
                    .sorted { ($0.bits, $1.pair.other) > ($1.bits, $0.pair.other) }.map(\.pair)
                return sorted.prefix(most)
                    + sorted.dropFirst(most).filter { isKnown($0.member, $0.other) }
            }
            return index.explain(likeliest, weights, &searchers[0])
        }
    }

    /// Compares two people by themselves, without their households; nil where one is not there.
    public mutating func compare(_ person: [UInt8], _ other: [UInt8]) -> LinkageFinding? {
        guard let first = record(person), let second = record(other), first != second else {
            return nil
        }
        let weights = weights
        return withSearchers { index, searchers in
            let comparison = index.withPairComparer(&searchers[0]) {
                $0.compareInOrder(first, second)
            }
            let pair = ScreenedRecords(first, second, comparison)
            return index.explain([pair], weights, &searchers[0]).first
        }
    }

    /// Searches for some members and compares each with those who are found, and with those who are known: all pairs
    /// that may be one, by the household of the other.
    private func compare(
        _ members: [Int], _ known: [Set<UInt32>], _ weights: WeightTable,
        _ searchers: inout [Searcher]
    ) -> [HouseholdPair] {
        let found = AtOnce.map(members.count, &searchers) { searcher, place in
            let found = candidates(of: members[place], &searcher)
            // In one order: which of two equals is assigned must not depend on how a process hashes.
            return found
                + known[place].subtracting(found).subtracting([UInt32(members[place])]).sorted()
        }
        let parts = found.indices.flatMap { place in
            stride(from: 0, to: found[place].count, by: Self.comparedAtOnce).map {
                (member: members[place], others: found[place][$0...].prefix(Self.comparedAtOnce))
            }
        }
        let compared = AtOnce.map(parts.count, &searchers) { searcher, place in
            let (member, others) = parts[place]
            table.rows.withUnsafe { rows in
                for other in others { rows.prefetch(Int(other)) }
            }
            return withPairComparer(&searcher) { comparer in
                others.compactMap { other -> ScreenedRecords? in
                    let comparison = comparer.compareInOrder(member, Int(other))
                    guard weights.mayReach(Self.keptBitsMin, comparison),
                        weights.bits(comparison) >= Self.keptBitsMin
                    else { return nil }
                    var pair = ScreenedRecords(member, Int(other), comparison)
                    pair.household = table.household(of: Int(other))
                    return pair
                }
            }
        }
        let all = Array(compared.joined())
        var pairs: [HouseholdPair] = []
        // By household, and of one household in the order that they have.
        for key in all.indices.map({ UInt64(all[$0].household) << 32 | UInt64($0) }).sorted() {
            let pair = all[Int(key & 0xFFFF_FFFF)]
            if pairs.last?.other != pair.household {
                pairs.append(HouseholdPair(other: pair.household))
            }
            pairs[pairs.count - 1].pairs.append(pair)
        }
        return pairs
    }

    /// Scores the pairs of two households with what each says of the others, and of who is taken by another.
    private func bringTogether(
        _ pair: inout HouseholdPair, _ members: [Int], _ household: UInt32,
        _ weights: WeightTable, _ searcher: inout Searcher
    ) {
        guard let part = plan.householdPart, household != 0, pair.other != 0 else { return }
        let sizes = (members.count, table.size(ofHousehold: pair.other))
        guard max(sizes.0, sizes.1) <= Families.membersMax else { return }
        // Most households share one pair alone, of which there is no other to speak.
        guard pair.pairs.count > 1 else {
            let records = RecordPair(pair.pairs[0].member, pair.pairs[0].other)
            pair.pairs[0].comparison.pattern[part] = Families.level(
                records, assigned: [], sizes: sizes)
            return
        }
        let evidence = FamilyEvidence(weights, householdPart: part)
        var assigned = pair.assigned(evidence, sizes)
        if assigned.count >= Families.assignedMin {
            let others = self.members(of: pair.other, most: Families.membersMax)
            compareAll(&pair, members, others, &searcher)
            assigned = pair.assigned(evidence, sizes)
        }
        for index in pair.pairs.indices {
            let records = RecordPair(pair.pairs[index].member, pair.pairs[index].other)
            pair.pairs[index].comparison.pattern[part] = Families.level(
                records, assigned: assigned, sizes: sizes)
        }
        // Of two who resemble somebody registered alone, nobody else tells who it is: people decide.
        guard min(sizes.0, sizes.1) > 1 else { return }
        pair.shareWithRivals(weights, besides: part)
    }

    /// Compares every member of two households with every other.
    private func compareAll(
        _ pair: inout HouseholdPair, _ members: [Int], _ others: [Int], _ searcher: inout Searcher
    ) {
        let known = Set(pair.pairs.map { RecordPair($0.member, $0.other) })
        withPairComparer(&searcher) { comparer in
            for member in members {
                for other in others where !known.contains(RecordPair(member, other)) {
                    let comparison = comparer.compareInOrder(member, other)
                    pair.pairs.append(ScreenedRecords(member, other, comparison))
                }
            }
        }
    }

    private func explain(
        _ pairs: [ScreenedRecords], _ weights: WeightTable, _ searcher: inout Searcher
    ) -> [LinkageFinding] {
        let fields = table.fields
        let findings = withPairComparer(&searcher) { comparer in
            pairs.map { pair in
                _ = comparer.compareInOrder(pair.member, pair.other)
                var evidence = comparer.evidence(
                    of: pair.comparison, fields: fields, by: weights)
                if pair.rivalBits < 0 {
                    evidence.append(LinkageEvidence(.rival, bits: pair.rivalBits))
                }
                return LinkageFinding(
                    person: id(of: pair.member), other: id(of: pair.other),
                    bits: pair.bits(weights), evidence: evidence, comparison: pair.comparison)
            }
        }
        return findings.sorted { first, second in
            first.bits != second.bits
                ? first.bits > second.bits : first.other.lexicographicallyPrecedes(second.other)
        }
    }
}

/// The compared pairs of two households.
private struct HouseholdPair {
    /// The household beside the one that is screened; 0 is none.
    let other: UInt32
    var pairs: [ScreenedRecords] = []

    /// The members who are the same people, by what the records of both households say.
    func assigned(_ evidence: FamilyEvidence, _ sizes: (Int, Int)) -> [RecordPair] {
        let members = Set(pairs.map(\.member))
        return evidence.assigned(
            pairs.map { (RecordPair($0.member, $0.other), evidence.odds($0.comparison)) },
            sizes: sizes
        ) { members.contains($0) ? 1 : 2 }
    }

    /// The best assignment of those that are likelier than not.
    func assigned(_ weights: WeightTable) -> [RecordPair] {
        let likely = pairs.compactMap { pair in
            let bits = weights.bits(pair.comparison)
            return bits >= 0 ? ScoredPair(left: pair.member, right: pair.other, bits: bits) : nil
        }
        guard likely.count > 1 else { return likely.map { RecordPair($0.left, $0.right) } }
        let members = Set(pairs.map(\.member))
        return Assignment.chosen(likely, least: 0) { members.contains($0) ? 1 : 2 }
    }

    /// Shares the probability of each pair that the best assignment chose with the pairs that it does without and that
    /// would take its place: one of both can be true, and the records by themselves say which is likelier.
    ///
    /// - Parameter part: that of the households, which speaks of both alike.
    mutating func shareWithRivals(_ weights: WeightTable, besides part: Int) {
        let assigned = Set(assigned(weights))
        guard !assigned.isEmpty else { return }
        let own = pairs.map { $0.ownBits(weights, besides: part) }
        let isChosen = pairs.map { assigned.contains(RecordPair($0.member, $0.other)) }
        // What the strongest pair with each record says, of those that were chosen and of the others.
        var chosen: [Int: Double] = [:]
        var others: [Int: Double] = [:]
        for index in pairs.indices {
            for record in [pairs[index].member, pairs[index].other] {
                if isChosen[index] {
                    chosen[record] = max(chosen[record] ?? own[index], own[index])
                } else {
                    others[record] = max(others[record] ?? own[index], own[index])
                }
            }
        }
        for index in pairs.indices {
            let pair = pairs[index]
            let rivals = isChosen[index] ? others : chosen
            guard let rival = [rivals[pair.member], rivals[pair.other]].compactMap(\.self).max()
            else { continue }
            let ahead = isChosen[index] ? min(rival - own[index], 0) : max(rival - own[index], 0)
            let share = 1 / (1 + exp2(min(max(ahead, -100), 100)))
            let bits = weights.bits(pair.comparison)
            let shared = WeightTable.bits(WeightTable.probability(min(bits, 50)) * share)
            pairs[index].rivalBits = min(0, shared - bits)
        }
    }
}

/// A member of the screened household beside a record of another.
private struct ScreenedRecords {
    let member: Int
    let other: Int
    var comparison: Comparison
    /// The household of the other; 0 is none.
    var household: UInt32 = 0
    /// Bits to add because another pair takes its place.
    var rivalBits = 0.0

    func bits(_ weights: WeightTable) -> Double { weights.bits(comparison) + rivalBits }

    /// What both records say, whatever their households do.
    func ownBits(_ weights: WeightTable, besides part: Int) -> Double {
        var own = comparison
        own.pattern[part] = LevelPattern.missing
        return weights.bits(own)
    }

    init(_ member: Int, _ other: Int, _ comparison: Comparison) {
        self.member = member
        self.other = other
        self.comparison = comparison
    }
}
