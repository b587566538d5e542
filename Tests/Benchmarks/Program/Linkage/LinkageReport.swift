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
        let blockingRecall: Double
        /// F1 of pairs by their own probability, before they are made into people.
        let pairsF1: Double
        /// Over pairs said from 0.05 to 0.95, in bins of equal mass; nil below 200 pairs.
        let calibrationError: Double?
        let seconds: Double
        let megabytes: Double
        /// F1 of the engine without a part, by the part.
        let ablation: [String: Double]
        /// By the settings; what could not be run is left out.
        let splink: [String: Splink]
    }

    /// Splink over the same lists.
    struct Splink: Encodable {
        let best: Estimate
        let sure: Estimate
        let seconds: Double
        let megabytes: Double
    }

    let machine = Machine.description
    var rows: [Row] = []

    /// Two tables, as Markdown has them.
    var text: String {
        let figures = rows.map { row in
            "| \(row.name), \(row.records) | \(row.f1.text) | \(row.precision.text) "
                + "| \(row.recall.text) | \(Self.three(row.blockingRecall)) "
                + "| \(Self.three(row.pairsF1)) "
                + "| \(row.calibrationError.map(Self.three) ?? "") "
                + "| \(Self.one(row.seconds)) s, \(Int(row.megabytes)) MB |"
        }
        let beside = rows.flatMap { row in
            row.splink.sorted { $0.key > $1.key }.map { settings, splink in
                "| \(row.name), \(row.records) | \(settings) | \(splink.best.text) "
                    + "| \(splink.sure.text) "
                    + "| \(Self.one(splink.seconds)) s, \(Int(splink.megabytes)) MB |"
            }
        }
        let parts = rows.flatMap { row in
            row.ablation.sorted { $0.key < $1.key }.map {
                "| \(row.name), \(row.records) | \($0) | \(Self.three($1)) |"
            }
        }
        return
            ([
                "| list, records | F1 | precision | recall | blocking recall | F1 of pairs "
                    + "| calibration error | time, memory |", "|---|---|---|---|---|---|---|---|",
            ] + figures + [
                "",
                "| list, records | Splink's settings | F1 at its best threshold | F1 at 0.95 "
                    + "| time, memory |", "|---|---|---|---|---|",
            ] + beside + ["", "| list, records | engine | F1 |", "|---|---|---|"] + parts)
            .joined(separator: "\n")
    }

    private static func three(_ number: Double) -> String { String(format: "%.3f", number) }
    private static func one(_ number: Double) -> String { String(format: "%.1f", number) }
}
