internal import Matching

/// The distinct values of some fields: each once, with its sound and its pairs of letters.
struct Spellings: Sendable {
    /// The bytes of all values.
    private(set) var values = ValueStore()
    /// Values of one sound (or of one class of variants) have one number.
    private(set) var sounds = GrowingBuffer<UInt32>()
    /// Sorted pairs of letters, one more than bytes of each value; empty unless asked for.
    private(set) var pairs = GrowingBuffer<UInt16>()
    /// The sounds.
    private(set) var soundKeys = ValueStore()
    /// Sounds of a snapshot that are compared with today's rules.
    private static let soundsChecked = 4_096
    private let keepsPairs: Bool
    private let sounding: Sounding?

    /// - Parameter sounding: what values sound like, where that is asked for.
    init(keepsPairs: Bool = false, sounding: Sounding? = nil) {
        self.keepsPairs = keepsPairs
        self.sounding = sounding
    }

    var count: Int { values.count }

    /// Bytes held.
    var byteCount: Int {
        values.byteCount + soundKeys.byteCount + sounds.byteCount + pairs.byteCount
    }

    /// The number of a value, new or known; a value has a byte at least.
    mutating func id(of value: [UInt8]) -> UInt32 {
        let (id, isNew) = values.id(of: value)
        guard isNew else { return id }
        if keepsPairs { pairs.append(contentsOf: LetterPairs.sorted(value)) }
        if let sounding { sounds.append(soundKeys.id(of: sounding.key(of: value)).id) }
        return id
    }

    /// Sounds held.
    var soundCount: Int { soundKeys.count }
}

// MARK: Snapshot

extension Spellings {
    func write(to snapshot: inout SnapshotWriter) throws {
        try values.write(to: &snapshot)
        try soundKeys.write(to: &snapshot)
        try sounds.write(to: &snapshot)
        try pairs.write(to: &snapshot)
    }

    /// Reads the spellings in place of those that are held.
    mutating func read(from snapshot: inout SnapshotReader) throws {
        values = try ValueStore(from: &snapshot)
        soundKeys = try ValueStore(from: &snapshot)
        sounds = try GrowingBuffer(from: &snapshot)
        pairs = try GrowingBuffer(from: &snapshot)
        guard sounds.count == (sounding == nil ? 0 : values.count),
            sounds.elements.allSatisfy({ $0 < UInt32(soundKeys.count) }),
            pairs.count == (keepsPairs ? values.bytes.count + values.count : 0)
        else { throw SnapshotError.damaged }
        try checkSounds()
    }

    /// Checks some sounds against the rules and variants of now.
    private func checkSounds() throws {
        guard let sounding else { return }
        for id in stride(from: 0, to: count, by: 1 + count / Self.soundsChecked) {
            let key = sounding.key(of: Array(values[UInt32(id)]))
            guard soundKeys[sounds[id]].elementsEqual(key) else {
                throw SnapshotError.foreign
            }
        }
    }
}

/// What names and places sound like.
struct Sounding: Sendable {
    private let variants: NameVariants
    private let usesPhonetics: Bool

    init(_ variants: NameVariants, _ configuration: LinkageConfiguration) {
        self.variants = variants
        usesPhonetics = configuration.usesPhonetics
    }

    /// What values of one sound, or of one class of variants, have in common.
    func key(of value: [UInt8]) -> [UInt8] {
        usesPhonetics ? variants.representative(of: PhoneticKey.key(of: value)) : value
    }
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
