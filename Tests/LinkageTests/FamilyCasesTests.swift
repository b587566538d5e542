import Basics
import Messages
import Testing

@testable import Linkage

/// Families that were registered twice, and not as they had been: a child more, in two halves, or one husband's two wives
/// once together and once apart. Each among namesakes of the same village; by the index with the model that ships, and in a list.
@Suite struct FamilyCasesTests {
    /// A person as both know them.
    private struct Member {
        var given: String
        var family: String
        var sex: CommonV1.Sex
        var born: UInt32
        var father: String
        var mother: String

        init(
            _ given: String, _ family: String, _ sex: CommonV1.Sex, _ born: UInt32,
            _ father: String,
            _ mother: String
        ) {
            self.given = given
            self.family = family
            self.sex = sex
            self.born = born
            self.father = father
            self.mother = mother
        }
    }

    /// Sixty families of one village. They bear the names of those who are looked for, so that nobody is told by a name.
    private static let village: [[Member]] = {
        let men = """
            Amadou Ousmane Hama Seydou Boureima Moussa Ibrahima Oumar Bakary Issa Souleymane Adama \
            Drissa Lassana Modibo Salif Boubacar Yacouba Abdoulaye Mamadou
            """.split(separator: " ").map(String.init)
        let women = """
            Yasagou Kadia Aissata Oumou Fatoumata Hawa Djeneba Mariam Rokia Awa Assetou Binta \
            Coumba Fanta Kadidia Nana Ramata Safiatou Sitan Zeinabou
            """.split(separator: " ").map(String.init)
        let families = ["Guindo", "Togo", "Tembely", "Dolo", "Kassogue", "Arama"]
        var random = SeededRandom(seed: 17)
        func any(_ names: [String]) -> String { names.randomElement(using: &random) ?? "" }
        return (0..<60).map { _ in
            let name = any(families)
            let father = Member(
                any(men), name, .male, .random(in: 1950...1990, using: &random),
                "\(any(men)) \(name)", "\(any(women)) \(any(families))")
            let mother = Member(
                any(women), any(families), .female, father.born + 7,
                "\(any(men)) \(any(families))", "\(any(women)) \(any(families))")
            let children = (0..<3).map { place in
                let isBoy = Bool.random(using: &random)
                return Member(
                    any(isBoy ? men : women), name, isBoy ? .male : .female,
                    father.born + 25 + UInt32(3 * place), "\(father.given) \(name)",
                    "\(mother.given) \(mother.family)")
            }
            return [father, mother] + children
        }
    }()

    /// A husband, his wives and their children. Those of one number and of the next are namesakes in part.
    private struct Family {
        let husband: Member
        let wives: [Member]
        /// The children of each wife.
        let children: [[Member]]

        init(_ number: Int) {
            let names = ["Guindo", "Togo", "Dolo", "Tembely", "Kassogue", "Arama"]
            func name(_ place: Int) -> String { names[(place + number) % names.count] }
            let later = UInt32(3 * number)
            let husband = Member(
                "Amadou", name(0), .male, 1974 + later, "Hama \(name(0))", "Oumou \(name(2))")
            func child(
                _ given: String, _ sex: CommonV1.Sex, _ born: UInt32, of mother: Member
            ) -> Member {
                Member(
                    given, husband.family, sex, born + later, "Amadou \(husband.family)",
                    "\(mother.given) \(mother.family)")
            }
            let first = Member(
                "Yasagou", name(1), .female, 1980 + later, "Seydou \(name(1))",
                "Kadia \(name(3))")
            let second = Member(
                "Djeneba", name(2), .female, 1988 + later, "Moussa \(name(2))",
                "Hawa \(name(1))")
            self.husband = husband
            wives = [first, second]
            children = [
                [
                    child("Ousmane", .male, 2005, of: first),
                    child("Kadia", .female, 2008, of: first),
                    child("Hama", .male, 2012, of: first),
                    child("Rokia", .female, 2015, of: first),
                ],
                [
                    child("Oumou", .female, 2009, of: second),
                    child("Seydou", .male, 2013, of: second),
                ],
            ]
        }

        /// The husband with the first wife and her children.
        var small: [Member] { [husband, wives[0]] + children[0] }
        /// The second wife and her children.
        var others: [Member] { [wives[1]] + children[1] }
        /// All: the husband and the wives, and then the children of each.
        var whole: [Member] { [husband] + wives + children[0] + children[1] }

        func born(_ year: UInt32) -> Member {
            var child = children[0][1]
            (child.given, child.born) = ("Aissata", year)
            return child
        }
    }

    /// As another team writes them: another orthography, and a year of birth that was guessed anew.
    private static func again(_ member: Member) -> Member {
        func respelt(_ text: String) -> String {
            [
                ("Amadou", "Amadu"), ("Ousmane", "Usman"), ("Seydou", "Seidu"),
                ("Oumou", "Umu"), ("Kadia", "Kadja"), ("Guindo", "Gindo"), ("Djeneba", "Jeneba"),
                ("Yasagou", "Yassagu"), ("Moussa", "Musa"), ("Hawa", "Awa"),
            ].reduce(text) { $0.replacing($1.0, with: $1.1) }
        }
        var again = member
        again.given = respelt(member.given)
        again.family = respelt(member.family)
        again.father = respelt(member.father)
        again.mother = respelt(member.mother)
        if member.born < 2000 { again.born += 1 }
        return again
    }

    private struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Households after those of the village.
        let households: [[Member]]
        /// Places, among their members from 0, of the records of each person that is there twice.
        let same: [[Int]]
    }

    private static let cases: [Case] = {
        let people = (0..<4).map { Family($0) }
        return [
            Case(
                testDescription: "a child was born since",
                households: [
                    people[0].small, (people[0].small + [people[0].born(2025)]).map(again),
                ],
                same: (0..<6).map { [$0, $0 + 6] }),
            Case(
                testDescription: "a family in two halves",
                households: [
                    people[1].small, [0, 2, 4].map { again(people[1].small[$0]) },
                    [1, 3, 5].map { again(people[1].small[$0]) },
                ],
                same: [[0, 6], [2, 7], [4, 8], [1, 9], [3, 10], [5, 11]]),
            Case(
                testDescription: "two wives, first together and then apart",
                households: [
                    people[2].whole, people[2].small.map(again), people[2].others.map(again),
                ],
                same: [
                    [0, 9], [1, 10], [3, 11], [4, 12], [5, 13], [6, 14], [2, 15], [7, 16], [8, 17],
                ]),
            Case(
                testDescription: "two wives, first apart and then together",
                households: [people[3].small, people[3].others, people[3].whole.map(again)],
                same: [
                    [0, 9], [1, 10], [2, 12], [3, 13], [4, 14], [5, 15], [6, 11], [7, 16], [8, 17],
                ]),
        ]
    }()

    private static func number(_ index: Int) -> RecordID {
        RecordID(milliseconds: 1_700_000_000_000, randomA: 0, randomB: UInt64(index + 1))
    }

    @Test(arguments: cases)
    private func `each household finds the people whom it shares, and nobody else`(
        of family: Case
    ) throws {
        var index = LinkageIndex()
        var count = 0
        func insert(_ members: [Member], as household: Int) -> [[UInt8]] {
            members.map { member in
                var record = PersonRecord(
                    id: Self.number(count), household: Self.number(100_000 + household))
                record.givenName = member.given
                record.familyName = member.family
                record.sex = member.sex
                record.birthDate = .init(year: member.born, precision: .year)
                record.fatherName = member.father
                record.motherName = member.mother
                record.origin = "Sangha"
                index.insert(record)
                count += 1
                return record.id.bytes
            }
        }
        for (number, members) in Self.village.enumerated() { _ = insert(members, as: number) }
        let before = count
        let households = family.households.enumerated().map { number, members in
            insert(members, as: 1_000 + number)
        }
        let expected = Set(
            family.same.map { Set($0.map { Self.number(before + $0).bytes }) })
        // Whichever is screened: a household finds its own people alone.
        for members in households {
            let found = index.screen(members, least: 0.5)
            let own = expected.filter { !$0.isDisjoint(with: members) }
            #expect(Set(found.map { Set([$0.person, $0.other]) }) == own)
        }
    }

    // All four in one list, for a list has to be long to be learnt from.
    @Test func `in a list they are linked, and nobody else of theirs`() async throws {
        // Others are there twice, too: nobody tells a list how many are.
        let repeated = stride(from: 0, to: Self.village.count, by: 5).map {
            Self.village[$0].map(Self.again)
        }
        let households = Self.village + repeated + Self.cases.flatMap(\.households)
        let rows = households.enumerated().flatMap { number, members in
            members.map { member in
                [
                    member.given, member.family, member.sex == .male ? "M" : "F", "\(member.born)",
                    member.father, member.mother, "H\(number)",
                ]
            }
        }
        let headers = ["prenom", "nom", "sexe", "naissance", "pere", "mere", "menage"]
        let mapping = try Lists.mapping(
            "prenom = given", "nom = family", "sexe = sex", "naissance = birth",
            "pere = name:father", "mere = name:mother", "menage = household")
        let result = await Linker().link(try Lists.table(mapping, headers: headers, rows))
        var first = (Self.village + repeated).joined().count
        #expect(result.clusters[first...].allSatisfy { $0 >= first })
        for family in Self.cases {
            let records = first..<first + family.households.joined().count
            let clusters = Dictionary(grouping: records) { result.clusters[$0] }.values
                .filter { $0.count > 1 }
            #expect(
                Set(clusters) == Set(family.same.map { $0.map { $0 + first } }),
                "\(family.testDescription)")
            first = records.upperBound
        }
    }
}
