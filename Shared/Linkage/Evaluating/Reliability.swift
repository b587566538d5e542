/// How often pairs that were said to be one person's are so, by the probability that was said.
///
/// The pairs from 0.05 to 0.95 in bins of equal mass, and the expected calibration error over them: Naeini, Cooper and
/// Hauskrecht (2015), "Obtaining Well Calibrated Probabilities Using Bayesian Binning". Surer pairs are left out, for
/// they are many and would make every error small.
public struct Reliability: Sendable, Encodable {
    /// Pairs of like probability: what was said, and how many were right.
    public struct Bin: Sendable, Encodable {
        /// Pairs in it.
        public let pairs: Int
        /// Mean probability that was said.
        public let said: Double
        /// Share that is one person's.
        public let observed: Double
    }

    /// The probabilities that are looked at.
    public static let doubtful = 0.05...0.95
    private static let binsMax = 10

    /// From the least probable pairs to the most.
    public let bins: [Bin]
    /// Mean difference between what was said and what was observed; nil without pairs.
    public let calibrationError: Double?

    /// Judges what was said of some pairs.
    public init(_ pairs: some Sequence<(said: Double, isTrue: Bool)>) {
        let pairs = pairs.filter { Self.doubtful.contains($0.said) }.sorted { $0.said < $1.said }
        let count = min(Self.binsMax, pairs.count)
        bins = (0..<count).map { bin in
            let part = pairs[(pairs.count * bin / count)..<(pairs.count * (bin + 1) / count)]
            return Bin(
                pairs: part.count, said: part.reduce(0) { $0 + $1.said } / Double(part.count),
                observed: Double(part.count { $0.isTrue }) / Double(part.count))
        }
        let errors = bins.reduce(0) { $0 + abs($1.said - $1.observed) * Double($1.pairs) }
        calibrationError = pairs.isEmpty ? nil : errors / Double(pairs.count)
    }
}
