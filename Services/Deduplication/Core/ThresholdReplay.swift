import Glibc
public import Messages

/// Counts which pairs other thresholds would have shown, from how many pairs of each weight stand in each state.
///
/// Weights are the odds of a probability, so a threshold is a weight. What a rule would merge is no matter of weights
/// alone: see `MergeReplay`.
public struct ThresholdReplay: Sendable {
    /// Bits that one band spans.
    public static let bandBits = 2.0
    /// Bands; what is lighter or heavier is in the first or the last.
    public static let bandsMax = 32
    /// Weight at which the first band ends.
    private static let firstEnd = -8.0

    /// A probability as a weight: log2 of its odds.
    public static func bits(_ probability: Double) -> Double {
        log2(probability / (1 - probability))
    }

    private let possibleBits: Double
    private let probableBits: Double
    private let nowProbableBits: Double
    private var bands = [DeduplicationV1.WeightBand](repeating: .init(), count: bandsMax)
    private var counts: DeduplicationV1.ReplayThresholdsResponse

    /// - Parameters:
    ///   - counts: the thresholds to replay.
    ///   - probableNow: probability from which a pair is probable now.
    public init(_ counts: DeduplicationV1.ReplayThresholdsResponse, probableNow: Double) {
        self.counts = counts
        possibleBits = Self.bits(counts.possible)
        probableBits = Self.bits(counts.probable)
        nowProbableBits = Self.bits(probableNow)
    }

    /// Adds a pair.
    public mutating func add(state: DeduplicationV1.PairState, weight: Double) {
        let index = Self.band(of: weight)
        switch state {
        case .open:
            bands[index].open += 1
            counts.open += 1
            if weight < possibleBits { counts.openGone += 1 }
            if weight >= nowProbableBits { counts.probableNow += 1 }
            if weight >= max(probableBits, possibleBits) { counts.probableThen += 1 }
        case .same:
            bands[index].same += 1
            if weight < possibleBits { counts.sameNeverShown += 1 }
        case .different:
            bands[index].different += 1
        case .unsure:
            bands[index].unsure += 1
        default: break
        }
    }

    /// Says of a pair that was added that a rule made it the same, and no person.
    public mutating func addRule(weight: Double) {
        bands[Self.band(of: weight)].sameByRule += 1
        if weight < possibleBits { counts.sameNeverShown -= 1 }
    }

    /// The answer: bands in which there is nothing are left out.
    public var answer: DeduplicationV1.ReplayThresholdsResponse {
        var answer = counts
        answer.bands = bands.enumerated().compactMap { index, band in
            guard band.open + band.same + band.different + band.unsure > 0 else { return nil }
            var band = band
            band.toBits = Self.firstEnd + Double(index) * Self.bandBits
            band.fromBits = band.toBits - Self.bandBits
            return band
        }
        return answer
    }

    private static func band(of weight: Double) -> Int {
        guard weight.isFinite else { return weight > 0 ? bandsMax - 1 : 0 }
        let band = ((weight - firstEnd) / bandBits).rounded(.down) + 1
        return Int(max(0, min(Double(bandsMax - 1), band)))
    }
}
