import Testing

@testable import Linkage

@Suite struct BirthReadingTests {
    @Test(arguments: [
        ("1971-06-24", 1971, 6, 24), ("19710624", 1971, 6, 24), ("24/06/1971", 1971, 6, 24),
        ("24.6.1971", 1971, 6, 24), ("1971-06-24T00:00:00Z", 1971, 6, 24), ("06/1971", 1971, 6, 0),
        ("1971-06", 1971, 6, 0), ("1971", 1971, 0, 0),
        // A slip of the pen: no such month, but it still resembles the right one.
        ("19711324", 1971, 13, 24),
    ])
    func `a date is read as lists write it`(text: String, year: Int, month: Int, day: Int) {
        let birth = Birth(text)
        #expect(birth == Birth(year: year, month: month, day: day))
        #expect(birth.hasDay == (day > 0))
    }

    @Test(arguments: [
        "", "NaN", "0", "99/99/99", "12-03-71", "0000-00-00",
        "1e308", "-", "∞", "999999999999",
    ])
    func `what is no date is unknown`(text: String) {
        #expect(!Birth(text).isKnown)
    }

    @Test func `the first of January is no day`() {
        #expect(!Birth("1980-01-01").hasDay)
        #expect(Birth("1980-01-02").hasDay)
    }

    @Test func `a guessed year is marked`() {
        #expect(Birth("~1980").isGuessed)
        #expect(Birth("vers 1980").isGuessed)
        #expect(!Birth("1980").isGuessed)
        var birth = Birth("1980-05-06")
        birth.lower(toPrecision: "Estimée")
        #expect(birth.isGuessed && !birth.hasDay)
        birth = Birth("1980-05-06")
        birth.lower(toPrecision: "year")
        #expect(birth == Birth(year: 1980))
    }
}
