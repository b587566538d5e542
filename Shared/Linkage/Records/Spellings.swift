internal import Matching

/// The distinct values of some fields: each once, with its sound and its pairs of letters.
struct Spellings: Sendable {
    /// The bytes of all values.
    private(set) var values = ValueStore()
    /// Values of one sound (or of one class of variants) have one number.
    private(set) var sounds: [UInt32] = []
    /// Sorted pairs of letters, one more than bytes of each value; empty unless asked for.
    private(set) var pairs: [UInt16] = []
    private var soundKeys = ValueStore()
    private let keepsPairs: Bool
    private let keepsSounds: Bool

    init(keepsPairs: Bool = false, keepsSounds: Bool = false) {
        self.keepsPairs = keepsPairs
        self.keepsSounds = keepsSounds
    }

    var count: Int { values.count }

    /// Bytes held.
    var byteCount: Int {
        values.byteCount + soundKeys.byteCount + 4 * sounds.capacity + 2 * pairs.capacity
    }

    /// The number of a value, new or known; a value has a byte at least.
    mutating func id(of value: [UInt8]) -> UInt32 {
        let (id, isNew) = values.id(of: value)
        guard isNew else { return id }
        if keepsPairs { pairs += LetterPairs.sorted(value) }
        if keepsSounds {
            let key = NameVariants.standard.representative(of: PhoneticKey.key(of: value))
            sounds.append(soundKeys.id(of: key).id)
        }
        return id
    }

    /// Sounds held.
    var soundCount: Int { soundKeys.count }
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
    static func similarity(
        _ left: UnsafeBufferPointer<UInt16>, _ right: UnsafeBufferPointer<UInt16>
    ) -> Double {
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
