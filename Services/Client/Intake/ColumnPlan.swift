internal import Catalogue

/// What each column of a file means.
struct ColumnPlan {
    private let mapping: HeaderMapping
    private var fieldByHeader: [String: IntakeField?] = [:]
    private var headerByField: [IntakeField: String] = [:]
    /// What is to be said about columns, once each.
    private(set) var problems: [IntakeProblem] = []

    init(mapping: HeaderMapping) {
        self.mapping = mapping
    }

    /// The field that a header names, or nil where the column is not used; the first question about
    /// an unknown header is noted.
    ///
    /// - Throws: where two headers of the file mean the same field.
    mutating func field(
        _ header: String, row: Int, column: Int
    ) throws(IntakeProblem) -> IntakeField? {
        if let known = fieldByHeader[header] { return known }
        let trimmed = CellText.trimmed(header)
        let field: IntakeField?
        if let mapped = mapping.fields[trimmed] {
            field = mapped
        } else {
            field = IntakeField.named(trimmed)
            if field == nil, !trimmed.isEmpty {
                problems.append(
                    IntakeProblem(
                        .notice, row: row, column: column, header: trimmed,
                        key: .column(.columnUnknown), arguments: ["column": trimmed]))
            }
        }
        if let field {
            if let first = headerByField[field] {
                throw IntakeProblem(
                    row: row, column: column, header: trimmed, key: .column(.columnRepeated),
                    arguments: ["first": first, "column": trimmed])
            }
            headerByField[field] = trimmed
        }
        fieldByHeader[header] = .some(field)
        return field
    }

    /// Ends the reading of headers.
    ///
    /// - Throws: where nothing names the household. Notes headers of the mapping that never came.
    mutating func finish() throws(IntakeProblem) {
        let seen = Set(fieldByHeader.keys.map(CellText.trimmed))
        for header in mapping.fields.keys.sorted() where !seen.contains(header) {
            problems.append(
                IntakeProblem(
                    .notice, header: header, key: .column(.mappingHeaderAbsent),
                    arguments: ["column": header]))
        }
        guard headerByField[.household] != nil || headerByField[.caseNumber] != nil else {
            throw IntakeProblem(
                row: 1, key: .column(.columnMissing),
                arguments: ["column": IntakeField.household.rawValue])
        }
    }
}
