import Foundation

/// One measured figure, with what it is measured against.
struct Figure: Encodable {
    /// What was measured.
    let name: String
    /// The measured value.
    let value: Double
    /// Its unit.
    let unit: String
    /// The same for the reference in the same run; nil where there is none.
    var reference: Double?
    /// Median of the ratios of alternating pairs, or of the two values.
    var ratio: Double?
    /// What was aimed at, in words.
    var target = ""

    /// The head of a table in Markdown.
    static let tableHead = """
        | figure | Jatigi | reference | ratio | aim |
        |---|---|---|---|---|
        """

    /// A row of it.
    var tableRow: String {
        func number(_ value: Double) -> String {
            value >= 100 ? String(format: "%.0f", value) : String(format: "%.2f", value)
        }
        let cells = [
            name, "\(number(value)) \(unit)", reference.map { "\(number($0)) \(unit)" } ?? "",
            ratio.map(number) ?? "", target,
        ]
        return "| \(cells.joined(separator: " | ")) |"
    }

    static func save(_ figures: [Figure], to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(figures).write(to: URL(fileURLWithPath: path))
    }
}

extension [Double] {
    /// The middle value; the mean of the two middle ones where there is an even number.
    var median: Double {
        let sorted = sorted()
        guard !sorted.isEmpty else { return .nan }
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2)
            ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}

/// The machine that figures belong to.
enum Machine {
    static var description: String {
        let cpu = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let model =
            cpu.split(separator: "\n").first { $0.hasPrefix("model name") }
            .flatMap { $0.split(separator: ":").last }.map { $0.dropFirst() } ?? "unknown CPU"
        let info = ProcessInfo.processInfo
        return "\(model), \(info.activeProcessorCount) cores, "
            + "\(info.physicalMemory >> 30) GiB, \(info.operatingSystemVersionString)"
    }
}
