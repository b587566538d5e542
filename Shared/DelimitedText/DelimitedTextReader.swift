/// Reads the rows of a `DelimitedText` one at a time.
///
/// Errors end the reading: after a broken quote nothing that follows can be trusted.
public struct DelimitedTextReader: Sendable {
    private let text: DelimitedText
    private var offset: Int
    private var line: Int
    private var row = 0
    private var failed = false

    init(text: DelimitedText) {
        self.text = text
        self.offset = text.start.offset
        self.line = text.start.line
    }

    /// The next row, or nil at the end.
    ///
    /// - Throws: `quoteOpen`, `textAfterQuote`, `cellTooLong`, `tooManyColumns`, `tooManyRows`, with the
    ///   row and column where it happened.
    public mutating func next() throws(DelimitedTextError) -> DelimitedRecord? {
        guard !failed, offset < text.bytes.count else { return nil }
        row += 1
        let firstLine = line
        do throws(DelimitedTextError) {
            guard row <= text.limits.rowsMax else {
                throw failure(.tooManyRows, limit: text.limits.rowsMax)
            }
            return DelimitedRecord(row: row, line: firstLine, fields: try readFields())
        } catch {
            failed = true
            throw error
        }
    }

    private mutating func readFields() throws(DelimitedTextError) -> [String] {
        var fields: [String] = []
        while true {
            let column = fields.count + 1
            guard column <= text.limits.columnsMax else {
                throw failure(.tooManyColumns, column: column, limit: text.limits.columnsMax)
            }
            let isQuoted = offset < text.bytes.count && text.bytes[offset] == 0x22
            fields.append(isQuoted ? try readQuoted(column) : try readBare(column))
            guard offset < text.bytes.count else { return fields }
            if text.bytes[offset] == text.delimiter.rawValue {
                offset += 1
                continue
            }
            skipLineEnd()
            return fields
        }
    }

    private mutating func readBare(_ column: Int) throws(DelimitedTextError) -> String {
        let start = offset
        while offset < text.bytes.count, !isFieldEnd(text.bytes[offset]) { offset += 1 }
        return try cell(text.bytes[start..<offset], column: column)
    }

    private mutating func readQuoted(_ column: Int) throws(DelimitedTextError) -> String {
        let opened = line
        var content: [UInt8] = []
        offset += 1
        while true {
            guard offset < text.bytes.count else {
                throw DelimitedTextError(code: .quoteOpen, row: row, line: opened, column: column)
            }
            let byte = text.bytes[offset]
            offset += 1
            if byte == 0x22 {
                guard offset < text.bytes.count, text.bytes[offset] == 0x22 else { break }
                offset += 1
            } else if byte == 0x0A || (byte == 0x0D && !isNext(0x0A)) {
                line += 1
            }
            content.append(byte)
            // Four bytes is the most that one scalar takes, so a longer cell is too long in any case.
            guard content.count <= 4 * text.limits.cellScalarsMax else {
                throw DelimitedTextError(
                    code: .cellTooLong, row: row, line: opened, column: column,
                    limit: text.limits.cellScalarsMax)
            }
        }
        guard offset >= text.bytes.count || isFieldEnd(text.bytes[offset]) else {
            throw failure(.textAfterQuote, column: column)
        }
        return try cell(content[...], column: column)
    }

    private func cell(
        _ bytes: ArraySlice<UInt8>, column: Int
    ) throws(DelimitedTextError) -> String {
        let string = String(decoding: bytes, as: UTF8.self)
        let scalarsMax = text.limits.cellScalarsMax
        if bytes.count > scalarsMax, string.unicodeScalars.count > scalarsMax {
            throw failure(.cellTooLong, column: column, limit: scalarsMax)
        }
        return string
    }

    private func isFieldEnd(_ byte: UInt8) -> Bool {
        byte == text.delimiter.rawValue || byte == 0x0A || byte == 0x0D
    }

    private func isNext(_ byte: UInt8) -> Bool {
        offset < text.bytes.count && text.bytes[offset] == byte
    }

    private mutating func skipLineEnd() {
        if isNext(0x0D) { offset += 1 }
        if isNext(0x0A) { offset += 1 }
        line += 1
    }

    private func failure(
        _ code: DelimitedTextError.Code, column: Int = 0, limit: Int = 0
    ) -> DelimitedTextError {
        DelimitedTextError(code: code, row: row, line: line, column: column, limit: limit)
    }
}
