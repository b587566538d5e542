import Foundation

/// What the linkage benchmark came to.
struct LinkageReport: Encodable {
    /// One list, or several seeds of one size.
    struct Row: Encodable {
        let name: String
        /// Mean over the seeds, as all that follow.
        let records: Int
        let seeds: Int
        let precision: Estimate
        let recall: Estimate
        let f1: Estimate
        let blockingRecall: Estimate
        /// F1 of pairs by their own probability, before they are made into people.
        let pairsF1: Estimate
        /// Of pairs said from 0.05 to 0.95, in bins of equal mass; none below 200 pairs.
        let reliability: [Bin]
        /// Mean difference between what was said of them and what was observed.
        let calibrationError: Estimate?
        let seconds: Double
        let megabytes: Double
        /// F1 of the engine without a part, by the part.
        let ablation: [String: Estimate]
        /// By the settings; what could not be run is left out.
        let splink: [String: Splink]
    }

    /// Pairs of like probability.
    struct Bin: Codable {
        var pairs = 0
        /// Mean probability that was said.
        var said = 0.0
        /// Share that is one person's.
        var observed = 0.0

        static func + (left: Bin, right: Bin) -> Bin {
            let pairs = left.pairs + right.pairs
            func mean(_ value: KeyPath<Bin, Double>) -> Double {
                let sum =
                    left[keyPath: value] * Double(left.pairs)
                    + right[keyPath: value] * Double(right.pairs)
                return sum / Double(max(1, pairs))
            }
            return Bin(pairs: pairs, said: mean(\.said), observed: mean(\.observed))
        }
    }

    /// Splink over the same lists.
    struct Splink: Encodable {
        let best: Estimate
        let sure: Estimate
        let seconds: Double
        let megabytes: Double
        let seeds: Int
    }

    let machine = Machine.description
    var rows: [Row] = []

    /// Two tables, as Markdown has them.
    var text: String {
        let figures = rows.map { row in
            "| \(row.name), \(row.records) | \(row.f1.text) | \(row.precision.text) "
                + "| \(row.recall.text) | \(row.blockingRecall.text) "
                + "| \(row.pairsF1.text) | \(row.calibrationError?.text ?? "") "
                + "| \(Self.one(row.seconds)) s, \(Int(row.megabytes)) MB |"
        }
        let beside = rows.flatMap { row in
            row.splink.sorted { $0.key > $1.key }.map { settings, splink in
                "| \(row.name), \(row.records)\(Self.seeds(splink.seeds, of: row)) | \(settings) "
                    + "| \(splink.best.text) "
                    + "| \(splink.sure.text) "
                    + "| \(Self.one(splink.seconds)) s, \(Int(splink.megabytes)) MB |"
            }
        }
        let parts = rows.flatMap { row in
            row.ablation.sorted { $0.key < $1.key }.map {
                "| \(row.name), \(row.records) | \($0) | \($1.text) |"
            }
        }
        let reliability = rows.filter { !$0.reliability.isEmpty }.map { row in
            "| \(row.name), \(row.records) | "
                + row.reliability.map { "\(Self.two($0.said)): \(Self.two($0.observed))" }
                .joined(separator: " | ") + " |"
        }
        return
            ([
                "| list, records | F1 | precision | recall | blocking recall | F1 of pairs "
                    + "| calibration error | time, memory |", "|---|---|---|---|---|---|---|---|",
            ] + figures + [
                "",
                "| list, records | Splink's settings | F1 at its best threshold | F1 at 0.95 "
                    + "| time, memory |", "|---|---|---|---|---|",
            ] + beside + ["", "| list, records | engine | F1 |", "|---|---|---|"] + parts
            + ["", "Said and observed:", ""] + reliability)
            .joined(separator: "\n")
    }

    private static func seeds(_ count: Int, of row: Row) -> String {
        count == row.seeds ? "" : ", the first seed"
    }

    private static func two(_ number: Double) -> String { String(format: "%.2f", number) }
    private static func one(_ number: Double) -> String { String(format: "%.1f", number) }
}
