internal import Glibc

/// Checks of strings before protobuf-c sees them; it makes none.
enum UTF8Validation {
    /// What is wrong with a string.
    enum Defect {
        case nul
        case invalid
    }

    /// One bit for each byte of a word that is not ASCII.
    private static let highBits: UInt64 = 0x8080_8080_8080_8080
    private static let lowBits: UInt64 = 0x0101_0101_0101_0101

    /// Whether a byte is 0.
    static func hasNUL(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let start = bytes.baseAddress else { return false }
        // SAFETY: the buffer's own bytes.
        return memchr(start, 0, bytes.count) != nil
    }

    /// The first defect with its offset; nil for UTF-8 without NUL. Well-formed is what table 3-7 of
    /// the Unicode Standard says: no overlong forms, no surrogates, nothing above U+10FFFF.
    static func defect(in bytes: UnsafeRawBufferPointer) -> (defect: Defect, offset: Int)? {
        var index = 0
        while index < bytes.count {
            if index + 32 <= bytes.count, isASCIIWithoutNUL(bytes, at: index, words: 4) {
                index += 32
                continue
            }
            if index + 8 <= bytes.count, isASCIIWithoutNUL(bytes, at: index, words: 1) {
                index += 8
                continue
            }
            let lead = bytes[index]
            if lead == 0 { return (.nul, index) }
            if lead < 0x80 {
                index += 1
                continue
            }
            guard let length = sequenceLength(in: bytes, at: index) else {
                return (.invalid, index)
            }
            index += length
        }
        return nil
    }

    /// Whether the words of eight bytes from `index` on, which the buffer holds, are ASCII without NUL.
    @inline(__always)
    private static func isASCIIWithoutNUL(
        _ bytes: UnsafeRawBufferPointer, at index: Int, words: Int
    ) -> Bool {
        var seen: UInt64 = 0
        for word in 0..<words {
            // SAFETY: the caller has checked that the bytes are there.
            let word = bytes.loadUnaligned(fromByteOffset: index + 8 * word, as: UInt64.self)
            // Without high bits in the word, taking 1 from each byte sets one only below a zero.
            seen |= word | (word &- lowBits)
        }
        return seen & highBits == 0
    }

    /// The length of the well-formed sequence at `index`, whose first byte is not ASCII.
    private static func sequenceLength(in bytes: UnsafeRawBufferPointer, at index: Int) -> Int? {
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch bytes[index] {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        case 0xF1...0xF3: length = 4
        default: return nil
        }
        guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return nil }
        for offset in 2..<max(length, 2) where bytes[index + offset] & 0xC0 != 0x80 { return nil }
        return length
    }
}
