internal import Catalogue

/// One person's row, with what the columns mean already known.
struct IntakeRow {
    /// A cell that is not blank.
    struct Cell {
        let text: String
        let column: Int
        let header: String
    }

    /// Row as a spreadsheet shows it, or line of a JSON Lines file.
    let row: Int
    let cells: [IntakeField: Cell]

    subscript(_ field: IntakeField) -> Cell? {
        cells[field]
    }

    /// A problem with the cell of a field, or with the row where it has none.
    func problem(
        _ field: IntakeField?, _ key: MessageKey, _ arguments: [String: String] = [:],
        severity: IntakeProblem.Severity = .error
    ) -> IntakeProblem {
        let cell = field.flatMap { cells[$0] }
        return IntakeProblem(
            severity, row: row, column: cell?.column ?? 0, header: cell?.header ?? "", key: key,
            arguments: arguments)
    }
}
