internal import Glibc

/// The bits by which the scores of decided pairs are too high or too low.
///
/// Platt (1999), "Probabilistic Outputs for Support Vector Machines", fits a logistic curve to decisions over scores. A
/// score here is the binary logarithm of odds, so the slope is known and the intercept alone is fitted. In the place of his
/// softened targets, which would draw down scores that are right and more certain than these, some decisions are taken to
/// be errors. That decisions were chosen by the score does no harm: how often a score is right is the same among the pairs
/// that were decided (Zadrozny, 2004, "Learning and Evaluating Classifiers under Sample Selection Bias").
enum DecisionCalibration {
    /// A decided pair.
    struct Score {
        let bits: Double
        /// What people decided.
        let isSame: Bool
    }

    /// Share of decisions that are taken to be errors.
    private static let errorShare = 0.005

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
                $0 + weight * Self.loss($1.bits + shift, $1.isSame)
            }
            if loss < best.loss { best = (loss, shift) }
        }
        return best.shift
    }

    /// The probability that a decided pair is one person.
    static func probability(_ isSame: Bool) -> Double { isSame ? 1 - errorShare : errorShare }

    /// The negative logarithm of the probability that a score gives to a decision, in nats.
    private static func loss(_ bits: Double, _ isSame: Bool) -> Double {
        let right = WeightTable.probability(isSame ? bits : -bits)
        return -log((1 - errorShare) * right + errorShare * (1 - right))
    }
}
