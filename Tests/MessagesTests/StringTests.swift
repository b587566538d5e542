import Messages
import Testing

@Suite struct StringTests {
    private func decodeCode(_ content: [UInt8]) -> WireError.Code? {
        do throws(WireError) {
            _ = try CommonV1.Place(decoding: WireBytes.delimited(2, content))
            return nil
        } catch {
            return error.code
        }
    }

    @Test(
        "what is not UTF-8 is refused, wherever it lies",
        arguments: [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
            [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xE2, 0x82], [0xE2, 0x28, 0xA1],
            [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80],
            [0xF5, 0x80, 0x80, 0x80], [0xF0, 0x9F, 0x98], [0xF0, 0x9F, 0x28, 0x80], [0xFE], [0xFF],
            [0xF0, 0x9F, 0x98, 0x41], [0xE4, 0xB8, 0x41],
        ] as [[UInt8]])
    func invalidUTF8(content: [UInt8]) {
        for before in 0...17 {
            let text = [UInt8](repeating: 0x61, count: before)
            #expect(decodeCode(text + content) == .invalidUTF8)
            #expect(decodeCode(text + content + text) == .invalidUTF8)
        }
    }

    @Test("every scalar value at the edges of its length is taken")
    func validUTF8() throws {
        let edges: [UInt32] = [
            1, 0x7F, 0x80, 0x7FF, 0x800, 0xFFF, 0x1000, 0xD7FF, 0xE000, 0xFFFF, 0x1_0000, 0x3_FFFF,
            0x4_0000, 0xF_FFFF, 0x10_0000, 0x10_FFFF,
        ]
        for edge in edges {
            let scalar = try #require(Unicode.Scalar(edge))
            let place = CommonV1.Place(name: "abcdefg" + String(Character(scalar)) + "hijklmnopq")
            let decoded = try CommonV1.Place(decoding: place.encoded())
            #expect(Array(decoded.name.utf8) == Array(place.name.utf8))
        }
    }

    @Test("a NUL in the bytes is refused, wherever it lies")
    func embeddedNULInBytes() {
        for length in 1...20 {
            for place in 0..<length {
                var content = [UInt8](repeating: 0x61, count: length)
                content[place] = 0
                #expect(decodeCode(content) == .embeddedNUL)
                content[length - 1] = 0x80
                let expected: WireError.Code = place == length - 1 ? .invalidUTF8 : .embeddedNUL
                #expect(decodeCode(content) == expected)
            }
        }
    }

    @Test("a NUL in a Swift string is refused, and the error names the field")
    func embeddedNULInString() {
        for text in ["\0", "abc\0", "\0abcdefghijkl", "abcdefgh\0", "abcdefghi\0jklmnopqrst"] {
            do throws(WireError) {
                _ = try RegistrationV1.Household(phones: ["76000000", text]).encoded()
                Issue.record("the NUL passed")
            } catch {
                #expect(error.code == .embeddedNUL)
                #expect(error.field == "jatigi.registration.v1.Household.phones")
            }
        }
    }

    @Test("a NUL in bytes is data")
    func nulInBytesIsData() throws {
        let value = RegistrationV1.GetPersonRequest(personID: [0, 0, 1])
        #expect(try RegistrationV1.GetPersonRequest(decoding: value.encoded()) == value)
    }

    @Test("a character next to a word's borrow is not taken for a NUL")
    func noFalseNUL() throws {
        // 0x01 after 0x00 is where the word test would borrow; 0x80 and 0x81 share the high bit.
        let place = CommonV1.Place(
            name: String(repeating: "\u{1}", count: 8) + "é\u{80}\u{81}aaaaaaa")
        #expect(try CommonV1.Place(decoding: place.encoded()) == place)
    }
}
