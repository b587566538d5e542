import Basics
import Messages

@testable import Linkage

/// An invented region: families of four, some of them registered a second time with slips of the pen.
struct Region {
    private static let given = [
        "Mamadou", "Awa", "Boubacar", "Fatoumata", "Issa", "Kadia", "Salif", "Rokia", "Hama",
        "Yasagou", "Lassana", "Djeneba", "Tidiani", "Zahra", "Oumar", "Binta",
    ]
    private static let family = [
        "Guindo", "Togo", "Arama", "Dembele", "Cisse", "Kone", "Tembely", "Maiga", "Sagara",
        "Poudiougo", "Diallo", "Dicko",
    ]
    private static let villages = ["Koro", "Bankass", "Bandiagara", "Douentza", "Mopti"]

    private(set) var index = LinkageIndex()
    /// The two records of each person who was registered twice.
    private(set) var repeated: [(first: [UInt8], second: [UInt8])] = []
    private var random: SeededRandom
    private var lastNumber: UInt64 = 0

    /// - Parameters:
    ///   - repeatedOneIn: of so many families one was registered twice.
    ///   - alone: Others who were registered alone.
    init(families: Int, repeatedOneIn: Int, alone: Int = 0, seed: UInt64 = 5) {
        random = SeededRandom(seed: seed)
        for _ in 0..<alone { register([family()[0]]) }
        for number in 0..<families {
            let members = family()
            register(members)
            guard number.isMultiple(of: repeatedOneIn) else { continue }
            let first = lastNumber - 3
            register(members.map { slipped($0) })
            for place in 0..<4 {
                repeated.append(
                    (Self.id(first + UInt64(place)).bytes, Self.id(first + 4 + UInt64(place)).bytes)
                )
            }
        }
    }

    /// Decisions, in both directions.
    static func decisions(
        _ pairs: some Sequence<(first: [UInt8], second: [UInt8])>, _ isSame: (Int) -> Bool
    ) -> PairDecisions {
        var decisions: PairDecisions = [:]
        for (place, pair) in pairs.enumerated() {
            decisions[pair.first, default: [:]][pair.second] = isSame(place)
            decisions[pair.second, default: [:]][pair.first] = isSame(place)
        }
        return decisions
    }

    /// A sample of it.
    ///
    /// - Parameters:
    ///   - households: Households that are drawn at random; nil for all.
    ///   - most: Candidates of the sample.
    mutating func sample(
        _ decisions: PairDecisions = [:], households: Int? = nil, strangers: Int = 1_500,
        most: Int = LearningSample.candidatesMax
    ) -> LearningSample {
        let (drawn, outOf) = index.drawHouseholds(
            households ?? .max, besides: decisions.keys, seed: 3)
        let people = decisions.keys.sorted { $0.lexicographicallyPrecedes($1) }
        let decided = index.households(of: people, seed: 3)
        var sample = LearningSample(
            people: index.count, householdsDecided: decided.count, householdsToDraw: outOf,
            most: most)
        for person in decided {
            index.observeHousehold(
                of: person, decisions: decisions, isDrawn: false, into: &sample)
        }
        for person in drawn {
            index.observeHousehold(of: person, decisions: decisions, isDrawn: true, into: &sample)
        }
        index.observeStrangers(strangers, seed: 9, into: &sample)
        return sample
    }

    static func id(_ number: UInt64) -> RecordID {
        RecordID(milliseconds: 1_700_000_000_000 + number, randomA: 0, randomB: number)
    }

    private mutating func family() -> [PersonRecord] {
        let name = pick(Self.family)
        let (father, mother) = (
            pick(Self.given) + " " + name, pick(Self.given) + " " + pick(Self.family)
        )
        let (origin, residence) = (pick(Self.villages), pick(Self.villages))
        let phone = "7\(Int.random(in: 1_000_000...9_999_999, using: &random))"
        return (0..<4).map { place in
            var person = PersonRecord(id: Self.id(0), household: Self.id(0))
            person.givenName = pick(Self.given)
            person.familyName = name
            person.fatherName = father
            person.motherName = mother
            person.sex = Bool.random(using: &random) ? .female : .male
            person.birthDate = .init(
                year: UInt32(Int.random(in: 1950...2020, using: &random)),
                month: UInt32(Int.random(in: 1...12, using: &random)),
                day: UInt32(Int.random(in: 2...28, using: &random)), precision: .day)
            person.origin = origin
            person.residence = residence
            if place == 0 { person.phones = [phone] }
            return person
        }
    }

    private mutating func register(_ members: [PersonRecord]) {
        let household = Self.id(1_000_000 + lastNumber)
        for var member in members {
            lastNumber += 1
            member.id = Self.id(lastNumber)
            member.household = household
            index.insert(member)
        }
    }

    private mutating func slipped(_ person: PersonRecord) -> PersonRecord {
        var person = person
        if Int.random(in: 0..<4, using: &random) == 0 { person.givenName += "e" }
        if Int.random(in: 0..<4, using: &random) == 0 { person.residence = pick(Self.villages) }
        if Int.random(in: 0..<8, using: &random) == 0 { person.birthDate?.day = 1 }
        return person
    }

    private mutating func pick(_ values: [String]) -> String {
        values[Int.random(in: values.indices, using: &random)]
    }
}
