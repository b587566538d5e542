import Matching
import Testing

@Suite struct MatchingEngineTests {
    @Test("a person under another spelling is probable, with each field explained")
    func respelt() throws {
        var engine = People.engine(with: People.strangers(500) + [People.person(1)])
        let again = People.person(20_000) {
            $0.givenName = "Mahamadou"
            $0.familyName = "Kulibali"
            $0.motherName = "FATIMA JARRA"
            $0.origin = "ml 050501"
        }
        let found = try #require(engine.screen(again).first as ScoredCandidate?)
        #expect(found.id == People.id(1))
        #expect(found.decision == .probable)
        let comparison = found.comparison
        #expect(People.evidence(comparison, .givenName)?.level == .soundsAlike)
        #expect(People.evidence(comparison, .familyName)?.level == .soundsAlike)
        #expect(People.evidence(comparison, .mother)?.level == .variant)
        #expect(People.evidence(comparison, .birth)?.level == .exact)
        #expect(People.evidence(comparison, .phone)?.level == .missing)
        #expect(found.probability == comparison.probability(prior: engine.weights.prior))
    }

    @Test("names in each other's column, or all in one, are found")
    func swapped() throws {
        var engine = People.engine(with: People.strangers(500) + [People.person(1)])
        let crossed = People.person(20_000) {
            $0.givenName = "Coulibaly"
            $0.familyName = "Mamadou"
        }
        let found = try #require(engine.screen(crossed).first as ScoredCandidate?)
        #expect(found.id == People.id(1))
        #expect(People.evidence(found.comparison, .givenName)?.level == .swapped)
        let single = People.person(20_001) {
            $0.givenName = "Mamadou Coulibaly"
            $0.familyName = ""
        }
        #expect(engine.screen(single).first?.id == People.id(1))
    }

    @Test("members of one household or one source household are never a pair")
    func household() {
        var engine = People.engine(with: People.strangers(100))
        let first = People.person(1) { $0.sourceHousehold = "team 3/17" }
        engine.insert(first)
        let twin = People.person(2) { $0.household = first.household }
        let sameSource = People.person(3) { $0.sourceHousehold = "team 3/17" }
        let stranger = People.person(4) { $0.sourceHousehold = "team 3/18" }
        #expect(engine.screen(twin).isEmpty)
        #expect(engine.screen(sameSource).isEmpty)
        #expect(engine.comparison(first, twin) == nil)
        #expect(engine.screen(stranger).map(\.id) == [first.id])
    }

    @Test("a brother with all that families share is not a pair")
    func brother() {
        var engine = People.engine(
            with: People.strangers(500) + [People.person(1) { $0.phones = ["76123456"] }])
        let brother = People.person(2) {
            $0.givenName = "Lassine"
            $0.birth = BirthDate(year: 1991, precision: .estimated)
            $0.phones = ["76123456"]
        }
        #expect(engine.screen(brother).isEmpty)
        let comparison = engine.comparison(People.person(1), brother)
        #expect(People.evidence(comparison, .givenName)?.level == .differs)
    }

    @Test("what relatives share is capped, and the entries still add up")
    func capped() throws {
        var engine = People.engine(
            with: People.strangers(900) + [People.person(1) { $0.phones = ["76123456"] }])
        let again = People.person(2) { $0.phones = ["76123456"] }
        let found = try #require(engine.screen(again).first as ScoredCandidate?)
        let capped = try #require(People.evidence(found.comparison, .relatives))
        #expect(capped.level == .capped && capped.weight < 0)
        let familial: Set<FieldEvidence.Field> = [
            .familyName, .mother, .father, .origin, .residence, .phone, .householdMembers,
            .relatives,
        ]
        let sum = found.comparison.fields.filter { familial.contains($0.field) }
            .reduce(0) { $0 + $1.weight }
        #expect(abs(sum - engine.weights.relativesMax) < 1e-9)
    }

    @Test("a rare name weighs more than a common one")
    func frequency() {
        var engine = People.engine(
            with: People.strangers(300)
                + (1...200).map { number in
                    People.person(UInt64(number)) { $0.familyName = "Diarra" }
                })
        func weight(_ name: String) -> Double {
            let left = People.person(30_000) { $0.familyName = name }
            let right = People.person(30_001) { $0.familyName = name }
            let comparison = engine.comparison(left, right)
            return People.evidence(comparison, .familyName)?.weight ?? 0
        }
        #expect(weight("Yalcouyé") > weight("Diarra") + 3)
        #expect(weight("Jarra") <= weight("Diarra"), "a rare spelling of a common name is not rare")
    }

    @Test("other members of two households add bounded evidence")
    func members() throws {
        var engine = People.engine(with: People.strangers(300))
        for household in [100, 200] as [UInt64] {
            for (place, name) in ["Awa", "Sira", "Bakary", "Niélé", "Zoumana", "Tenin"].enumerated()
            {
                engine.insert(
                    People.person(household + UInt64(place)) {
                        $0.household = People.id(household)
                        $0.givenName = name
                        $0.birth = BirthDate(year: 2000 + place, precision: .estimated)
                    })
            }
        }
        let screening = engine.screening(ofRecord: People.id(200))
        let subject = try #require(screening)
        let found = try #require(subject.candidates.first)
        let evidence = try #require(People.evidence(found.comparison, .householdMembers))
        #expect(found.id == People.id(100))
        #expect(evidence.count == 5 && evidence.level == .agree)
        #expect(evidence.weight == engine.weights.householdMembersMax)
    }

    @Test("a patronymic stands for the father's name")
    func patronymic() {
        var engine = People.engine(with: People.strangers(300))
        let tuareg = People.person(1) {
            $0.familyName = "Ag Intalla"
            $0.fatherName = ""
        }
        let other = People.person(2) {
            $0.familyName = "Cissé"
            $0.fatherName = "Intalla"
        }
        #expect(People.evidence(engine.comparison(tuareg, other), .father)?.level == .exact)
        let same = People.person(3) {
            $0.familyName = "ag Intallah"
            $0.fatherName = ""
        }
        let comparison = engine.comparison(tuareg, same)
        #expect(People.evidence(comparison, .familyName)?.level == .soundsAlike)
        #expect(People.evidence(comparison, .father)?.level == .missing, "it is not counted twice")
    }

    @Test("place codes that differ in one digit differ; respelt villages are close or alike")
    func places() {
        var engine = People.engine(with: People.strangers(300))
        func level(_ left: String, _ right: String) -> FieldEvidence.Level? {
            let comparison = engine.comparison(
                People.person(1) { $0.origin = left }, People.person(2) { $0.origin = right })
            return People.evidence(comparison, .origin)?.level
        }
        #expect(level("ML050501", "ML050502") == .differs)
        #expect(level("ML050501", "ml 050501") == .exact)
        #expect(level("Dioungani", "Diungany") == .soundsAlike)
        #expect(level("Dioungani", "Dioungari") == .close)
        #expect(level("Dioungani", "") == .missing)
    }

    @Test("a record screened by its id gives what the person gives")
    func byID() throws {
        var engine = People.engine(with: People.strangers(200) + (1...3).map { People.person($0) })
        let byPerson = engine.screening(of: People.person(3))
        #expect(byPerson.candidates.map(\.id) == [1, 2].map { People.id($0) })
        #expect(engine.screening(ofRecord: People.id(3)) == byPerson)
        #expect(engine.screening(ofRecord: People.id(99)) == nil)
    }

    @Test("a document of many holders speaks for the household only")
    func sharedDocument() {
        var engine = People.engine(with: People.strangers(300))
        let ration = (1...6).map { number in
            People.person(UInt64(number)) { $0.documents = ["RC-778812"] }
        }
        for person in ration { engine.insert(person) }
        let shared = engine.comparison(ration[0], ration[5])
        #expect(People.evidence(shared, .document)?.level == .shared)
        let own = (7...8).map { number in
            People.person(UInt64(number)) { $0.documents = ["NINA 4471239"] }
        }
        for person in own { engine.insert(person) }
        #expect(People.evidence(engine.comparison(own[0], own[1]), .document)?.level == .exact)
    }

    @Test("each pair is found from the later side exactly, equal arrivals included")
    func onceOnly() {
        var engine = People.engine(with: People.strangers(200))
        let left = People.person(1) { $0.arrival = 77 }
        let right = People.person(2) { $0.arrival = 77 }
        engine.insert(right)
        engine.insert(left)
        #expect(engine.screen(left).isEmpty)
        #expect(engine.screen(right).map(\.id) == [left.id])
    }

    @Test("probability follows from prior and bits")
    func probability() throws {
        var engine = MatchingEngine()
        let empty = [1, 2].map { PersonRecord(id: People.id($0), household: People.id($0)) }
        let compared = engine.comparison(empty[0], empty[1])
        let comparison = try #require(compared)
        #expect(comparison.total == 0)
        #expect(abs(comparison.probability(prior: 0.25) - 0.25) < 1e-12)
        #expect(Set(comparison.fields.map(\.level)) == [.missing])
    }
}
