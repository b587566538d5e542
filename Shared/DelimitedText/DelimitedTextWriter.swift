/// Writes rows as RFC 4180 says: cells quoted where they must be, CRLF line ends.
public struct DelimitedTextWriter: Sendable {
    /// The text so far, UTF-8 without a byte order mark.
    public private(set) var bytes: [UInt8] = []
    private let delimiter: Delimiter

    /// An empty text.
    public init(delimiter: Delimiter = .comma) {
        self.delimiter = delimiter
    }

    /// Adds a row.
    public mutating func append(_ fields: [String]) {
        for (index, field) in fields.enumerated() {
            if index > 0 { bytes.append(delimiter.rawValue) }
            append(field)
        }
        bytes.append(contentsOf: [0x0D, 0x0A])
    }

    private mutating func append(_ field: String) {
        let mustQuote = field.utf8.contains { byte in
            byte == delimiter.rawValue || byte == 0x22 || byte == 0x0A || byte == 0x0D
        }
        guard mustQuote else {
            bytes.append(contentsOf: field.utf8)
            return
        }
        bytes.append(0x22)
        for byte in field.utf8 {
            if byte == 0x22 { bytes.append(0x22) }
            bytes.append(byte)
        }
        bytes.append(0x22)
    }
}
