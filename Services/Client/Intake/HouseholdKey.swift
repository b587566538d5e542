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
        if let id = RecordID(written: text) {
            householdID = id.bytes
            return
        }
        caseNumber = CaseNumber(text)?.description ?? text
    }
}
