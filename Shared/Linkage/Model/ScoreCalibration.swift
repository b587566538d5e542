internal import Glibc

/// The bits by which all scores of a list are too high or too low.
///
/// The shares of levels are learnt from pairs that are clear; what is doubtful is decided by how often
/// fields agree *together*, among namesakes of one village or in one badly copied record, and that no
/// product of shares knows. But the scores themselves tell: those of strangers thin out towards the
/// matches, and where the count of pairs leaves that course the matches begin. Belin and Rubin (1995),
/// "A Method for Calibrating False-Match Rates in Record Linkage", fit both sides; here the odds that a
/// score states are taken as right but for what a bit is worth and one factor, so the count of pairs at a score `s` is that
/// of strangers, whose logarithm is a parabola, times `1 + 2^(worth · s + shift)`.
struct ScoreCalibration {
    /// Scores that are looked at: from strangers alone to matches alone.
    private static let window = -12..<8
    /// Spread of the shifts that are expected, in bits.
    private static let spread = 1.0
    /// More is no error of a list's shares.
    private static let shiftMax = 3.0
    /// Steps that a shift is looked for in, on either side.
    private static let steps = 60
    /// Share by which counts stray from a parabola though there are many pairs.
    private static let roughness = 0.3

    /// What a bit of the scores is worth; see ``LinkageConfiguration/bitWorth``.
    private let worth: Double
    private var counts = [Double](repeating: 0, count: window.count)

    init(_ bits: some Sequence<Double>, worth: Double) {
        self.worth = worth
        for bits in bits where bits >= Double(Self.window.lowerBound) {
            let bin = Int(bits.rounded(.down))
            if Self.window.contains(bin) { counts[bin - Self.window.lowerBound] += 1 }
        }
    }

    /// Bits to add to every score, after its worth; none where too few pairs say anything, and none where the course fits best
    /// with more than can be: without families doubtful pairs are so many that matches have no course of their own, and any
    /// would do.
    var shift: Double {
        let sought = (-Self.steps...Self.steps).map { step in
            let shift = Double(step) / Double(Self.steps) * 2 * Self.shiftMax
            return (shift: shift, misfit: misfit(shift))
        }
        guard let fittest = sought.min(by: { $0.misfit < $1.misfit }),
            abs(fittest.shift) <= Self.shiftMax
        else { return 0 }
        func loss(_ shift: Double, _ misfit: Double) -> Double {
            misfit + (shift / Self.spread) * (shift / Self.spread)
        }
        return sought.min { loss($0.shift, $0.misfit) < loss($1.shift, $1.misfit) }?.shift ?? 0
    }

    /// The weighted squares that a parabola leaves of the logarithms of the strangers' counts.
    private func misfit(_ shift: Double) -> Double {
        var points: [(at: Double, log: Double, weight: Double)] = []
        for (bin, count) in counts.enumerated() where count > 0 {
            let bits = Double(Self.window.lowerBound + bin) + 0.5
            let weight = count / (1 + Self.roughness * Self.roughness * count)
            points.append((bits / 10, log(count) - log(1 + exp2(worth * bits + shift)), weight))
        }
        return Parabola(points).misfit(points)
    }
}
