internal import Basics
internal import Messages

/// How a household that is registered already is named: by id or by case number.
struct HouseholdKey: Equatable {
    var householdID: [UInt8] = []
    var caseNumber = ""

    /// A UUID is an id, anything else a case number as people write it; one that is none stays as it is, to be refused.
    init(_ row: IntakeRow) {
        guard let cell = row[.caseNumber] else { return }
        let text = CellText.trimmed(cell.text)
        if let id = Self.uuidBytes(text) {
            householdID = id
            return
        }
        caseNumber = CaseNumber(text)?.description ?? text
    }

    /// The 16 bytes of a UUID written with or without hyphens (RFC 9562).
    static func uuidBytes(_ text: String) -> [UInt8]? {
        let isBare = text.utf8.count == 32 && !text.utf8.contains(0x2D)
        guard isBare else { return RecordID(text)?.bytes }
        let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == 32 else { return nil }
        return stride(from: 0, to: 32, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
