import Testing

@testable import Access

@Suite struct TimestampTests {
    // Numbers made by Python 3.11, datetime.fromisoformat(text).timestamp() * 1000, which knows no
    // leap second: for that one, of the second after it.
    @Test(
        "RFC 3339 text is read",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2027-01-15T08:00:00Z", 1_800_000_000_000),
            ("2027-01-15T08:00:00.123Z", 1_800_000_000_123),
            ("2027-01-15T08:00:00.1239999Z", 1_800_000_000_123),
            ("2027-01-15T08:00:00.1Z", 1_800_000_000_100),
            ("2027-01-15T09:30:00+01:30", 1_800_000_000_000),
            ("2027-01-15t07:00:00-01:00", 1_800_000_000_000),
            ("2024-02-29T23:59:59+00:00", 1_709_251_199_000),
            ("2000-02-29T00:00:00Z", 951_782_400_000),
            ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
            ("1969-12-31T23:59:59Z", -1000),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000),
        ] as [(String, Int64)])
    func reading(text: String, expected: Int64) {
        #expect(Timestamp.milliseconds(parsing: text) == expected)
    }

    @Test(
        "other text is refused",
        arguments: [
            "", "2027-01-15", "2027-01-15T08:00:00", "2027-01-15 08:00:00Z",
            "2027-13-01T00:00:00Z", "2027-02-29T00:00:00Z", "2100-02-29T00:00:00Z",
            "2027-04-31T00:00:00Z", "2027-00-01T00:00:00Z", "2027-01-00T00:00:00Z",
            "2027-01-01T24:00:00Z", "2027-01-01T00:60:00Z", "2027-01-01T00:00:61Z",
            "2027-01-01T00:00:00.Z", "2027-01-01T00:00:00ZZ", "2027-01-01T00:00:00+0100",
            "2027-01-01T00:00:00+24:00", "+027-01-01T00:00:00Z", "2027-01-01T00:00:00é",
        ])
    func refusing(text: String) {
        #expect(Timestamp.milliseconds(parsing: text) == nil)
    }

    @Test("every day of four centuries is written and read back")
    func roundTrip() {
        for day in Int64(0)..<146_097 {
            let milliseconds = day * 86_400_000 + day % 86_400_000
            let text = Timestamp.text(milliseconds: milliseconds)
            guard Timestamp.milliseconds(parsing: text) == milliseconds else {
                Issue.record("\(text) is not \(milliseconds)")
                return
            }
        }
    }

    @Test("times are written in UTC, with milliseconds when there are any")
    func writing() {
        #expect(Timestamp.text(milliseconds: 0) == "1970-01-01T00:00:00Z")
        #expect(Timestamp.text(milliseconds: 1_709_164_800_007) == "2024-02-29T00:00:00.007Z")
        #expect(Timestamp.text(milliseconds: -1) == "1969-12-31T23:59:59.999Z")
    }
}
