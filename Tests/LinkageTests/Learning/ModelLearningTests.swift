import Basics
import Glibc
import Messages
import Testing

@testable import Linkage

/// Models that are learnt from a region's records and decisions.
@Suite struct ModelLearningTests {
    private static let standard = LinkageParameters.standard

    /// Shares are shares, and weights fall from the best level to the worst.
    private func expectSound(_ parameters: LinkageParameters) {
        for part in parameters.parts {
            for shares in [part.matches, part.strangers] {
                #expect(abs(shares.reduce(0, +) - 1) < 1e-3, "\(part.part)")
                #expect(shares.allSatisfy { $0 > 0 && $0 <= 1 }, "\(part.part)")
            }
            let ratios = zip(part.matches, part.strangers).map { $0 / $1 }
            #expect(
                zip(ratios, ratios.dropFirst()).allSatisfy { $0 >= $1 * 0.999_999 }, "\(part.part)")
        }
        #expect(abs(parameters.shift - Self.standard.shift) <= 3)
        #expect(parameters.repeatsPerRecord <= 4 * Self.standard.repeatsPerRecord)
        #expect(parameters.repeatsPerRecord >= Self.standard.repeatsPerRecord / 4)
    }

    @Test func `a region of one name without dates gives the prior back`() throws {
        var index = LinkageIndex()
        for number in 1...300 as ClosedRange<UInt64> {
            var person = PersonRecord(
                id: Region.id(number), household: Region.id(1_000_000 + number / 3))
            person.givenName = "Mamadou"
            person.familyName = "Traoré"
            index.insert(person)
        }
        let (drawn, outOf) = index.drawHouseholds(.max, besides: [], seed: 1)
        var sample = LearningSample(
            people: index.count, householdsDecided: 0, householdsToDraw: outOf)
        for person in drawn {
            index.observeHousehold(of: person, decisions: [:], isDrawn: true, into: &sample)
        }
        index.observeStrangers(5_000, seed: 2, into: &sample)
        #expect(sample.strangerCount > 4_000)
        let learnt = ModelLearning.learn(from: sample)
        expectSound(learnt)
        let named = ["given given", "given name-order", "family family", "household"]
        for standard in Self.standard.parts where !named.contains(standard.part) {
            let part = try #require(learnt.parts.first { $0.part == standard.part })
            for (one, other) in zip(part.matches, standard.matches) {
                #expect(abs(one - other) < 0.01, "\(part.part)")
            }
        }
        // Strangers of one name are what it is about: a name says nothing there.
        let given = learnt.parts[0]
        #expect(given.strangers[0] > 0.2)
    }

    @Test func `an empty sample gives the prior back`() throws {
        let learnt = ModelLearning.learn(
            from: LearningSample(people: 0, householdsDecided: 0, householdsToDraw: 0))
        expectSound(learnt)
        #expect(learnt.shift == Self.standard.shift)
        for standard in Self.standard.parts {
            let part = try #require(learnt.parts.first { $0.part == standard.part })
            // Those that ship are rounded, so that they sum up to nearly one.
            for (one, other) in zip(part.strangers, standard.strangers) {
                #expect(abs(one / other - 1) < 1e-3)
            }
        }
    }

    @Test func `who was registered alone scores no less where many were`() throws {
        var region = Region(families: 100, repeatedOneIn: 200, alone: 170)
        let learnt = ModelLearning.learn(from: region.sample())
        expectSound(learnt)
        let part = try #require(learnt.parts.first { $0.part == "household" })
        let alone = try #require(part.levels.firstIndex(of: "alone"))
        #expect(part.strangers[alone] > 0.4)
        #expect(abs(log2(part.matches[alone] / part.strangers[alone])) < 0.2)
        #expect(abs(log2(part.relatives[alone] / part.strangers[alone])) < 0.2)
        #expect(abs(log2(part.neighbours[alone] / part.strangers[alone])) < 0.3)
        #expect(abs(part.relatives.reduce(0, +) - 1) < 1e-9)
    }

    @Test func `decisions do not make matches look common`() {
        var region = Region(families: 200, repeatedOneIn: 20)
        let whole = region.sample()
        let unlabelled = ModelLearning.learn(from: whole)
        let decisions = Region.decisions(region.repeated) { _ in true }
        // Decided pairs and few others: were each candidate to count once, matches would be most of what there is.
        var sample = region.sample(decisions, households: 40)
        let share = Double(2 * region.repeated.count) / Double(sample.peopleSearched)
        #expect(share > Self.standard.repeatsPerRecord)
        let learnt = ModelLearning.learn(from: sample)
        expectSound(learnt)
        // Fewer people than in the whole region, so that the prior weighs more; but they do not say more.
        #expect(learnt.repeatsPerRecord < Self.standard.repeatsPerRecord)
        #expect(learnt.repeatsPerRecord > unlabelled.repeatsPerRecord * 0.9)
        // A decided pair counts once, and the sample stands for all candidates.
        func total(_ sample: LearningSample, _ isCounted: (LearningSample.Observation) -> Bool)
            -> Double
        {
            sample.observations.reduce(0) { isCounted($1) ? $0 + sample.weight($1) : $0 }
        }
        #expect(total(sample) { $0.isSame != nil } == Double(region.repeated.count))
        sample = region.sample(decisions, households: 120)
        #expect(abs(total(sample) { _ in true } / total(whole) { _ in true } - 1) < 0.2)
    }

    @Test func `a full sample stands for all decided households, and for the others`() {
        var region = Region(families: 160, repeatedOneIn: 2)
        let decisions = Region.decisions(region.repeated) { _ in true }
        let whole = region.sample(decisions)
        #expect(whole.decisionCount(isSame: true) == region.repeated.count)
        let sample = region.sample(decisions, most: whole.candidateCount / 4)
        #expect(sample.candidateCount < whole.candidateCount / 2)
        #expect(sample.householdsDrawn > 10 && !sample.lacksDrawn)
        func decided(_ sample: LearningSample) -> Double {
            sample.observations.reduce(0) { $1.isSame == nil ? $0 : $0 + sample.weight($1) }
        }
        #expect(sample.decisionCount(isSame: true) < region.repeated.count)
        #expect(abs(decided(sample) / decided(whole) - 1) < 0.2)
        #expect(LearningSample(people: 9, householdsDecided: 1, householdsToDraw: 1).lacksDrawn)
    }

    @Test func `a large household is met once, with all of its people`() {
        var index = LinkageIndex()
        let people = (1...UInt64(LinkageLimits.householdMembersMax)).map(Region.id)
        for person in people {
            var record = PersonRecord(id: person, household: Region.id(1_000_000))
            record.familyName = "Traoré"
            index.insert(record)
        }
        for person in people {
            let household = index.household(of: person.bytes)
            #expect(Set(household).count == LinkageLimits.householdMembersMax)
        }
        #expect(index.households(of: people.map(\.bytes), seed: 1).count == 1)
    }

    @Test func `what people decide moves the scores, within bounds`() {
        var region = Region(families: 80, repeatedOneIn: 5)
        func shift(_ isSame: (Int) -> Bool) -> Double {
            let learnt = ModelLearning.learn(
                from: region.sample(Region.decisions(region.repeated, isSame)))
            expectSound(learnt)
            return learnt.shift
        }
        let same = shift { _ in true }
        let different = shift { _ in false }
        // Contradictory: pairs that are alike, decided one way and the other.
        let both = shift { $0.isMultiple(of: 2) }
        #expect(different < Self.standard.shift - 1)
        #expect(different <= both && both <= same)
        #expect(both < same)
    }

    @Test func `matches are learnt from what the region writes`() throws {
        var region = Region(families: 120, repeatedOneIn: 2)
        let decisions = Region.decisions(region.repeated) { _ in true }
        let learnt = ModelLearning.learn(from: region.sample(decisions))
        expectSound(learnt)
        // Nobody's father is spelt twice here; the shipped model knows many spellings.
        let place = try #require(learnt.parts.firstIndex { $0.part == "name:father name" })
        #expect(learnt.parts[place].matches[0] > Self.standard.parts[place].matches[0] + 0.2)
    }

    @Test func `households are drawn once each, and not those that are left out`() {
        let region = Region(families: 50, repeatedOneIn: 5)
        let left = [region.repeated[0].first, region.repeated[0].second]
        let all = region.index.drawHouseholds(.max, besides: left, seed: 1)
        #expect(all.outOf == 58 && all.drawn.count == 58)
        let members = all.drawn.flatMap(region.index.household)
        #expect(Set(members).count == 58 * 4 && members.count == 58 * 4)
        #expect(Set(members).isDisjoint(with: left))
        let some = region.index.drawHouseholds(20, besides: left, seed: 1)
        #expect(some.outOf == 58 && Set(some.drawn).count == 20)
        #expect(some.drawn == region.index.drawHouseholds(20, besides: left, seed: 1).drawn)
        #expect(some.drawn != region.index.drawHouseholds(20, besides: left, seed: 2).drawn)
        #expect(LinkageIndex().drawHouseholds(20, besides: [], seed: 1).outOf == 0)
    }

    @Test func `scores that are too high by so much are lowered by it`() {
        var random = SeededRandom(seed: 4)
        let scores = (0..<2_000).map { _ in
            let bits = Double.random(in: -6...8, using: &random)
            let isSame =
                Double.random(in: 0..<1, using: &random) < WeightTable.probability(bits - 1.5)
            return DecisionCalibration.Score(bits: bits, isSame: isSame)
        }
        #expect(abs(DecisionCalibration.shift(of: scores, weight: 1) + 1.5) < 0.3)
        #expect(abs(DecisionCalibration.shift(of: Array(scores.prefix(4)), weight: 1)) < 1.5)
        #expect(DecisionCalibration.shift(of: [], weight: 1) == 0)
    }

    @Test func `decisions that agree with sure scores leave them`() {
        func shift(_ scores: [(Double, Bool)]) -> Double {
            DecisionCalibration.shift(
                of: scores.map { .init(bits: $0.0, isSame: $0.1) }, weight: 1)
        }
        let right = [(Double, Bool)](repeating: (10, true), count: 50)
        #expect(abs(shift(right)) < 0.1)
        #expect(abs(shift(right.map { (-$0.0, !$0.1) })) < 0.1)
        // One error among them is an error; fifty are none.
        #expect(abs(shift(right + [(10, false)])) < 0.2)
        #expect(shift(right.map { ($0.0, !$0.1) }) < -1)
    }

    @Test func `parameters survive their message, and nonsense does not`() throws {
        let message = Self.standard.message
        #expect(LinkageParameters(message) == Self.standard)
        #expect(try Self.standard.version().count == 16)
        var other = message
        other.shiftBits = .nan
        #expect(LinkageParameters(other) == nil)
        other = message
        other.repeatsPerRecord = 0
        #expect(LinkageParameters(other) == nil)
        other = message
        other.bitWorth = -0.5
        #expect(LinkageParameters(other) == nil)
        // So that their version is what it was before there was one.
        #expect(message.bitWorth == 0)
        #expect(LinkageParameters(.init()) == nil)
        // A model that was learnt before neighbours were counted takes them for strangers.
        other = message
        for part in other.parts.indices { other.parts[part].neighbours = [] }
        let old = try #require(LinkageParameters(other))
        #expect(old.parts.allSatisfy { $0.neighbours == $0.strangers })
        #expect(old.neighbourDependences == old.dependences)
    }
}
