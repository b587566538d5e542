internal import Catalogue
internal import Messages

/// How a household that is registered already is named: by id or by case number.
struct HouseholdKey: Equatable {
    var householdID: [UInt8] = []
    var caseNumber = ""

    init() {}

    /// A UUID is an id, anything else a case number whose check character registration knows.
    init(_ row: IntakeRow) throws(IntakeProblem) {
        guard let cell = row[.caseNumber] else { return }
        let text = CellText.trimmed(cell.text)
        if let id = Self.uuidBytes(text) {
            householdID = id
            return
        }
        let isPlausible =
            text.utf8.count <= 32 && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard isPlausible else {
            throw row.problem(.caseNumber, .registration(.caseNumberMalformed))
        }
        caseNumber = text.uppercased()
    }

    /// The 16 bytes of a UUID written with or without hyphens (RFC 9562).
    static func uuidBytes(_ text: String) -> [UInt8]? {
        let isGrouped = text.split(separator: "-", omittingEmptySubsequences: false).map(\.count)
        guard isGrouped == [8, 4, 4, 4, 12] || (isGrouped == [32]) else { return nil }
        let digits = text.utf8.filter { $0 != 0x2D }.compactMap { byte in
            Character(Unicode.Scalar(byte)).hexDigitValue
        }
        guard digits.count == 32 else { return nil }
        return stride(from: 0, to: 32, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
