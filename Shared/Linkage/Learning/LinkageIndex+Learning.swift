/// What people decided of pairs: of each person, with whom they are one (true) or not. Each pair stands under both.
public typealias PairDecisions = [[UInt8]: [[UInt8]: Bool]]

extension LinkageIndex {
    /// Probability below which a candidate teaches nothing.
    private static let learntMin = 1e-6

    /// The people of a person's household, that person among them; none where the person is not there.
    ///
    /// At most ``LinkageLimits/householdMembersMax``.
    public func household(of person: [UInt8]) -> [[UInt8]] {
        guard let record = record(person) else { return [] }
        let household = table.household(of: record)
        guard household != 0 else { return [person] }
        return members(of: household, most: LinkageLimits.householdMembersMax).map(id)
    }

    /// The households of some people, each once, named by one of them, in random order.
    ///
    /// - Parameter seed: The same gives the same order.
    public func households(of people: some Sequence<[UInt8]>, seed: UInt64) -> [[UInt8]] {
        var random = SeededRandom(seed: seed)
        var met: Set<UInt32> = []
        return people.filter { person in
            guard let record = record(person) else { return false }
            let household = table.household(of: record)
            return household == 0 || met.insert(household).inserted
        }.shuffled(using: &random)
    }

    /// Draws households at random without replacement, each named by one of its people, in random order.
    ///
    /// In one pass (algorithm R of Vitter, 1985, "Random Sampling with a Reservoir").
    ///
    /// - Parameters:
    ///   - most: Households to draw; all, where there are fewer.
    ///   - people: Their households are left out.
    ///   - seed: The same gives the same households of the same index.
    /// - Returns: The households, and how many they were drawn from.
    public func drawHouseholds(
        _ most: Int, besides people: some Sequence<[UInt8]>, seed: UInt64
    ) -> (drawn: [[UInt8]], outOf: Int) {
        let left = Set(people.compactMap { record($0).map { table.household(of: $0) } })
        var random = SeededRandom(seed: seed)
        var drawn: [Int] = []
        var count = 0
        for household in 1..<UInt32(max(1, table.householdsEnd)) where !left.contains(household) {
            guard let member = members(of: household, most: 1).first else { continue }
            count += 1
            if drawn.count < most {
                drawn.append(member)
            } else {
                let place = Int.random(in: 0..<count, using: &random)
                if place < most { drawn[place] = member }
            }
        }
        return (drawn.shuffled(using: &random).map(id), count)
    }

    /// Adds all candidates of a person's household to a sample.
    ///
    /// - Parameters:
    ///   - decisions: What is known; a decided pair is met even where no key leads to it.
    ///   - isDrawn: Whether the household was drawn at random, and not taken for its decisions.
    public mutating func observeHousehold(
        of person: [UInt8], decisions: PairDecisions, isDrawn: Bool,
        into sample: inout LearningSample
    ) {
        let members = household(of: person)
        guard !members.isEmpty, sample.hasRoom(isDrawn: isDrawn) else { return }
        sample.addHousehold(of: members.count, isDrawn: isDrawn)
        sample.placeDependences = placeDependences
        var known: [[UInt8]: [[UInt8]]] = [:]
        for member in members {
            known[member] = decisions[member].map {
                $0.keys.sorted { $0.lexicographicallyPrecedes($1) }
            }
        }
        let weights = weights
        let findings = screen(
            members, known: known, least: Self.learntMin,
            most: LearningSample.candidatesPerPersonMax)
        for finding in findings {
            let rivalBits = finding.bits - weights.bits(finding.comparison)
            sample.add(
                .init(
                    comparison: finding.comparison, rivalBits: Float(rivalBits), isDrawn: isDrawn,
                    isSame: decisions[finding.person]?[finding.other]))
        }
    }

    /// Adds pairs of people drawn at random, of different households, to a sample.
    ///
    /// - Parameter seed: Another for each call.
    public mutating func observeStrangers(
        _ number: Int, seed: UInt64, into sample: inout LearningSample
    ) {
        guard count > 1 else { return }
        var random = SeededRandom(seed: seed)
        for _ in 0..<number {
            let one = Int.random(in: 0..<table.count, using: &random)
            let other = Int.random(in: 0..<table.count, using: &random)
            // Numbers of people who were removed or replaced are left out.
            guard one != other, isThere(one), isThere(other),
                table.household(of: one) != table.household(of: other),
                var comparison = compare(id(of: one), id(of: other))?.comparison
            else { continue }
            if let part = plan.householdPart {
                let sizes = [one, other].map {
                    members(of: table.household(of: $0), most: Families.membersMax + 1).count
                }
                comparison.pattern[part] = Families.level(
                    RecordPair(one, other), assigned: [], sizes: (sizes[0], sizes[1]))
            }
            sample.add(stranger: comparison)
        }
    }

    private func isThere(_ place: Int) -> Bool { record(id(of: place)) == place }
}
