/// Links lists of filters, without a key, names or examples.
public struct EncodedLinker: Sendable {
    private static let sampledPairs = 4_000_000

    /// Two records that were taken for one person's.
    public struct Pair: Sendable {
        /// Number of the record in the first list, from 0.
        public let left: Int
        /// Number of the record in the second list; of one list a higher number.
        public let right: Int
        /// The weighted Dice coefficient of what both say, from 0 to 1, of the parts that both have.
        public let similarity: Double
        /// The probability that both are one person's.
        public let probability: Double
    }

    /// What linking came to.
    public struct Result: Sendable {
        /// Pairs that were compared: all.
        public let comparisons: Int
        /// The pairs, the most probable first. Between two lists each record is in one at the most.
        public let pairs: [Pair]
    }

    private let threshold: Double

    /// - Parameter threshold: probability from which two records are one person's.
    public init(threshold: Double = LinkageConfiguration.standard.threshold) {
        self.threshold = threshold
    }

    /// Finds the records of one person in two lists, or in one.
    ///
    /// Works on all processors. Compares each record with each: time grows with the product of both.
    ///
    /// - Parameter progress: is told how much is done, from 0 to 100.
    /// - Throws: `otherProject`, `otherWeights`, `otherSalt`.
    public func link(
        _ left: EncodedList, _ right: EncodedList? = nil,
        progress: @Sendable (Int) -> Void = { _ in }
    ) async throws(EncodedList.Problem) -> Result {
        if let right { try Self.check(left, right) }
        let scan = FilterScan(left, right)
        guard scan.pairCount > 0 else { return Result(comparisons: 0, pairs: []) }
        let records = left.count + (right?.count ?? 0)
        let most = min(records * EncodingLimits.pairsPerRecordMax, EncodingLimits.pairsMax)
        let sample = await scan.sample(Self.sampledPairs)
        let kept = Int(Double(most) * sample.share)
        let scores = sample.scores.sorted(by: >)
        let near = await scan.pairs(
            score: kept < scores.count ? scores[kept] : -.infinity, progress: progress)
        let mixture = ScoreMixture(near.map(\.score), records: records)
        var pairs = near.compactMap { pair -> (pair: Pair, score: Float)? in
            let probability = mixture.probability(pair.score)
            guard probability >= threshold else { return nil }
            let found = Pair(
                left: Int(pair.left), right: Int(pair.right), similarity: Double(pair.similarity),
                probability: probability)
            return (found, pair.score)
        }
        pairs.sort {
            ($1.score, $0.pair.left, $0.pair.right) < ($0.score, $1.pair.left, $1.pair.right)
        }
        let chosen = pairs.map(\.pair)
        return Result(
            comparisons: scan.pairCount, pairs: right == nil ? chosen : Self.oneToOne(chosen))
    }

    /// Whether two lists can be compared.
    private static func check(
        _ left: EncodedList, _ right: EncodedList
    ) throws(EncodedList.Problem) {
        guard left.project == right.project else { throw .otherProject }
        let weights = Dictionary(uniqueKeysWithValues: left.parts.map { ($0.name, $0.weight) })
        guard right.parts.allSatisfy({ weights[$0.name] ?? $0.weight == $0.weight }) else {
            throw .otherWeights
        }
        guard left.isSalted == right.isSalted else { throw .otherSalt }
    }

    /// Of each record the best pair that is left.
    private static func oneToOne(_ pairs: [Pair]) -> [Pair] {
        var lefts: Set<Int> = []
        var rights: Set<Int> = []
        return pairs.filter { pair in
            guard !lefts.contains(pair.left), !rights.contains(pair.right) else { return false }
            lefts.insert(pair.left)
            rights.insert(pair.right)
            return true
        }
    }
}
