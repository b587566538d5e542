/// The least of several hashes of the pairs of letters of some words: texts agree in one as often as the
/// share of pairs that they have in common.
struct LeastHashes {
    static let bands = 6
    static let rowsPerBand = 2

    private var hashes = InlineArray<12, UInt64>(repeating: .max)
    /// Letters added.
    private(set) var count = 0

    init() {}

    init(of word: UnsafeBufferPointer<UInt8>) {
        add(word)
    }

    func least(_ band: Int, _ row: Int) -> UInt64 { hashes[band * Self.rowsPerBand + row] }

    mutating func add(_ word: UnsafeBufferPointer<UInt8>) {
        var last: UInt64 = 0
        for place in 0...word.count {
            let letter = place < word.count ? UInt64(word[place]) : 0
            var pair = KeyHash(0)
            pair.add(last << 8 | letter)
            let hash = pair.finished
            for row in hashes.indices {
                // Multiplication by odd numbers permutes the hashes.
                let permuted = (hash ^ hash >> 17) &* Self.multipliers[row]
                if permuted < hashes[row] { hashes[row] = permuted }
            }
            last = letter
            count += 1
        }
    }

    private static let multipliers: InlineArray<12, UInt64> = {
        var multipliers = InlineArray<12, UInt64>(repeating: 1)
        for number in multipliers.indices {
            var hash = KeyHash(UInt8(number))
            hash.add(UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
            multipliers[number] = hash.finished | 1
        }
        return multipliers
    }()
}
