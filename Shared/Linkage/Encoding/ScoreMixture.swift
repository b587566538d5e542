internal import Glibc

/// What the scores of a list's pairs say of each: how many of its height are one person's.
///
/// There are far more pairs of strangers than of one person, and their scores thin out: the logarithm of their
/// count follows a parabola. Matches are what rises above it, taken for a normal distribution. Both are fitted
/// to the counts by expectation and maximisation (Dempster, Laird and Rubin 1977), first over a wide range of
/// scores and then nearer to where they meet; the share of matches at a score is the local true discovery rate
/// of Efron (2004), "Large-Scale Simultaneous Hypothesis Testing".
struct ScoreMixture {
    /// Pairs that are looked at, a record: the highest ones.
    private static let ranges = [40, 10]
    private static let stepsMax = 200
    private static let newtonSteps = 25
    private static let spreadMin = 2.0
    /// Score that a match has at the least, whatever the list: a given name and some more.
    private static let scoreMin = 8.0

    /// The score of the first share, and the shares of matches at it and each whole number more.
    private var first = 0.0
    private var shares: [Double] = []

    /// - Parameter scores: of pairs, all above some height.
    init(_ scores: [Float], records: Int) {
        let sorted = scores.sorted(by: >)
        for range in Self.ranges {
            fit(sorted.prefix(range * records), records: records)
        }
    }

    /// The probability that a pair with a score is one person's.
    func probability(_ score: Float) -> Double {
        guard Double(score) >= Self.scoreMin, !shares.isEmpty else { return 0 }
        return share(at: Double(score))
    }

    private func share(at score: Double) -> Double {
        guard let last = shares.last else { return 0 }
        let place = score - first
        guard place > 0 else { return shares[0] }
        let below = Int(place)
        guard below + 1 < shares.count else { return last }
        let part = place - Double(below)
        return shares[below] * (1 - part) + shares[below + 1] * part
    }

    private mutating func fit(_ sorted: ArraySlice<Float>, records: Int) {
        guard let high = sorted.first, let low = sorted.last else { return }
        let lowest = Int(low.rounded(.down)) + 1
        var counts = [Double](repeating: 0, count: max(1, Int(high) - lowest + 2))
        for score in sorted where Int(score.rounded(.down)) >= lowest {
            counts[Int(score.rounded(.down)) - lowest] += 1
        }
        // What lies before the greatest count was not kept in full, or is on the strangers' other slope.
        let mode = counts.indices.max { counts[$0] < counts[$1] } ?? 0
        counts.removeFirst(mode)
        let start = Double(lowest + mode) + 0.5
        var shares: [Double]
        if self.shares.isEmpty {
            var above = counts.reduce(0, +)
            shares = counts.map { count in
                defer { above -= count }
                return above <= Double(records) / 4 ? 0.9 : 0
            }
        } else {
            shares = counts.indices.map { share(at: start + Double($0)) }
        }
        first = start
        self.shares = Self.fitted(counts, shares)
    }

    private static func fitted(_ counts: [Double], _ initial: [Double]) -> [Double] {
        var shares = initial
        var strangers = Parabola([(0, log(counts[0] + 1), 1)])
        for _ in 0..<stepsMax {
            let found = zip(counts, shares).map { $0 * $1 }
            let matches = Normal(found)
            strangers = poisson(zip(counts, found).map { $0 - $1 }, from: strangers)
            var least = 0.0
            var change = 0.0
            for bin in counts.indices {
                let stranger = exp(min(max(strangers.value(at: Double(bin) / 10), -30), 30))
                let match = matches.density(at: Double(bin))
                // A higher score never says less.
                least = max(least, match / (match + stranger))
                change = max(change, abs(least - shares[bin]))
                shares[bin] = least
            }
            if change < 1e-5 { break }
        }
        // Matches of which most look like strangers are a bend in the strangers' course.
        let found = Normal(zip(counts, shares).map { $0 * $1 })
        let usual = Int(found.mean + found.spread)
        guard found.count >= 1, usual < 0 || usual >= shares.count || shares[usual] >= 0.5 else {
            return shares.map { _ in 0 }
        }
        return shares
    }

    /// The parabola of the logarithms of expected counts, by iterated weighted least squares.
    private static func poisson(_ counts: [Double], from first: Parabola) -> Parabola {
        var parabola = first
        for _ in 0..<newtonSteps {
            let points = counts.enumerated().map { bin, count in
                let at = Double(bin) / 10
                let log = min(max(parabola.value(at: at), -30), 30)
                let expected = exp(log)
                return (at: at, log: log + (count - expected) / expected, weight: expected)
            }
            // A full step from afar would leave the range of numbers.
            parabola = parabola.moved(to: Parabola(points), stepMax: 2)
        }
        return parabola
    }

    /// A normal distribution of counts.
    private struct Normal {
        let count: Double
        let mean: Double
        let spread: Double

        init(_ counts: [Double]) {
            let count = max(counts.reduce(0, +), 1e-9)
            let mean =
                counts.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element } / count
            let square = counts.enumerated().reduce(0) {
                $0 + (Double($1.offset) - mean) * (Double($1.offset) - mean) * $1.element
            }
            self.count = count
            self.mean = mean
            spread = max(ScoreMixture.spreadMin, (square / count).squareRoot())
        }

        func density(at place: Double) -> Double {
            let far = (place - mean) / spread
            return count * exp(-far * far / 2) / (spread * 2.506_628_274_631)
        }
    }
}
