/// The encodings that field files come in.
public enum TextEncoding: String, Sendable, Hashable, CaseIterable {
    /// UTF-8, with or without a byte order mark.
    case utf8 = "UTF-8"
    /// UTF-16, low byte first: what Excel calls "Unicode text".
    case utf16LittleEndian = "UTF-16LE"
    /// UTF-16, high byte first.
    case utf16BigEndian = "UTF-16BE"
    /// The code page of Western European Windows: what Excel calls "CSV" in a French locale.
    case windows1252 = "Windows-1252"

    /// Recognises the encoding of a whole text.
    ///
    /// A byte order mark decides; without one, NUL bytes on one side of each pair mean UTF-16, valid UTF-8
    /// is UTF-8, and anything else is taken for Windows-1252, which the caller should say.
    public static func detect(
        _ bytes: UnsafeRawBufferPointer
    ) -> (encoding: TextEncoding, markLength: Int) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
        if bytes.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
        if bytes.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
        if let wide = detectUnmarkedUTF16(bytes) { return (wide, 0) }
        return (isValidUTF8(bytes) ? .utf8 : .windows1252, 0)
    }

    private static func detectUnmarkedUTF16(_ bytes: UnsafeRawBufferPointer) -> TextEncoding? {
        let sample = bytes.prefix(512)
        guard sample.count >= 4 else { return nil }
        var zerosEven = 0
        var zerosOdd = 0
        for (index, byte) in sample.enumerated() where byte == 0 {
            if index.isMultiple(of: 2) { zerosEven += 1 } else { zerosOdd += 1 }
        }
        let many = sample.count / 4
        if zerosOdd > many, zerosEven == 0 { return .utf16LittleEndian }
        if zerosEven > many, zerosOdd == 0 { return .utf16BigEndian }
        return nil
    }

    private static func isValidUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
        // SAFETY: the span does not leave the closure, in which the bytes are only read.
        bytes.withMemoryRebound(to: UInt8.self) { invalidOffset($0.span) == nil }
    }
}

extension TextEncoding {
    /// The text as UTF-8 bytes.
    ///
    /// - Throws: `encodingUnknown` at the first byte that the encoding does not allow.
    func decode(
        _ bytes: UnsafeRawBufferPointer.SubSequence
    ) throws(DelimitedTextError) -> [UInt8] {
        switch self {
        case .utf8: return try Self.validated(Array(bytes))
        case .windows1252: return try Self.decodeWindows1252(bytes)
        case .utf16LittleEndian, .utf16BigEndian:
            guard bytes.count.isMultiple(of: 2) else {
                throw DelimitedTextError(code: .encodingUnknown)
            }
            let start = bytes.startIndex
            let low = self == .utf16LittleEndian ? 0 : 1
            let units = (0..<bytes.count / 2).lazy.map { index in
                UInt16(bytes[start + 2 * index + low])
                    | UInt16(bytes[start + 2 * index + 1 - low]) << 8
            }
            return try Self.decodeUTF16(bytes.count, units)
        }
    }

    /// A text in UTF-8 as it is.
    private static func validated(_ text: [UInt8]) throws(DelimitedTextError) -> [UInt8] {
        let end = invalidOffset(text.span) ?? text.count
        func line(_ offset: Int) -> Int { 1 + text[..<offset].count { $0 == 0x0A } }
        if let offset = text[..<end].firstIndex(of: 0) {
            throw DelimitedTextError(code: .nulCharacter, line: line(offset))
        }
        guard end == text.count else {
            throw DelimitedTextError(code: .encodingUnknown, line: line(end))
        }
        return text
    }

    private static func invalidOffset(_ text: Span<UInt8>) -> Int? {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: text)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }

    private static func decodeUTF16(
        _ byteCount: Int, _ units: some Sequence<UInt16>
    ) throws(DelimitedTextError) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(byteCount)
        var line = 1
        var parser = UTF16.ForwardParser()
        var iterator = units.makeIterator()
        while true {
            switch parser.parseScalar(from: &iterator) {
            case .emptyInput: return output
            case .error: throw DelimitedTextError(code: .encodingUnknown, line: line)
            case .valid(let scalar):
                let decoded = UTF16.decode(scalar)
                if decoded == "\n" { line += 1 }
                if decoded == "\0" { throw DelimitedTextError(code: .nulCharacter, line: line) }
                output.append(contentsOf: UTF8.encode(decoded) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }

    private static func decodeWindows1252(
        _ bytes: UnsafeRawBufferPointer.SubSequence
    ) throws(DelimitedTextError) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + bytes.count / 16)
        var line = 1
        for byte in bytes {
            if byte == 0x0A { line += 1 }
            if byte == 0 { throw DelimitedTextError(code: .nulCharacter, line: line) }
            if byte < 0x80 {
                output.append(byte)
                continue
            }
            let scalar =
                byte >= 0xA0 ? UInt16(byte) : windows1252HighControls[Int(byte) - 0x80]
            guard scalar != 0, let decoded = Unicode.Scalar(scalar) else {
                throw DelimitedTextError(code: .encodingUnknown, line: line)
            }
            output.append(contentsOf: UTF8.encode(decoded) ?? UTF8.encodedReplacementCharacter)
        }
        return output
    }

    /// Bytes 0x80 to 0x9F of Windows-1252 (Unicode's mapping file CP1252.TXT); 0 where undefined.
    private static let windows1252HighControls: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
    ]
}
