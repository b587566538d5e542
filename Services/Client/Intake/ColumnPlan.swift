internal import Catalogue

/// What each column of a file means.
struct ColumnPlan {
    private let mapping: HeaderMapping
    private var fieldByHeader: [String: IntakeField?] = [:]
    private var headerByField: [Place: String] = [:]
    /// A field, and the array of a JSON object in which it stands; empty outside of one. A member's
    /// own value may stand beside the household's.
    private struct Place: Hashable {
        let field: IntakeField
        let array: String
    }

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
        _ header: String, of array: String = "", row: Int, column: Int
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
            let place = Place(field: field, array: array)
            if let first = headerByField[place] {
                throw IntakeProblem(
                    row: row, column: column, header: trimmed, key: .column(.columnRepeated),
                    arguments: ["first": first, "column": trimmed])
            }
            headerByField[place] = trimmed
        }
        fieldByHeader[header] = .some(field)
        return field
    }

    /// Whether a header means something of a person; nothing is noted.
    func isOfPerson(_ header: String) -> Bool {
        let trimmed = CellText.trimmed(header)
        let field = mapping.fields[trimmed] ?? IntakeField.named(trimmed)
        return field?.isHouseholdLevel == false
    }

    /// Whether the mapping says that a column is known and not wanted.
    func isUnwanted(_ header: String) -> Bool {
        if case .some(nil) = mapping.fields[CellText.trimmed(header)] { return true }
        return false
    }

    /// Notes once that a column holds nothing that is used.
    mutating func leaveOut(_ header: String, row: Int) {
        guard fieldByHeader[header] == nil else { return }
        fieldByHeader[header] = .some(nil)
        guard !isUnwanted(header) else { return }
        problems.append(
            IntakeProblem(
                .notice, row: row, header: header, key: .column(.columnUnknown),
                arguments: ["column": header]))
    }

    /// The fields that some header means.
    var fields: Set<IntakeField> { Set(headerByField.keys.map(\.field)) }

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
        guard fields.contains(.household) || fields.contains(.caseNumber) else {
            throw IntakeProblem(
                row: 1, field: .household, key: .column(.columnMissing))
        }
    }
}
