internal import Matching

/// The distinct values of some fields: each once, with its sound and its pairs of letters.
struct Spellings: Sendable {
    private(set) var bytes: [[UInt8]] = []
    /// Values of one sound (or of one class of variants) have one number.
    private(set) var sounds: [UInt32] = []
    /// Sorted pairs of letters; empty unless asked for.
    private(set) var pairs: [[UInt16]] = []
    private var idOfBytes: [[UInt8]: UInt32] = [:]
    private var soundOfKey: [[UInt8]: UInt32] = [:]
    private let keepsPairs: Bool
    private let keepsSounds: Bool

    init(keepsPairs: Bool = false, keepsSounds: Bool = false) {
        self.keepsPairs = keepsPairs
        self.keepsSounds = keepsSounds
    }

    var count: Int { bytes.count }

    /// The number of a value, new or known.
    mutating func id(of value: [UInt8]) -> UInt32 {
        if let id = idOfBytes[value] { return id }
        let id = UInt32(bytes.count)
        idOfBytes[value] = id
        bytes.append(value)
        if keepsPairs { pairs.append(LetterPairs.sorted(value)) }
        if keepsSounds {
            let key = NameVariants.standard.representative(of: PhoneticKey.key(of: value))
            let sound = soundOfKey[key] ?? UInt32(soundOfKey.count)
            soundOfKey[key] = sound
            sounds.append(sound)
        }
        return id
    }

    /// Sounds held.
    var soundCount: Int { soundOfKey.count }
}

/// Pairs of neighbouring letters, for spellings that no other rule brings together.
enum LetterPairs {
    /// The pairs of a text with its beginning and end, sorted.
    static func sorted(_ text: [UInt8]) -> [UInt16] {
        guard !text.isEmpty else { return [] }
        var pairs: [UInt16] = []
        pairs.reserveCapacity(text.count + 1)
        var last: UInt8 = 0
        for byte in text + [0] {
            pairs.append(UInt16(last) << 8 | UInt16(byte))
            last = byte
        }
        return pairs.sorted()
    }

    /// Dice's coefficient of two sorted lists: 0 for nothing in common, 1 for the same pairs.
    static func similarity(_ left: [UInt16], _ right: [UInt16]) -> Double {
        guard !left.isEmpty, !right.isEmpty else { return 0 }
        var common = 0
        var (i, j) = (0, 0)
        while i < left.count, j < right.count {
            if left[i] == right[j] {
                common += 1
                i += 1
                j += 1
            } else if left[i] < right[j] {
                i += 1
            } else {
                j += 1
            }
        }
        return 2 * Double(common) / Double(left.count + right.count)
    }
}
