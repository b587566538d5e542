internal import Catalogue
public import DelimitedText

/// Reads a file into rows whose cells are known by field.
enum RowReader {
    struct Result {
        /// The fields that some column is of.
        var fields: Set<IntakeField> = []
        var rows: [IntakeRow] = []
        var problems: [IntakeProblem] = []
    }

    /// - Throws: what makes the whole file unreadable.
    static func read(
        _ contents: [UInt8], options: IntakeOptions
    ) throws(IntakeProblem) -> Result {
        let text: DelimitedText
        do throws(DelimitedTextError) {
            text = try DelimitedText(
                contents, encoding: options.encoding, delimiter: options.delimiter,
                limits: options.limits)
        } catch {
            throw IntakeProblem(error)
        }
        guard options.format == .delimitedText || !text.isJSONArray else {
            throw IntakeProblem(key: .file(.jsonArray))
        }
        let isJSON =
            switch options.format {
            case .detected: text.firstVisibleByte == UInt8(ascii: "{")
            case .delimitedText: false
            case .jsonLines: true
            }
        var result =
            isJSON
            ? try JSONLinesReader.read(text, options: options)
            : try readDelimited(text, options: options)
        if text.isEncodingGuessed {
            result.problems.insert(
                IntakeProblem(
                    .notice, key: .file(.encodingConverted),
                    arguments: ["encoding": text.encoding.rawValue]), at: 0)
        }
        return result
    }

    private static func readDelimited(
        _ text: DelimitedText, options: IntakeOptions
    ) throws(IntakeProblem) -> Result {
        var reader = text.makeReader()
        var header: DelimitedRecord?
        while header == nil, let record = try next(&reader) {
            if !record.isBlank { header = record }
        }
        guard let header else { throw IntakeProblem(key: .file(.empty)) }
        var plan = ColumnPlan(mapping: options.mapping)
        var fields: [IntakeField?] = []
        for (index, name) in header.fields.enumerated() {
            let field = try plan.field(name, row: header.row, column: index + 1)
            if field != nil, fields.contains(field) {
                throw IntakeProblem(
                    row: header.row, column: index + 1, header: CellText.trimmed(name),
                    key: .column(.columnRepeated),
                    arguments: ["first": CellText.trimmed(name), "column": CellText.trimmed(name)])
            }
            fields.append(field)
        }
        try plan.finish()
        var result = Result(fields: plan.fields, problems: plan.problems)
        while let record = try next(&reader) {
            if !record.isBlank { append(record, header: header, fields: fields, to: &result) }
        }
        return result
    }

    private static func append(
        _ record: DelimitedRecord, header: DelimitedRecord, fields: [IntakeField?],
        to result: inout Result
    ) {
        var cells: [IntakeField: IntakeRow.Cell] = [:]
        for (index, text) in record.fields.enumerated() where !CellText.trimmed(text).isEmpty {
            guard index < fields.count else {
                // The row is kept too, so that its household is left out as a whole.
                result.problems.append(
                    IntakeProblem(
                        row: record.row, column: index + 1, key: .column(.rowTooWide),
                        arguments: ["limit": String(fields.count)]))
                break
            }
            guard let field = fields[index] else { continue }
            cells[field] = IntakeRow.Cell(
                text: text, column: index + 1, header: CellText.trimmed(header.fields[index]))
        }
        result.rows.append(IntakeRow(row: record.row, cells: cells))
    }

    private static func next(
        _ reader: inout DelimitedTextReader
    ) throws(IntakeProblem) -> DelimitedRecord? {
        do throws(DelimitedTextError) {
            return try reader.next()
        } catch {
            throw IntakeProblem(error)
        }
    }
}

extension IntakeProblem {
    /// A text that cannot be read, as a problem of the file.
    public init(_ error: DelimitedTextError) {
        self.init(
            row: error.row > 0 ? error.row : error.line, column: error.column,
            key: MessageKey(rawValue: "file.\(error.code.rawValue)") ?? .file(.unreadable),
            arguments: error.limit > 0 ? ["limit": String(error.limit)] : [:])
    }
}
