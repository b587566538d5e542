internal import Glibc

/// The bits by which the scores of decided pairs are too high or too low.
///
/// Platt (1999), "Probabilistic Outputs for Support Vector Machines", fits a logistic curve to decisions over scores. A
/// score here is the binary logarithm of odds, so the slope is known and the intercept alone is fitted. That decisions were
/// chosen by the score does no harm: how often a score is right is the same among the pairs that were decided (Zadrozny,
/// 2004, "Learning and Evaluating Classifiers under Sample Selection Bias").
enum DecisionCalibration {
    /// A decided pair.
    struct Score {
        let bits: Double
        /// The probability that people's decision stands for.
        let target: Double
    }

    /// Spread of the shifts that are expected, in bits: a few decisions move little, and if all are the same it stays
    /// bounded.
    private static let spread = 1.0
    /// More is no error of shares: then it was not this that people decided by.
    private static let shiftMax = 3.0

    /// Bits to add; 0 without scores.
    ///
    /// - Parameter weight: of each score.
    static func shift(of scores: [Score], weight: Double) -> Double {
        guard !scores.isEmpty else { return 0 }
        var best = (loss: Double.infinity, shift: 0.0)
        for step in -60...60 {
            let shift = Double(step) / 60 * shiftMax
            let loss = scores.reduce(shift * shift / (2 * spread * spread)) {
                $0 + weight * Self.loss($1.bits + shift, $1.target)
            }
            if loss < best.loss { best = (loss, shift) }
        }
        return best.shift
    }

    /// The cross entropy of a score and its target, in nats.
    private static func loss(_ bits: Double, _ target: Double) -> Double {
        let logit = bits * log(2.0)
        // ln(1 + e^x), without overflow.
        return max(0, logit) + log1p(exp(-abs(logit))) - target * logit
    }
}
