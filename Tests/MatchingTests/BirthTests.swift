import Testing

@testable import Matching

@Suite struct BirthTests {
    private func level(_ left: BirthDate?, _ right: BirthDate?) -> FieldEvidence.Level {
        BirthComparison.evidence(left, right, .standard).level
    }

    private func day(_ year: Int, _ month: Int, _ day: Int) -> BirthDate? {
        BirthDate(year: year, month: month, day: day, precision: .day)
    }

    @Test("a date that does not exist is refused")
    func refused() {
        #expect(day(2023, 2, 29) == nil)
        #expect(day(2024, 2, 29) != nil)
        #expect(day(1988, 13, 1) == nil)
        #expect(BirthDate(year: 0, precision: .year) == nil)
        #expect(BirthDate(year: .max, precision: .estimated) == nil)
        #expect(BirthDate(year: 1988, day: 3, precision: .day) == nil)
        #expect(BirthDate(year: 1988, precision: .day)?.precision == .year)
    }

    @Test("dates are compared as finely as both are known")
    func levels() {
        #expect(level(day(1988, 3, 14), day(1988, 3, 14)) == .exact)
        #expect(level(day(1988, 3, 4), day(1988, 4, 3)) == .swapped)
        #expect(level(day(1988, 3, 14), day(1988, 3, 15)) == .close)
        #expect(
            level(day(1988, 3, 14), BirthDate(year: 1988, month: 3, precision: .month))
                == .sameMonth)
        #expect(level(day(1988, 3, 14), BirthDate(year: 1988, precision: .year)) == .sameYear)
        #expect(level(day(1988, 3, 14), BirthDate(year: 1990, precision: .estimated)) == .close)
        #expect(level(day(1988, 3, 14), day(1961, 5, 2)) == .differs)
        #expect(level(nil, day(1961, 5, 2)) == .missing)
    }

    @Test("1 January and guessed ages never count as an exact day")
    func heaped() {
        let stated = BirthComparison.evidence(day(1988, 3, 14), day(1988, 3, 14), .standard)
        let january = BirthComparison.evidence(day(1988, 1, 1), day(1988, 1, 1), .standard)
        let guess = BirthDate(year: 1990, month: 6, day: 5, precision: .estimated)
        let guessed = BirthComparison.evidence(guess, guess, .standard)
        #expect(january.level == .sameYear && guessed.level == .sameYear)
        #expect(january.weight < stated.weight / 2 && guessed.weight < stated.weight / 2)
        #expect(level(day(1988, 1, 1), day(1988, 7, 3)) == .sameYear)
    }

    @Test("a packed date unpacks to itself")
    func packing() {
        for birth in [
            day(1988, 12, 31), BirthDate(year: 2200, precision: .estimated), nil,
            BirthDate(year: 1850, month: 2, precision: .month),
        ] {
            #expect(PackedBirth(birth).unpacked == birth)
        }
    }
}
