import DelimitedText
import Foundation
import Linkage

/// A result of linking, as a CSV file. It holds ids, levels and probabilities, and no value of a record.
///
/// The file is made at once, so that one that cannot be written is found before the work, and never over
/// one that is there. What is not finished is taken away again.
final class LinkOutput {
    private static let chunkBytes = 1 << 16

    private let path: String
    private let handle: FileHandle
    private var writer = DelimitedTextWriter()
    private var isFinished = false

    /// Makes the file.
    init(path: String) throws {
        let url = URL(filePath: path)
        try Data().write(to: url, options: .withoutOverwriting)
        self.path = path
        handle = try FileHandle(forWritingTo: url)
    }

    deinit {
        if !isFinished { try? FileManager.default.removeItem(atPath: path) }
    }

    /// One row a pair: both records, the person, the probability, its bits, and what these are the sum of.
    func writePairs(of result: LinkageResult, _ lists: LinkLists) async throws {
        let subjects = result.subjects
        let ids = lists.ids
        try append(
            ["left", "right", "person", "probability", "bits"] + subjects.map(Self.columnName))
        try flush()
        try await result.forEachPairs { pairs in
            var writer = DelimitedTextWriter()
            for pair in pairs { writer.append(Self.cells(of: pair, subjects, ids)) }
            return writer.bytes
        } collect: {
            try handle.write(contentsOf: $0)
        }
        try finish()
    }

    private static func cells(
        of pair: LinkageResult.Pair, _ subjects: [LinkageEvidence.Subject], _ ids: [String]
    ) -> [String] {
        var evidence = pair.evidence[...]
        let weighed = subjects.map { subject in
            evidence.first?.subject == subject ? cell(evidence.removeFirst()) : ""
        }
        return [
            ids[pair.left], ids[pair.right], String(pair.cluster + 1),
            decimals(pair.probability, 4), decimals(pair.bits, 2),
        ] + weighed
    }

    /// One row a record: its list, its id and its person.
    func writeClusters(of result: LinkageResult, _ lists: LinkLists) throws {
        try append(["list", "id", "person"])
        for (record, cluster) in result.clusters.enumerated() {
            let list = record < result.firstCount ? "1" : "2"
            try append([list, lists.ids[record], String(cluster + 1)])
        }
        try finish()
    }

    /// One row a pair of encoded records: both, the probability and how much they have in common.
    func writePairs(
        of result: EncodedLinker.Result, _ left: EncodedList, _ right: EncodedList
    ) throws {
        try append(["left", "right", "probability", "similarity"])
        for pair in result.pairs {
            try append([
                left.ids[pair.left], right.ids[pair.right], Self.decimals(pair.probability, 4),
                Self.decimals(pair.similarity, 4),
            ])
        }
        try finish()
    }

    private func append(_ fields: [String]) throws {
        writer.append(fields)
        if writer.bytes.count >= Self.chunkBytes { try flush() }
    }

    private func flush() throws {
        try handle.write(contentsOf: writer.bytes)
        writer = DelimitedTextWriter()
    }

    private func finish() throws {
        try flush()
        try handle.close()
        isFinished = true
    }

    private static func columnName(_ subject: LinkageEvidence.Subject) -> String {
        switch subject {
        case .prior: "prior"
        case .part(let kind, let field?) where !field.label.isEmpty:
            "\(kind.rawValue):\(field.label)"
        case .part(let kind, _): kind.rawValue
        case .overlap: "overlap"
        case .relatives: "relatives"
        case .rival: "rival"
        }
    }

    /// The level, where there is one, and the bits.
    private static func cell(_ evidence: LinkageEvidence) -> String {
        let bits = decimals(evidence.bits, 2)
        return evidence.level.map { "\($0.rawValue) \(bits)" } ?? bits
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
