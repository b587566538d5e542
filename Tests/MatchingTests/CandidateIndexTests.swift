import Matching
import Testing

@Suite struct CandidateIndexTests {
    @Test("the same input in the same order gives the same result")
    func deterministic() {
        func run() -> [Screening] {
            var engine = MatchingEngine()
            return (People.strangers(400) + People.strangers(400, from: 50_000)).map { person in
                engine.insert(person)
                return engine.screening(of: person)
            }
        }
        let first = run()
        #expect(first == run())
        #expect(first.contains { !$0.candidates.isEmpty })
    }

    @Test("insertion and removal leave the index as if it had never been")
    func removal() {
        let people = People.strangers(300)
        let guests =
            People.strangers(300, from: 70_000) + (1...80).map { People.person(UInt64($0)) }
        let later = People.strangers(100, from: 90_000)
        var plain = People.engine(with: people + later)
        var visited = People.engine(with: people)
        for guest in guests { visited.insert(guest) }
        for guest in guests.reversed() { visited.remove(guest.id) }
        #expect(visited.usage.people == people.count)
        for person in later { visited.insert(person) }
        #expect(visited.usage == plain.usage)
        for person in people + later {
            #expect(visited.screening(of: person) == plain.screening(of: person))
        }
    }

    @Test("a removed person's names leave the vocabulary, and the last one empties it")
    func erasure() {
        var index = CandidateIndex()
        index.insert(People.person(1))
        #expect(index.usage.spellings > 0)
        let removals = [index.remove(People.id(1)), index.remove(People.id(1))]
        #expect(removals == [true, false])
        #expect(index.usage == CandidateIndex().usage)
    }

    @Test("screening without insertion leaves nothing behind")
    func screeningIsClean() {
        var engine = People.engine(with: People.strangers(50))
        let before = engine.usage
        _ = engine.screen(People.person(1) { $0.familyName = "Seen Nowhereelse" })
        #expect(engine.usage == before)
    }

    @Test("a correction replaces the record, and a replay changes nothing")
    func update() {
        var engine = People.engine(with: People.strangers(200) + [People.person(1)])
        let before = engine.usage
        engine.insert(People.person(1))
        #expect(engine.usage == before)
        engine.update(People.person(1) { $0.givenName = "Zoumana" })
        #expect(engine.count == 201)
        #expect(engine.screen(People.person(30_000)).isEmpty)
        let corrected = People.person(30_000) { $0.givenName = "Zoumana" }
        #expect(engine.screen(corrected).map(\.id) == [People.id(1)])
    }

    @Test("candidates are found by any key: phone, document, mother, father")
    func keys() {
        var index = CandidateIndex()
        for person in People.strangers(200) { index.insert(person) }
        index.insert(
            People.person(1) {
                $0.phones = ["66 11 22 33", "76123456"]
                $0.documents = ["NINA 99812"]
            })
        func other(_ change: (inout PersonRecord) -> Void) -> [RecordID] {
            var record = PersonRecord(
                id: People.id(30_000), household: People.id(30_000), arrival: 30_000)
            change(&record)
            return index.candidates(for: record)
        }
        #expect(other { $0.phones = ["0022376123456"] } == [People.id(1)])
        #expect(other { $0.documents = ["nina99812"] } == [People.id(1)])
        #expect(
            other {
                $0.givenName = "Mohamed"
                $0.motherName = "Fatimata"
            } == [People.id(1)])
        #expect(
            other {
                $0.givenName = "Mamadu"
                $0.fatherName = "Saïdou"
            } == [People.id(1)])
        #expect(other { $0.givenName = "Mamadou" } == [])
    }

    @Test("16 bytes make an identity and come back; other lengths do not")
    func identity() throws {
        let bytes = (0..<16).map { UInt8($0 * 16 + 3) }
        #expect(try #require(RecordID(bytes: bytes)).bytes == bytes)
        #expect(RecordID(bytes: bytes.dropLast()) == nil)
        #expect(RecordID(high: 1, low: 9) < RecordID(high: 2, low: 0))
    }
}
