/// The short number of a household's case, read aloud and written by hand: `BDG-00042-X`.
///
/// Three letters of the region, a serial of at least five digits, and a check character by
/// ISO/IEC 7064 MOD 37,36 over letters and serial, which finds every single wrong character and
/// every swap of two neighbours in what is written.
///
/// Reading folds what hands confuse: O with 0 and I with 1 (in the letters towards the letter, in
/// the serial towards the digit). A check character of such a pair matches both of its forms; that
/// is the one weakening of the standard's guarantee. Blocks of serials are given out elsewhere.
public struct CaseNumber: Sendable, Hashable, Comparable {
    /// The letters of the region, upper case A to Z.
    public let prefix: String
    /// The serial within the region, from 1.
    public let serial: UInt32

    /// A prefix of fixed width lets the number be read without its hyphens.
    public static let prefixLength = 3
    /// Nine digits outnumber any region's people, and fit 32 bits.
    public static let serialMax: UInt32 = 999_999_999
    /// Short serials are padded, so that a lost digit is seen.
    private static let serialDigitsMin = 5
    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)

    /// Makes a number; `nil` unless `prefix` is three letters A to Z and `serial` is in
    /// 1...`serialMax`.
    public init?(prefix: String, serial: UInt32) {
        let letters = prefix.utf8
        guard letters.count == Self.prefixLength,
            letters.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }),
            (1...Self.serialMax).contains(serial)
        else { return nil }
        self.prefix = prefix
        self.serial = serial
    }

    /// The check character, 0 to 9 or A to Z.
    public var checkCharacter: Character {
        Character(Unicode.Scalar(Self.check(Array((prefix + serialText).utf8))))
    }

    /// Orders by region, then serial.
    public static func < (left: CaseNumber, right: CaseNumber) -> Bool {
        (left.prefix, left.serial) < (right.prefix, right.serial)
    }

    var serialText: String {
        let digits = String(serial)
        return String(repeating: "0", count: max(0, Self.serialDigitsMin - digits.count)) + digits
    }

    /// ISO/IEC 7064 hybrid system MOD 37,36 (M = 36).
    static func check(_ characters: [UInt8]) -> UInt8 {
        var product = 36
        for character in characters {
            guard let value = alphabet.firstIndex(of: character) else {
                preconditionFailure("only 0-9 and A-Z are checked")
            }
            var sum = (product + value) % 36
            if sum == 0 { sum = 36 }
            product = sum * 2 % 37
        }
        return alphabet[(37 - product) % 36]
    }
}

extension CaseNumber: LosslessStringConvertible {
    /// The printed form, with hyphens.
    public var description: String { "\(prefix)-\(serialText)-\(checkCharacter)" }

    /// Reads a number as people write it: either case, hyphens and spaces anywhere, O and 0, I
    /// and 1 confused. `nil` when it is not one or the check character is wrong.
    public init?(_ text: String) {
        // Longer input cannot be one, and is not worth a copy.
        guard text.utf8.count <= 64 else { return nil }
        let characters = text.utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: " ") }
            .map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
        guard
            characters.count >= Self.prefixLength + Self.serialDigitsMin + 1,
            let check = characters.last
        else { return nil }
        let prefix = characters.prefix(Self.prefixLength).map(Self.foldedToLetter)
        let digits = characters.dropFirst(Self.prefixLength).dropLast().map(Self.foldedToDigit)
        guard
            digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let serial = UInt32(String(decoding: digits, as: UTF8.self)),
            let number = CaseNumber(
                prefix: String(decoding: prefix, as: UTF8.self), serial: serial),
            number.serialText.utf8.elementsEqual(digits),
            let expected = number.checkCharacter.asciiValue,
            Self.foldedToDigit(check) == Self.foldedToDigit(expected)
        else { return nil }
        self = number
    }

    private static func foldedToDigit(_ character: UInt8) -> UInt8 {
        switch character {
        case UInt8(ascii: "O"): UInt8(ascii: "0")
        case UInt8(ascii: "I"): UInt8(ascii: "1")
        default: character
        }
    }

    private static func foldedToLetter(_ character: UInt8) -> UInt8 {
        switch character {
        case UInt8(ascii: "0"): UInt8(ascii: "O")
        case UInt8(ascii: "1"): UInt8(ascii: "I")
        default: character
        }
    }
}
