import DelimitedText
import SampleData
import Testing

@Suite struct SampleTests {
    @Test("the same seed gives the same bytes, another seed others")
    func deterministic() {
        let first = Sample(options: SampleOptions(seed: 7))
        #expect(first.csv() == Sample(options: SampleOptions(seed: 7)).csv())
        #expect(first.truthCSV() == Sample(options: SampleOptions(seed: 7)).truthCSV())
        #expect(first.csv() != Sample(options: SampleOptions(seed: 8)).csv())
    }

    @Test("SplitMix64 gives the numbers of its reference implementation")
    func splitMix() {
        // First outputs of Vigna's splitmix64.c for the state 1234567.
        var random = RandomSource(seed: 1_234_567)
        #expect(random.next() == 6_457_827_717_110_365_317)
        #expect(random.next() == 3_203_168_211_198_807_973)
        #expect(random.next() == 9_817_491_932_198_370_423)
    }

    @Test("the file has a row a person and a header, and the truth names each of them")
    func filesAgree() throws {
        let sample = Sample()
        let rows = try DelimitedText(sample.csv()).allRecords()
        let truth = try DelimitedText(sample.truthCSV()).allRecords()
        #expect(rows[0].fields == Sample.headers)
        #expect(rows.count == sample.peopleCount + 1 && truth.count == rows.count)
        #expect(rows.allSatisfy { $0.fields.count == Sample.headers.count })
        #expect(zip(rows, truth).dropFirst().allSatisfy { $0.fields[0] == $1.fields[0] })
        let keys = Set(truth.map { $0.fields[0] + "/" + $0.fields[1] })
        #expect(keys.count == truth.count)
    }

    @Test("repeats are there, and most of them are written otherwise")
    func repeats() {
        let sample = Sample(
            options: SampleOptions(
                seed: 3, households: 200, repeatedHouseholds: 12, repeatedPeople: 20))
        #expect(sample.households.count == 212)
        let people = sample.households.flatMap(\.members)
        let byIdentity = Dictionary(grouping: people, by: \.identity).values.filter { $0.count > 1 }
        #expect(byIdentity.count > 12)
        let respelled = byIdentity.count { records in
            records[0].givenName != records[1].givenName
                || records[0].familyName != records[1].familyName
        }
        #expect(respelled * 2 > byIdentity.count)
        let none = Sample(
            options: SampleOptions(
                seed: 3, households: 50, repeatedHouseholds: 0, repeatedPeople: 0))
        let alone = none.households.flatMap(\.members)
        #expect(Set(alone.map(\.identity)).count == alone.count)
    }

    @Test("the people are as a field file has them: heaped ages, 1 January, several wives, needs")
    func realism() {
        let sample = Sample(options: .people(5_000))
        let people = sample.households.flatMap(\.members)
        #expect((4_500...8_000).contains(people.count))
        let adults = people.filter { $0.age.map { $0 >= 23 } ?? false }
        let heaped = adults.count { ($0.age ?? 1).isMultiple(of: 5) }
        #expect(Double(heaped) / Double(adults.count) > 0.4)
        #expect(people.contains { $0.birthDate.hasPrefix("01/01/") })
        #expect(people.contains { !$0.needs.isEmpty })
        #expect(
            sample.households.contains { household in
                household.members.count { $0.relationship == "Épouse" } > 1
            })
        for household in sample.households where !household.isPreRegistration {
            #expect(household.members.count { $0.relationship == "Chef de ménage" } == 1)
            #expect(household.members.map(\.number) == Array(1...household.members.count))
        }
    }
}
