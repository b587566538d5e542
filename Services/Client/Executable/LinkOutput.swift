import DelimitedText
import Linkage

/// The results of linking, as CSV. They hold ids, levels and probabilities, and no value of a record.
enum LinkOutput {
    /// One row a pair: both records, the person, the probability, and each part of the comparison.
    static func pairs(_ result: LinkageResult, _ lists: LinkLists) -> [UInt8] {
        var writer = DelimitedTextWriter()
        let pairs = result.pairs
        let parts = result.learnt.reduce(into: [String]()) { names, level in
            let name = columnName(level.field, level.kind)
            if names.last != name { names.append(name) }
        }
        writer.append(["left", "right", "person", "probability"] + parts)
        for pair in pairs {
            writer.append(
                [
                    lists.ids[pair.left], lists.ids[pair.right], String(pair.cluster + 1),
                    decimals(pair.probability, 4),
                ]
                    + pair.evidence.map { evidence in
                        evidence.level == .missing
                            ? "" : "\(evidence.level.rawValue) \(decimals(evidence.bits, 1))"
                    })
        }
        return writer.bytes
    }

    /// One row a record: its list, its id and its person.
    static func clusters(_ result: LinkageResult, _ lists: LinkLists) -> [UInt8] {
        var writer = DelimitedTextWriter()
        writer.append(["list", "id", "person"])
        for (record, cluster) in result.clusters.enumerated() {
            let list = record < lists.table.firstCount ? "1" : "2"
            writer.append([list, lists.ids[record], String(cluster + 1)])
        }
        return writer.bytes
    }

    private static func columnName(_ field: LinkageField?, _ kind: ComparisonKind) -> String {
        guard let label = field?.label, !label.isEmpty else { return kind.rawValue }
        return "\(kind.rawValue):\(label)"
    }

    /// A number with so many digits after the point, whatever the locale: programs read it.
    static func decimals(_ number: Double, _ digits: Int) -> String {
        let scale = (0..<digits).reduce(1.0) { product, _ in product * 10 }
        let scaled = Int((abs(number) * scale).rounded())
        let sign = number < 0 && scaled > 0 ? "-" : ""
        let rest = String(scaled % Int(scale))
        return "\(sign)\(scaled / Int(scale))."
            + String(repeating: "0", count: max(0, digits - rest.count)) + rest
    }
}
