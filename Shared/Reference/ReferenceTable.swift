import Basics
import Catalogue
internal import DelimitedText

/// A reference file read into rows, with the positions that faults are told by.
struct ReferenceTable {
    struct Row {
        let line: Int
        let cells: [String]
    }

    let file: String
    let header: [String]
    let rows: [Row]

    /// Lines that begin with `#` are comments; the first other line is the header, which must be `columns`.
    init(directory: String, file: String, columns: [String]) throws(ReferenceError) {
        let records: [DelimitedRecord]
        do throws(DelimitedTextError) {
            let bytes = try FileContents.read(
                path: "\(directory)/\(file)", bytesMax: ReferenceLimits.fileBytesMax)
            // A comment may hold any character, so the delimiter is given and never guessed.
            let text = try DelimitedText(bytes, encoding: .utf8, delimiter: .comma)
            records = try text.allRecords().filter { record in
                !record.isBlank && record.fields.first?.hasPrefix("#") != true
            }
        } catch {
            throw ReferenceError(
                MessageKey(rawValue: "file.\(error.code.rawValue)") ?? .file(.unreadable),
                error.limit > 0 ? ["limit": "\(error.limit)"] : [:], file: file, line: error.line)
        }
        guard let header = records.first, header.fields == columns else {
            let line = records.first?.line ?? 0
            throw ReferenceError(
                .reference(.columnsWrong), ["columns": columns.joined(separator: ",")], file: file,
                line: line)
        }
        self.file = file
        self.header = columns
        var rows: [Row] = []
        for record in records.dropFirst() {
            guard record.fields.count == columns.count else {
                throw ReferenceError(
                    .reference(.rowRagged),
                    ["found": "\(record.fields.count)", "expected": "\(columns.count)"],
                    file: file, line: record.line)
            }
            rows.append(Row(line: record.line, cells: record.fields.map(Self.trimmed)))
        }
        self.rows = rows
    }

    /// A cell without the spaces around it: an editor's alignment is no part of a code.
    private static func trimmed(_ cell: String) -> String {
        let isSpace = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
        let start = cell.unicodeScalars.drop(while: isSpace)
        let end = start.lastIndex { !isSpace($0) }
        return end.map { String(start[...$0]) } ?? ""
    }

    /// A cell that must not be empty.
    func required(_ row: Row, _ column: Int) throws(ReferenceError) -> String {
        guard !row.cells[column].isEmpty else {
            throw fault(.valueMissing, row, column)
        }
        return row.cells[column]
    }

    /// The span in two neighbouring columns.
    func validity(_ row: Row, fromColumn column: Int) throws(ReferenceError) -> Validity {
        let from = try date(row, column)
        let until = try date(row, column + 1)
        if let from, let until, from >= until {
            throw fault(.endTooEarly, row, column + 1, ["from": header[column]])
        }
        return Validity(from: from, until: until)
    }

    func fault(
        _ message: ReferenceMessage, _ row: Row, _ column: Int,
        _ arguments: [String: String] = [:]
    ) -> ReferenceError {
        ReferenceError(
            .reference(message), arguments, file: file, line: row.line, column: header[column])
    }

    private func date(_ row: Row, _ column: Int) throws(ReferenceError) -> CalendarDate? {
        if row.cells[column].isEmpty { return nil }
        guard let date = CalendarDate(row.cells[column]) else {
            throw fault(.dateMalformed, row, column)
        }
        return date
    }
}

/// Bounds of reference data.
enum ReferenceLimits {
    /// The 18,021 localities of Mali with coordinates take 1.2 MB.
    static let fileBytesMax = 8 << 20
    /// Levels between the country and a locality, so that a ring of parents ends.
    static let ancestorsMax = 8
}
