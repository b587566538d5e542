import Matching
import Testing

@Suite struct MatchingBoundsTests {
    @Test("homonyms without number cost a bounded comparison, and say so")
    func homonyms() {
        var engine = MatchingEngine()
        for number in 1...3_000 {
            engine.insert(
                People.person(UInt64(number)) {
                    $0.givenName = "Mamadou"
                    $0.familyName = "Traoré"
                    $0.birth = BirthDate(year: 1980, month: 1, day: 1, precision: .day)
                })
        }
        let screening = engine.screening(
            of: People.person(9_000) {
                $0.familyName = "Traoré"
                $0.birth = BirthDate(year: 1980, month: 1, day: 1, precision: .day)
            })
        #expect(screening.comparedCount == 0)
        #expect(screening.keysTooCommon > 0)
        #expect(screening.candidates.isEmpty)
    }

    @Test("a homonym among thousands is still found by what is his own")
    func homonymWithPhone() {
        var engine = MatchingEngine()
        for number in 1...2_000 {
            engine.insert(
                People.person(UInt64(number)) { $0.phones = ["7\(6_000_000 + number)"] })
        }
        let screening = engine.screening(of: People.person(9_000) { $0.phones = ["+223 76001234"] })
        #expect(screening.candidates.first?.id == People.id(1234))
        #expect(screening.comparedCount <= engine.limits.candidatesMax)
    }

    @Test("limits hold when keys are below their frequency")
    func truncated() {
        var limits = MatchingLimits()
        limits.candidatesMax = 5
        limits.resultsMax = 3
        let people = (1...20).map { People.person(UInt64($0)) }
        var engine = People.engine(with: People.strangers(200) + people, limits: limits)
        let screening = engine.screening(of: People.person(9_000))
        #expect(screening.comparedCount == 5)
        #expect(screening.candidates.count == 3)
        #expect(screening.isTruncated)
    }

    @Test(
        "names that are no names are taken and make no pair",
        arguments: ["", "X", "?", " - ", "\u{0}", "El", "\u{301}"])
    func noNames(_ name: String) {
        checkOddName(name, isPair: false)
    }

    @Test(
        "names of any length and script are taken and found again",
        arguments: [String(repeating: "Mamadou", count: 80), "محمد", "Mamadou"])
    func oddNames(_ name: String) {
        checkOddName(name, isPair: true)
    }

    private func checkOddName(_ name: String, isPair: Bool) {
        var engine = People.engine(with: People.strangers(100))
        let odd = { (number: UInt64) in
            PersonRecord(
                id: People.id(number), household: People.id(number), givenName: name,
                familyName: name, motherName: name, fatherName: name, origin: name,
                phones: [name], documents: [name], arrival: number)
        }
        engine.insert(odd(1))
        #expect(engine.screen(odd(2)).isEmpty != isPair)
        #expect(engine.contains(People.id(1)))
        let before = engine.usage
        engine.insert(odd(2))
        engine.remove(People.id(2))
        #expect(engine.usage == before)
    }

    @Test("a household of 500 is evidence within its bounds")
    func bigHousehold() throws {
        var engine = MatchingEngine()
        let members = People.strangers(500)
        for household in 1...2 as ClosedRange<UInt64> {
            for (number, person) in members.enumerated() {
                var member = person
                member.id = People.id(household * 1_000 + UInt64(number))
                member.household = People.id(household)
                member.arrival = household
                engine.insert(member)
            }
        }
        let result = engine.screening(ofRecord: People.id(2_499))
        let screening = try #require(result)
        #expect(screening.candidates.first?.id == People.id(1_499))
        for candidate in screening.candidates {
            let evidence = try #require(
                People.evidence(candidate.comparison, .householdMembers))
            #expect((1...engine.limits.householdMembersMax).contains(evidence.count))
            #expect(evidence.weight <= engine.weights.householdMembersMax)
            #expect(candidate.household == People.id(1))
        }
        #expect(screening.comparedCount <= engine.limits.candidatesMax)
    }
}
