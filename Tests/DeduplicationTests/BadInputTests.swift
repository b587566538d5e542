import Basics
import Following
import Linkage
import Messages
import Storage
import Testing

@testable import DeduplicationService

/// Records that are empty, broken, endless or all alike: each is applied in bounded time, and nobody is taken for anybody by
/// them.
@Suite struct BadInputTests {
    /// Everything was applied, and nothing is held.
    private func expectApplied(_ people: Int, in site: Site) async throws {
        let status = await site.store.follower.status()
        #expect(status.quarantinedEvents + status.heldEvents == 0)
        let count = try await site.store.database.read { try site.store.records.count(in: $0) }
        #expect(count == people)
    }

    private func record(
        _ people: [RegistrationV1.Person], from first: UInt64, in site: Site
    ) throws {
        for (place, person) in people.enumerated() {
            try site.log.record(Households.household(first + UInt64(place), [person]))
        }
    }

    @Test func `who says nothing, one letter or five hundred is applied`() async throws {
        try await withSite { site in
            for household in Households.strangers(from: 1_000, count: 40) {
                try site.log.record(household)
            }
            let letters = RegistrationV1.Person(givenName: "A", familyName: "D", sex: .female)
            let signs = RegistrationV1.Person(
                givenName: "?", familyName: "-", fatherName: "\u{301}\u{200F}",
                documents: [.init(kind: "nina", number: "--")])
            let nobodies = [RegistrationV1.Person(), .init(), letters, letters, signs, signs]
            try record(nobodies, from: 1, in: site)
            try await site.follow()
            try await expectApplied(46, in: site)
            #expect(try await site.pairs().isEmpty)
            var endless = Households.mariam()
            endless.givenName = String(repeating: "Mamadouké", count: 56)
            endless.motherName = String(repeating: "Awa ", count: 500)
            try record([endless, endless], from: 20, in: site)
            try await site.follow()
            try await expectApplied(48, in: site)
            #expect(try await site.pairs().count == 1)
        }
    }

    @Test func `dates that no calendar has are no evidence, and stop nothing`() async throws {
        try await withSite { site in
            let dates: [CommonV1.PartialDate] = [
                .init(year: .max, month: .max, day: .max, precision: .day),
                .init(year: 0, month: 0, day: 0, precision: .day),
                .init(year: 0, month: 99, day: 99, precision: .unspecified),
                .init(year: 99_999, month: 1, day: 1, precision: .estimated),
                .init(precision: .unrecognized(77)),
            ]
            for (place, date) in (dates + dates).enumerated() {
                var person = RegistrationV1.Person(
                    givenName: place.isMultiple(of: 2) ? "Awa" : "Issa", sex: .female)
                person.birthDate = date
                try record([person], from: UInt64(place + 1), in: site)
            }
            // A day that the month does not have is a slip, and still known for the right one.
            var mistaken = Households.mariam()
            mistaken.birthDate?.month = 2
            mistaken.birthDate?.day = 31
            try record([mistaken, mistaken], from: 100, in: site)
            try await site.follow()
            try await expectApplied(12, in: site)
            let pairs = try await site.pairs()
            let slipped = Households.personID(101, 0).bytes
            #expect(pairs.contains { $0.later?.personID == slipped })
            for pair in pairs {
                let birth = pair.evidence.filter { $0.field == "birth_date" }
                let isSlip = pair.later?.personID == slipped
                #expect(birth.contains { $0.weightBits > 5 } == isSlip)
                #expect(isSlip || birth.allSatisfy { $0.weightBits == 0 })
            }
        }
    }

    @Test func `namesakes of one village, all born on 1 January, are not one person`() async throws
    {
        try await withSite { site in
            let count = 600
            var namesake = RegistrationV1.Person(
                givenName: "Mamadou", familyName: "Traoré", sex: .male)
            namesake.birthDate = .init(year: 1980, month: 1, day: 1, precision: .day)
            try record(Array(repeating: namesake, count: count), from: 1, in: site)
            // One of them is registered again, with what tells him apart.
            var known = namesake
            known.fatherName = "Hamadoun Poudiougo"
            known.motherName = "Yasagou Kassogué"
            known.documents = [.init(kind: "nina", number: "ML-778812")]
            try record([known, known], from: 1_001, in: site)
            try await site.follow()
            try await expectApplied(count + 2, in: site)
            let pairs = try await site.pairs()
            // While they were few a name was a hint; when it is known to be everybody's it is none.
            let later = pairs.filter {
                ($0.later?.personID ?? []).lexicographicallyPrecedes(
                    Households.personID(200, 0).bytes) == false
            }
            #expect(pairs.count < count / 4)
            #expect(later.map { $0.later?.personID } == [Households.personID(1_002, 0).bytes])
            #expect(later.first?.level == .probable)
        }
    }

    @Test func `a household of five hundred is screened as far as a household goes`() async throws {
        try await withSite { site in
            let syllables = ["ba", "du", "ke", "lo", "mi", "na", "so", "ta", "wu", "ya"]
            let crowd = (0..<500).map { number in
                let name = syllables[number % 10] + syllables[number / 10 % 10]
                return Households.person(
                    name, "Guin" + syllables[number / 100] + name, .male,
                    1950 + UInt32(number % 50), UInt32(1 + number % 12), UInt32(2 + number % 26),
                    "", "", "")
            }
            try site.log.record(Households.household(1, crowd))
            try await site.follow()
            try await expectApplied(500, in: site)
            #expect(try await site.pairs().isEmpty)
            // Whoever of them comes again alone is found, however far behind.
            try site.log.record(Households.household(9, [crowd[450]]))
            try await site.follow()
            let found = try await site.pairs()
            let likely = found.filter { $0.probability >= 0.5 }
            #expect(likely.map { $0.earlier?.personID } == [Households.personID(1, 450).bytes])
            // All of them again: of a household of any size a hundred are looked at.
            try site.log.record(Households.household(20, crowd))
            try await site.follow()
            try await expectApplied(1_001, in: site)
            let later = try await site.pairs()
            #expect(later.count > 90)
            #expect(
                Set(later.compactMap { $0.later?.personID }).count
                    <= LinkageLimits.householdMembersMax + 1)
        }
    }
}
