import Basics
import Messages
import Reference
import Status
import TestKit
import Testing
import Validation

@Suite struct FieldCheckerTests {
    private static let noon = Timestamp(millisecondsSinceEpoch: 1_767_268_800_000)
    private let checker: FieldChecker

    init() throws {
        checker = FieldChecker(
            reference: try ReferenceData.load(directory: PackageFolder.path + "/deploy/reference"),
            now: Self.noon)
    }

    private func reasons(_ check: (inout Findings) -> Void) -> [String] {
        var findings = Findings()
        check(&findings)
        return findings.rejections.map { "\($0.field) \($0.reason)" }
    }

    @Test func `a character with a thousand accents is a thousand and one characters`() {
        let name = "a" + String(repeating: "\u{301}", count: 1_000)
        #expect(name.count == 1)
        #expect(
            reasons { checker.checkText(name, at: FieldPath("name"), in: &$0) }
                == ["name registration.too_long"])
        #expect(
            reasons {
                checker.checkText("Mariam Traoré", at: FieldPath("name"), in: &$0)
            }.isEmpty)
    }

    @Test func `a name in the place of a code does not come back in the error`() throws {
        var findings = Findings()
        checker.checkCode("Fatoumata Diarra", of: .sector, at: FieldPath("sector"), in: &findings)
        let violation = try #require(findings.rejections.first)
        #expect(violation.reason == "registration.unknown_code")
        #expect(!violation.arguments.contains { $0.value.contains("Fatou") })
    }

    @Test(arguments: [
        ("+223 76 12 34 56", true), ("(76)-12.34", true), ("12345", false),
        ("123456789012345678901", false), ("76 12 34 5٦", false),
    ])
    func `a telephone number has 6 to 20 plain characters`(phone: String, isTaken: Bool) {
        let found = reasons { checker.checkPhones([phone], at: FieldPath("contact"), in: &$0) }
        #expect(found == (isTaken ? [] : ["contact.phones[0] registration.phone_malformed"]))
    }

    @Test func `tomorrow is still taken, the day after only where a plan may be told`() {
        func day(_ day: UInt32) -> CommonV1.PartialDate {
            .init(year: 2026, month: 1, day: day, precision: .day)
        }
        let path = FieldPath("day")
        #expect(reasons { checker.checkDate(day(2), at: path, in: &$0) }.isEmpty)
        #expect(
            reasons { checker.checkDate(day(3), at: path, in: &$0) }
                == ["day registration.date_in_future"])
        #expect(
            reasons { checker.checkDate(day(3), at: path, mayBeFuture: true, in: &$0) }.isEmpty)
    }
}
