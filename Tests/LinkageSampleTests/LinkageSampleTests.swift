import DelimitedText
import LinkageSample
import Testing

@Suite struct LinkageSampleTests {
    private static let sample = forms(seed: 7)
    private static let rows = sample.flatMap(\.self)
    private static let people = Dictionary(grouping: rows, by: \.person)

    private static func forms(
        seed: UInt64, count: Int = 6_000, hardness: Double = LinkageSample.standardHardness
    ) -> [[Registration]] {
        Array(LinkageSample(seed: seed, registrations: count, hardness: hardness))
    }

    private static func share(_ part: Int, of whole: Int) -> Double {
        Double(part) / Double(whole)
    }

    @Test func `the same seed gives the same registrations, another seed others`() {
        #expect(Self.forms(seed: 7) == Self.sample)
        #expect(Self.forms(seed: 8) != Self.sample)
    }

    @Test func `a longer list begins with the shorter one`() {
        let short = Self.forms(seed: 7, count: 1_000)
        #expect(Array(Self.sample.prefix(short.count)) == short)
        let rows = short.reduce(0) { $0 + $1.count }
        #expect(rows >= 1_000 && rows - (short.last?.count ?? 0) < 1_000)
    }

    @Test func `the file holds every registration under its headers`() throws {
        var bytes: [UInt8] = []
        var pieces = 0
        LinkageSample.write(LinkageSample(seed: 7, registrations: 6_000)) {
            bytes += $0
            pieces += 1
        }
        let records = try DelimitedText(bytes).allRecords().map(\.fields)
        #expect(records.first == Registration.headers && pieces > 1)
        #expect(Array(records.dropFirst()) == Self.rows.map(\.cells))
        let mapped = Registration.mapping.map { String($0.prefix { $0 != " " }) }
        #expect(Set(mapped) == Set(Registration.headers))
    }

    @Test func `nobody stands twice on a form or before their birth`() {
        for form in Self.sample {
            #expect(Set(form.map(\.person)).count == form.count)
            #expect(Set(form.map(\.collectedOn)).count == 1)
            #expect(form.allSatisfy { $0.birth.prefix(4) <= $0.collectedOn.prefix(4) })
        }
    }

    @Test func `people are registered again: whole families, parts of them, heads alone before`() {
        let again = Self.people.values.count { $0.count > 1 }
        #expect((0.15...0.5).contains(Self.share(again, of: Self.people.count)))
        let alone = Self.sample.count { $0.count == 1 }
        #expect((0.05...0.2).contains(Self.share(alone, of: Self.sample.count)))
        // Pairs of forms that share somebody, by whether they share everybody.
        var forms: [Int: [Int]] = [:]
        for (place, form) in Self.sample.enumerated() {
            for row in form { forms[row.person, default: []].append(place) }
        }
        let shared = Set(forms.values.filter { $0.count == 2 })
        let whole = shared.count { pair in
            Set(Self.sample[pair[0]].map(\.person)) == Set(Self.sample[pair[1]].map(\.person))
        }
        #expect(whole > 0 && whole < shared.count)
        let moved = shared.count { Self.sample[$0[0]][0].site != Self.sample[$0[1]][0].site }
        #expect(moved * 3 > shared.count)
    }

    @Test func `many bear one name in one village`() {
        let known = Self.forms(seed: 7, hardness: 0).flatMap(\.self)
        let people = Dictionary(grouping: known, by: \.person).compactMap(\.value.first)
        let namesakes = Dictionary(grouping: people) { "\($0.given) \($0.family), \($0.village)" }
        let many = namesakes.values.filter { $0.count > 1 }.reduce(0) { $0 + $1.count }
        #expect((0.25...0.6).contains(Self.share(many, of: people.count)))
        #expect(Set(people.map(\.family)).count < people.count / 20)
    }

    @Test func `ages gather on 0 and 5, and births on 1 January`() {
        let ages = Self.rows.compactMap { Int($0.age) }.filter { (23...62).contains($0) }
        // Whipple's index: 1 where no digit is liked better.
        let whipple = 5 * Self.share(ages.count { $0 % 5 == 0 }, of: ages.count)
        #expect((1.3...3.5).contains(whipple))
        let days = Self.rows.filter { $0.birth.count == 10 }
        let first = Self.share(days.count { $0.birth.hasSuffix("-01-01") }, of: days.count)
        #expect((0.3...0.9).contains(first))
    }

    @Test func `twins share all but their names`() {
        let known = Self.forms(seed: 7, hardness: 0)
        let twins = known.count { form in
            let births = form.filter { $0.birth.count == 10 && !$0.birth.hasSuffix("-01-01") }
            return Set(births.map { $0.birth + $0.mother }).count < births.count
        }
        #expect(twins > 0)
    }

    @Test func `Tuareg and Arab names are patronymics, men's and women's`() {
        let known = Self.forms(seed: 7, count: 25_000, hardness: 0).flatMap(\.self)
        for (word, sex) in [("ag ", "M"), ("walet ", "F"), ("ould ", "M"), ("mint ", "F")] {
            let named = known.filter { $0.family.lowercased().hasPrefix(word) }
            #expect(!named.isEmpty && named.allSatisfy { $0.sex == sex })
        }
    }

    @Test
    func `without hardness a person's name is always written alike, with more of it less often`() {
        func alike(_ hardness: Double) -> Double {
            let rows = Self.forms(seed: 7, hardness: hardness).flatMap(\.self)
            let people = Dictionary(grouping: rows, by: \.person).values.filter { $0.count > 1 }
            let alike = people.count {
                Set($0.map { "\($0.given) \($0.family)".lowercased() }).count == 1
            }
            return Self.share(alike, of: people.count)
        }
        let shares = [0, 0.25, 0.5, 1].map(alike)
        #expect(shares[0] > 0.99)
        #expect(shares == shares.sorted(by: >))
        #expect(shares[3] < 0.3)
    }

    @Test func `phones are shared and change`() {
        let phones = Dictionary(grouping: Self.rows.filter { !$0.phone.isEmpty }, by: \.phone)
        #expect(phones.values.contains { Set($0.map(\.form)).count > 3 })
        let changed = Self.people.values.count { Set($0.map(\.phone)).subtracting([""]).count > 1 }
        #expect(changed > 0)
        #expect(Self.rows.allSatisfy { $0.phone.isEmpty || $0.phone.hasPrefix("1") })
    }

    @Test func `given and family names stand in each other's place`() {
        let swapped = Self.people.values.count { rows in
            rows.contains { row in
                rows.contains { $0.given == row.family && $0.family == row.given }
            }
        }
        #expect(swapped > 0)
    }
}
