extension RecordID: LosslessStringConvertible {
    private static let digits = Array("0123456789abcdef".utf8)
    /// Byte offsets of the four hyphens in the text form.
    private static let hyphens: Set<Int> = [8, 13, 18, 23]

    /// Reads the 8-4-4-4-12 text form of RFC 9562, section 4, in either case; `nil` for all else.
    public init?(_ text: String) {
        let characters = text.utf8
        guard characters.count == 36 else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        var nibbles = 0
        for (offset, character) in characters.enumerated() {
            if Self.hyphens.contains(offset) {
                guard character == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let nibble = Self.nibble(character) else { return nil }
            if nibbles < 16 {
                high = high << 4 | nibble
            } else {
                low = low << 4 | nibble
            }
            nibbles += 1
        }
        self.init(high: high, low: low)
    }

    /// Reads an identifier as people write it: its text form, or the 32 digits of it without hyphens, in either case;
    /// `nil` for all else.
    public init?(written text: String) {
        guard text.utf8.count == 32 else {
            self.init(text)
            return
        }
        var hyphenated = ""
        for digit in text {
            if Self.hyphens.contains(hyphenated.utf8.count) { hyphenated += "-" }
            hyphenated.append(digit)
        }
        self.init(hyphenated)
    }

    /// The lower-case 8-4-4-4-12 text form of RFC 9562, section 4.
    public var description: String {
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for byte in bytes {
            if Self.hyphens.contains(text.count) { text.append(UInt8(ascii: "-")) }
            text.append(Self.digits[Int(byte >> 4)])
            text.append(Self.digits[Int(byte & 0xF)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func nibble(_ character: UInt8) -> UInt64? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(character - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(character - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(character - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
