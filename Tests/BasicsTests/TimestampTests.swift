import Basics
import Testing

@Suite struct TimestampTests {
    @Test(
        "RFC 3339 text is read",
        arguments: [
            ("1970-01-01T00:00:00Z", Int64(0)), ("1985-04-12T23:20:50.52Z", 482_196_050_520),
            ("1996-12-19T16:39:57-08:00", 851_042_397_000),
            ("1990-12-31T23:59:60Z", 662_688_000_000),
            ("1990-12-31T15:59:60-08:00", 662_688_000_000),
            ("1937-01-01T12:00:27.87+00:20", -1_041_337_172_130),
            ("2000-02-29t12:00:00.123999z", 951_825_600_123),
            ("1969-12-31T23:59:59.999Z", -1),
        ])
    func reads(_ text: String, _ milliseconds: Int64) {
        #expect(Timestamp(text)?.millisecondsSinceEpoch == milliseconds)
    }

    @Test(
        "text that is no RFC 3339 date-time is refused",
        arguments: [
            "", "2026-01-01", "2026-01-01T00:00:00", "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:60Z",
            "2026-01-01T00:00:00.Z", "2026-01-01 00:00:00Z", "2026-01-01T00:00:00Zx",
            "2026-01-01T00:00:00+24:00", "0000-01-01T00:00:00+00:01", "1900-02-29T00:00:00Z",
        ])
    func refuses(_ text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test("writing and reading give the same moment, seconds before and after every leap rule")
    func roundTrip() {
        for year: Int64 in [0, 1600, 1900, 1969, 1970, 1999, 2000, 2024, 2100, 9999] {
            let start = Timestamp(
                "\(String(repeating: "0", count: year == 0 ? 3 : 0))\(year)-01-01T00:00:00Z")
            let base = start?.millisecondsSinceEpoch ?? .min
            for day in stride(from: Int64(0), to: 365, by: 1) {
                let moment = Timestamp(millisecondsSinceEpoch: base + day * 86_400_000 + 86_399_987)
                #expect(Timestamp(moment.description) == moment)
            }
        }
        #expect(Timestamp(millisecondsSinceEpoch: -1).description == "1969-12-31T23:59:59.999Z")
    }

    @Test("a duration is added in whole milliseconds")
    func advanced() {
        let start = Timestamp(millisecondsSinceEpoch: 1000)
        #expect(
            start.advanced(by: .seconds(2) + .microseconds(1500))
                == Timestamp(millisecondsSinceEpoch: 3001))
    }
}
