/// A delimited text (CSV, TSV) ready to be read row by row.
///
/// Follows RFC 4180, and takes what field files add to it: a byte order mark, UTF-16 and Windows-1252,
/// semicolons and tabs, Excel's `sep=` line, line ends of any kind, line breaks in quoted cells. The text is held
/// once, as UTF-8; rows are made one at a time.
///
/// ```swift
/// let text = try DelimitedText(bytes)
/// var reader = text.makeReader()
/// while let record = try reader.next() { … }
/// ```
public struct DelimitedText: Sendable {
    /// The encoding that was found or given.
    public let encoding: TextEncoding
    /// True where no mark and no valid UTF-8 told the encoding: the user should be told what was assumed.
    public let isEncodingGuessed: Bool
    /// The delimiter that was found, named by `sep=`, or given.
    public let delimiter: Delimiter
    /// The bounds that reading holds to.
    public let limits: DelimitedTextLimits
    let bytes: [UInt8]
    /// Offset and line number of the first record.
    let start: (offset: Int, line: Int)

    /// Decodes a text and finds its delimiter.
    ///
    /// - Parameters:
    ///   - encoding: nil detects it.
    ///   - delimiter: nil detects it.
    /// - Throws: `empty`, `tooLarge`, `spreadsheet`, `nulCharacter`, `encodingUnknown`.
    public init(
        _ contents: [UInt8], encoding: TextEncoding? = nil, delimiter: Delimiter? = nil,
        limits: DelimitedTextLimits = .standard
    ) throws(DelimitedTextError) {
        guard contents.count <= limits.bytesMax else {
            throw DelimitedTextError(code: .tooLarge, limit: limits.bytesMax)
        }
        guard !Self.isSpreadsheet(contents) else { throw DelimitedTextError(code: .spreadsheet) }
        let decoded = try Self.decode(contents, encoding: encoding)
        self.encoding = decoded.encoding
        self.isEncodingGuessed = encoding == nil && decoded.encoding == .windows1252
        self.bytes = decoded.bytes
        self.limits = limits
        guard decoded.bytes.contains(where: { $0 > 0x20 }) else {
            throw DelimitedTextError(code: .empty)
        }
        let declared = Self.separatorLine(decoded.bytes)
        self.start = declared.map { ($0.length, 2) } ?? (0, 1)
        self.delimiter =
            delimiter ?? declared?.delimiter ?? Delimiter.detect(decoded.bytes[start.offset...])
    }

    /// A reader at the first row.
    public func makeReader() -> DelimitedTextReader {
        DelimitedTextReader(text: self)
    }

    /// Every row at once, for small files.
    public func allRecords() throws(DelimitedTextError) -> [DelimitedRecord] {
        var reader = makeReader()
        var records: [DelimitedRecord] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }

    private static func decode(
        _ contents: [UInt8], encoding: TextEncoding?
    ) throws(DelimitedTextError) -> (encoding: TextEncoding, bytes: [UInt8]) {
        // SAFETY: the buffer is only read, and does not leave the closure.
        let result = contents.withUnsafeBytes {
            buffer -> Result<(encoding: TextEncoding, bytes: [UInt8]), DelimitedTextError> in
            let detected = TextEncoding.detect(buffer)
            let chosen = encoding ?? detected.encoding
            let markLength = chosen == detected.encoding ? detected.markLength : 0
            return Result { () throws(DelimitedTextError) in
                (chosen, try chosen.decode(buffer.dropFirst(markLength)))
            }
        }
        return try result.get()
    }

    /// A zip (xlsx, ods) or an OLE compound file (xls).
    private static func isSpreadsheet(_ contents: [UInt8]) -> Bool {
        contents.starts(with: [0x50, 0x4B, 0x03, 0x04])
            || contents.starts(with: [0xD0, 0xCF, 0x11, 0xE0])
    }

    /// Excel's `sep=;` first line, with or without quotes around it.
    private static func separatorLine(
        _ bytes: [UInt8]
    ) -> (length: Int, delimiter: Delimiter)? {
        let line = bytes.prefix(16).prefix { $0 != 0x0A && $0 != 0x0D }
        let bare = line.filter { $0 != 0x22 }
        guard bare.count == 5, let delimiter = Delimiter(rawValue: bare[4]),
            String(decoding: bare[..<4], as: UTF8.self).lowercased() == "sep="
        else { return nil }
        var length = line.count
        if length < bytes.count, bytes[length] == 0x0D { length += 1 }
        if length < bytes.count, bytes[length] == 0x0A { length += 1 }
        return (length, delimiter)
    }
}
