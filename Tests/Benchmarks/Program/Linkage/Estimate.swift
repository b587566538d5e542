import Foundation
import SampleData

/// A figure with its 95 % interval.
struct Estimate: Encodable {
    let value: Double
    let low: Double
    let high: Double

    /// Student's t at 97.5 %, by degrees of freedom from 1.
    private static let quantiles = [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262,
    ]
    private static let resamples = 1_000

    /// A figure of which no interval is known.
    init(alone value: Double) { (self.value, low, high) = (value, value, value) }

    /// The mean over seeds.
    init(seeds values: [Double]) {
        let count = Double(values.count)
        guard count > 1 else {
            self.init(alone: values[0])
            return
        }
        let variance = Self.squares(values) / (count - 1) / count
        self.init(values.mean, variance: variance, freedom: values.count - 1)
    }

    /// A figure over all seeds together, by what it is without each of them: the jackknife of Tukey (1958).
    init(_ value: Double, withoutEach values: [Double]) {
        let count = Double(values.count)
        guard count > 1 else {
            self.init(alone: value)
            return
        }
        let variance = Self.squares(values) * (count - 1) / count
        self.init(value, variance: variance, freedom: values.count - 1)
    }

    /// A share of so many, with the interval of Wilson (1927), "Probable Inference, the Law of Succession, and Statistical
    /// Inference".
    init(share: Double, of count: Int) {
        let square = 1.96 * 1.96 / Double(count)
        let middle = (share + square / 2) / (1 + square)
        let spread = share * (1 - share) / Double(count) + square / 4 / Double(count)
        let half = 1.96 * spread.squareRoot() / (1 + square)
        (value, low, high) = (share, max(0, middle - half), min(1, middle + half))
    }

    private init(_ value: Double, variance: Double, freedom: Int) {
        let quantile = freedom <= Self.quantiles.count ? Self.quantiles[freedom - 1] : 2.262
        self.init(value, half: quantile * variance.squareRoot())
    }

    private init(_ value: Double, half: Double) {
        (self.value, low, high) = (value, max(0, value - half), min(1, value + half))
    }

    private static func squares(_ values: [Double]) -> Double {
        let mean = values.mean
        return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }

    private init(value: Double, sorted: [Double]) {
        self.value = value
        low = sorted[sorted.count * 25 / 1_000]
        high = sorted[sorted.count * 975 / 1_000]
    }

    /// Precision, recall and F1 of one list, with the percentiles of a bootstrap over its people, or of several seeds.
    static func scores(_ lists: [[PersonScore]]) -> (
        precision: Estimate, recall: Estimate, f1: Estimate
    ) {
        let sums = lists.map { $0.reduce(PersonScore(), +) }
        let drawn =
            lists.count == 1 ? draws(of: lists[0]) { $0.reduce(PersonScore(), +) } : []
        func estimate(_ figure: (PersonScore) -> Double) -> Estimate {
            let values = sums.map(figure)
            guard values.count == 1 else { return Estimate(seeds: values) }
            return Estimate(value: values[0], sorted: drawn.map(figure).sorted())
        }
        return (estimate(\.precision), estimate(\.recall), estimate(\.f1))
    }

    /// A figure with as much to either side as it spreads when people are drawn anew. For figures that drawing itself
    /// raises, as it does an error: their percentiles would lie above them.
    static func spread<Person>(of people: [Person], _ figure: ([Person]) -> Double) -> Estimate {
        let drawn = draws(of: people, figure)
        let variance = squares(drawn) / Double(drawn.count - 1)
        return Estimate(figure(people), half: 1.96 * variance.squareRoot())
    }

    /// A figure of as many people, drawn from them with replacement, again and again.
    private static func draws<Person, Value>(
        of people: [Person], _ figure: ([Person]) -> Value
    ) -> [Value] {
        var random = RandomSource(seed: 95)
        return (0..<resamples).map { _ in
            figure(people.indices.map { _ in people[random.below(people.count)] })
        }
    }

    /// `0.912 (0.904–0.921)`; the value alone where there is one run.
    var text: String {
        low == value && high == value && value < 1
            ? String(format: "%.3f", value) : String(format: "%.3f (%.3f–%.3f)", value, low, high)
    }
}
