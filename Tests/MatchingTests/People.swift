import Matching

/// Made-up people for the tests.
enum People {
    static func id(_ number: UInt64) -> RecordID { RecordID(high: 0x7000, low: number) }

    /// A man of 1988 from one village; each person is alone in a household of the same number.
    static func person(_ number: UInt64, _ change: (inout PersonRecord) -> Void = { _ in })
        -> PersonRecord
    {
        var person = PersonRecord(
            id: id(number), household: RecordID(high: 0x8000, low: number), givenName: "Mamadou",
            familyName: "Coulibaly", sex: .male,
            birth: BirthDate(year: 1988, month: 3, day: 14, precision: .day),
            motherName: "Fatoumata Diarra", fatherName: "Seydou Coulibaly", origin: "ML050501",
            residence: "Koro", arrival: number)
        change(&person)
        return person
    }

    /// Strangers with varied names, to give the index frequencies.
    static func strangers(_ count: Int, from first: UInt64 = 10_000) -> [PersonRecord] {
        let syllables = ["ba", "ko", "ri", "mu", "sa", "ta", "lé", "go", "fi", "nu", "dou", "ya"]
        func name(_ number: Int) -> String {
            syllables[number % 12] + syllables[number / 12 % 12] + syllables[number / 144 % 12]
        }
        return (0..<count).map { number in
            person(first + UInt64(number)) {
                $0.givenName = name(number * 7)
                $0.familyName = name(number * 11 + 5)
                $0.motherName = name(number * 13 + 3) + " " + name(number)
                $0.fatherName = name(number * 17 + 1)
                $0.origin = "ML0\(number % 40 + 100)"
                $0.sex = number.isMultiple(of: 2) ? .female : .male
                $0.birth = BirthDate(year: 1950 + number * 3 % 70, precision: .year)
                $0.arrival = UInt64(number) / 4
            }
        }
    }

    static func engine(with people: [PersonRecord], limits: MatchingLimits = MatchingLimits())
        -> MatchingEngine
    {
        var engine = MatchingEngine(limits: limits)
        for person in people { engine.insert(person) }
        return engine
    }

    static func evidence(
        _ comparison: Comparison?, _ field: FieldEvidence.Field
    ) -> FieldEvidence? {
        comparison?.fields.first { $0.field == field }
    }
}
