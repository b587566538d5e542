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

    /// The mean over seeds.
    init(seeds values: [Double]) {
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let freedom = values.count - 1
        let quantile = freedom == 0 ? 0 : freedom <= 9 ? Self.quantiles[freedom - 1] : 2.262
        let half = freedom == 0 ? 0 : quantile * (squares / Double(freedom) / count).squareRoot()
        (value, low, high) = (mean, mean - half, min(1, mean + half))
    }

    private init(value: Double, sorted: [Double]) {
        self.value = value
        low = sorted[sorted.count * 25 / 1_000]
        high = sorted[sorted.count * 975 / 1_000]
    }

    /// Precision, recall and F1 with the percentiles of a bootstrap over people.
    static func bootstrap(_ people: [PersonScore]) -> (
        precision: Estimate, recall: Estimate, f1: Estimate
    ) {
        var random = RandomSource(seed: 95)
        let drawn = (0..<resamples).map { _ in
            people.indices.reduce(PersonScore()) { sum, _ in
                sum + people[random.below(people.count)]
            }
        }
        let all = people.reduce(PersonScore(), +)
        func estimate(_ figure: (PersonScore) -> Double) -> Estimate {
            Estimate(value: figure(all), sorted: drawn.map(figure).sorted())
        }
        return (estimate(\.precision), estimate(\.recall), estimate(\.f1))
    }

    /// `0.912 (0.904–0.921)`; the value alone where there is one run.
    var text: String {
        low == value && high == value && value < 1
            ? String(format: "%.3f", value) : String(format: "%.3f (%.3f–%.3f)", value, low, high)
    }
}
