import Testing

@testable import Linkage

@Suite struct BirthReadingTests {
    @Test(arguments: ["1971-06-24", "1000", "~1971", "99/99/9998", "06/1971", "x"])
    func `a word holds all of a date`(text: String) {
        #expect(Birth(packed: Birth(text).packed) == Birth(text))
    }

    @Test(arguments: [
        ("1971-06-24", 1971, 6, 24), ("19710624", 1971, 6, 24), ("24/06/1971", 1971, 6, 24),
        ("24.6.1971", 1971, 6, 24), ("1971-06-24T00:00:00Z", 1971, 6, 24), ("06/1971", 1971, 6, 0),
        ("1971-06", 1971, 6, 0), ("1971", 1971, 0, 0), ("24061971", 1971, 6, 24),
        ("20061971", 1971, 6, 20), ("19710624.0", 1971, 6, 24), ("1971.0", 1971, 0, 0),
        ("Thu 24/06/1971 10:30", 1971, 6, 24), ("24/06/1971 (carte)", 1971, 6, 24),
        ("٢٤/٠٦/١٩٧١", 1971, 6, 24), ("۱۹۷۱", 1971, 0, 0), ("߁߉߇߁-߀߆-߂߄", 1971, 6, 24),
        // What stands between words is not taken for a month.
        ("24 juin 1971", 1971, 0, 0), ("24 Oct 1971", 1971, 0, 0),
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
        "1e308", "-", "∞", "999999999999", "0001-01-01", "9999-12-31", "00010101",
    ])
    func `what is no date is unknown`(text: String) {
        #expect(!Birth(text).isKnown)
    }

    @Test func `the first of January is no day`() {
        #expect(!Birth("1980-01-01").hasDay)
        #expect(Birth("1980-01-02").hasDay)
    }

    @Test(arguments: [
        (["1971.0", "6.0", "24.0", "", ""], Birth(year: 1971, month: 6, day: 24)),
        ([" 1971 ", "nan", "24", "", ""], Birth(year: 1971)),
        (["71", "6", "24", "", ""], .unknown), (["NaN", "NaN", "NaN", "", ""], .unknown),
        (["", "", "", "40.0", "2011-05-06"], guessed(1971)),
        (["", "", "", "٤٠", "٢٠١١"], guessed(1971)),
        (["", "", "", "131", "2011-05-06"], .unknown), (["", "", "", "-1", "2011"], .unknown),
        (["", "", "", "6 mois", "2011"], .unknown), (["", "", "", "40", ""], .unknown),
    ])
    func `parts of a date in columns of their own are put together`(row: [String], birth: Birth)
        throws
    {
        let mapping = try Lists.mapping(
            "a = birth-year", "m = birth-month", "j = birth-day", "age = age", "le = age-said-on")
        let table = try Lists.table(mapping, headers: ["a", "m", "j", "age", "le"], [row])
        let births = table.rows.withUnsafe { [$0[0].birth(0)] }
        #expect(births == [birth])
    }

    private static func guessed(_ year: Int) -> Birth {
        var birth = Birth(year: year)
        birth.isGuessed = true
        return birth
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
