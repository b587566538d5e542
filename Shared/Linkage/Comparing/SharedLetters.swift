/// How much two words can have in common at the most, by which letters occur in them: most pairs of names that differ
/// are told apart by this alone.
struct SharedLetters {
    /// Different letters that only one of the words has.
    private let onlyFirst: Int
    private let onlySecond: Int
    private let counts: (first: Int, second: Int)
    /// Letters that both begin with, four at the most.
    private let prefix: Int

    init(_ first: UnsafeBufferPointer<UInt8>, _ second: UnsafeBufferPointer<UInt8>) {
        // As far as their similarity is compared.
        let (first, second) = (first.prefix(64), second.prefix(64))
        let (letters, others) = (Self.letters(of: first), Self.letters(of: second))
        onlyFirst = (letters & ~others).nonzeroBitCount
        onlySecond = (others & ~letters).nonzeroBitCount
        counts = (first.count, second.count)
        var prefix = 0
        while prefix < min(4, first.count, second.count), first[prefix] == second[prefix] {
            prefix += 1
        }
        self.prefix = prefix
    }

    /// Whether one letter more, less, other or in the next place may be all that is between the words.
    var mayBeOneSlip: Bool { max(onlyFirst, onlySecond) <= 1 }

    /// What Jaro and Winkler's similarity of the words cannot exceed: each letter that the other lacks is one that
    /// matches nothing.
    var similarityMost: Double {
        let matching = Double(min(counts.first - onlyFirst, counts.second - onlySecond))
        guard matching > 0 else { return 0 }
        let jaro = (matching / Double(counts.first) + matching / Double(counts.second) + 1) / 3
        return jaro + 0.1 * Double(prefix) * (1 - jaro)
    }

    /// One bit for each letter, or for letters that share their last six bits.
    private static func letters(of word: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64 {
        word.reduce(0) { $0 | 1 << UInt64($1 & 63) }
    }
}
