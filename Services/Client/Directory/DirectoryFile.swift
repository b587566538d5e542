import DelimitedText
public import Status

/// A file of directory records: one row a record, the header naming fields in either language.
public struct DirectoryFile: Sendable {
    /// One row.
    public struct Row: Sendable {
        /// As a spreadsheet counts.
        public let row: Int
        /// What its cells hold; a cell left empty takes the value away.
        public let values: [DirectoryField: String]
    }

    /// The rows, without blank ones and comments.
    public let rows: [Row]
    /// Headers that name no field.
    public let ignored: [String]

    /// Reads a file's bytes.
    ///
    /// - Throws: `DelimitedTextError`, or `FieldProblem` where there is no row.
    public init(contents: [UInt8]) throws {
        let records = try DelimitedText(contents).allRecords().filter { record in
            !record.isBlank && record.fields.first?.hasPrefix("#") != true
        }
        guard let header = records.first, records.count > 1 else {
            throw FieldProblem(.id, .fileEmpty)
        }
        let fields = header.fields.map { DirectoryField(header: ValueText.trimmed($0)) }
        ignored = zip(header.fields, fields).filter { $0.1 == nil }.map(\.0)
        rows = records.dropFirst().map { record in
            var values: [DirectoryField: String] = [:]
            for (field, cell) in zip(fields, record.fields) {
                if let field { values[field] = ValueText.trimmed(cell) }
            }
            return Row(row: record.row, values: values)
        }
    }
}

/// What became of a file.
public struct ImportReport: Sendable {
    /// Records that are new.
    public internal(set) var created = 0
    /// Records that were changed.
    public internal(set) var updated = 0
    /// Records that were so already.
    public internal(set) var unchanged = 0
    /// Rows that were not taken.
    public internal(set) var refused: [RefusedRow] = []
    /// Why the rest was not handed in: no connection, a token that is refused; nil where all was.
    public internal(set) var failure: RPCError?
}

/// A row that was not taken, and why.
public struct RefusedRow: Error, Sendable {
    /// Why.
    public enum Reason: Sendable {
        /// It cannot be read.
        case problem(FieldProblem)
        /// The service does not take it.
        case error(RPCError)
    }

    /// As a spreadsheet counts.
    public let row: Int
    /// Why.
    public let reason: Reason
}
