import DelimitedText
import Testing

@Suite struct TextEncodingTests {
    private let sample = "prénom;œuvre\nSégou;€"

    private func utf16(_ text: String, bigEndian: Bool, mark: Bool) -> [UInt8] {
        ((mark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { unit in
            let high = UInt8(unit >> 8)
            let low = UInt8(unit & 0xFF)
            return bigEndian ? [high, low] : [low, high]
        }
    }

    private func read(_ bytes: [UInt8]) throws -> (TextEncoding, Bool, [[String]]) {
        let text = try DelimitedText(bytes)
        return (text.encoding, text.isEncodingGuessed, try text.allRecords().map(\.fields))
    }

    private let expected = [["prénom", "œuvre"], ["Ségou", "€"]]

    @Test("a byte order mark is taken off", arguments: [true, false])
    func marks(bigEndian: Bool) throws {
        let utf8 = try read([0xEF, 0xBB, 0xBF] + Array(sample.utf8))
        #expect(utf8 == (.utf8, false, expected))
        let wide = try read(utf16(sample, bigEndian: bigEndian, mark: true))
        #expect(wide == (bigEndian ? .utf16BigEndian : .utf16LittleEndian, false, expected))
        let unmarked = try read(utf16(sample, bigEndian: bigEndian, mark: false))
        #expect(unmarked == (bigEndian ? .utf16BigEndian : .utf16LittleEndian, false, expected))
    }

    @Test("French Windows text is converted, and said to be guessed")
    func windows1252() throws {
        // "prénom;œuvre\nSégou;€" in the code page 1252.
        let bytes: [UInt8] =
            [0x70, 0x72, 0xE9, 0x6E, 0x6F, 0x6D, 0x3B, 0x9C, 0x75, 0x76, 0x72, 0x65, 0x0A]
            + [0x53, 0xE9, 0x67, 0x6F, 0x75, 0x3B, 0x80]
        #expect(try read(bytes) == (.windows1252, true, expected))
    }

    @Test("bytes that no encoding allows are refused with their line")
    func impossibleBytes() throws {
        let undefined = try #require(throws: DelimitedTextError.self) {
            try DelimitedText([0x61, 0x0A, 0x81, 0x62])
        }
        #expect((undefined.code, undefined.line) == (.encodingUnknown, 2))
        let loneSurrogate: [UInt8] = [0xFF, 0xFE, 0x61, 0x00, 0x00, 0xD8, 0x62, 0x00]
        #expect(throws: DelimitedTextError(code: .encodingUnknown, line: 1)) {
            try DelimitedText(loneSurrogate)
        }
        #expect(throws: DelimitedTextError(code: .encodingUnknown)) {
            try DelimitedText([0xFF, 0xFE, 0x61])
        }
        #expect(throws: DelimitedTextError(code: .encodingUnknown, line: 1)) {
            try DelimitedText([0x61, 0xE9, 0x62], encoding: .utf8)
        }
        // The first fault is told: a byte that is none of UTF-8, and a NUL after it, or before it.
        #expect(throws: DelimitedTextError(code: .encodingUnknown, line: 2)) {
            try DelimitedText([0x61, 0x0A, 0xE9, 0x62, 0x0A, 0x00], encoding: .utf8)
        }
        #expect(throws: DelimitedTextError(code: .nulCharacter, line: 2)) {
            try DelimitedText([0x61, 0x0A, 0x00, 0x0A, 0xE9, 0x62], encoding: .utf8)
        }
    }
}
