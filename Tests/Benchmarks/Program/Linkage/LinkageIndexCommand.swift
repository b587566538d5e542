import ArgumentParser
import Foundation
import Linkage
import LinkageSample

/// `jatigi-benchmark linkage-index`: registers invented people one household after the other, as a region does, and
/// screens each as it comes.
struct LinkageIndexCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "linkage-index",
        abstract: "Screen invented registrations one by one as they arrive.")

    @Option(name: .long, help: "Registrations, at least.")
    var registrations = 100_000

    @Option(name: .long, help: "The same seed gives the same registrations.")
    var seed: UInt64 = 1

    @Option(name: .long, help: "Times the chance of all that goes wrong.")
    var hardness = LinkageSample.standardHardness

    @Option(
        name: .long,
        help:
            "Registrations of another seed that the model is learnt from; 0 for the model that ships."
    )
    var learnt = 0

    func run() async throws {
        let mapping = try LinkageMapping(lines: Registration.mapping)
        var index = try LinkageIndex(
            headers: Registration.headers, mapping: mapping,
            model: LinkageModel(.standard, fields: mapping.fields))
        if learnt > 0 {
            index.model = try await LinkageModelCommand.learn(
                learnt, seed: seed &+ 1000, hardness: hardness)
        }
        var run = LinkageIndexRun(index)
        let sample = LinkageSample(seed: seed, registrations: registrations, hardness: hardness)
        for form in sample { run.add(form) }
        print(run.report)
    }
}

/// What is measured while registrations arrive.
struct LinkageIndexRun {
    private static let batch = 500
    private static let threshold = 0.5

    private var index: LinkageIndex
    private var people: [Int: [Int]] = [:]
    private var formOfRecord: [String] = []
    private var truthOfRecord: [Int] = []
    /// Microseconds that one person took, of the last million.
    private var times: [Double] = []
    private var batchTimes: [Double] = []
    private var batchTime = 0.0
    private var inBatch = 0
    private var longestInsertion = 0.0
    private var longestScreening = 0.0
    private var truePairs = 0
    private var searched = 0
    private var compared = 0
    private var foundTrue = 0
    private var foundFalse = 0
    private var said: [(said: Double, isTrue: Bool)] = []

    init(_ index: LinkageIndex) { self.index = index }

    mutating func add(_ form: [Registration]) {
        let ids = form.indices.map { Self.id(formOfRecord.count + $0) }
        let clock = ContinuousClock()
        var findings: [LinkageFinding] = []
        var insertion = 0.0
        for (id, row) in zip(ids, form) {
            let took = clock.measure { index.insert(id, row.cells) } / .microseconds(1)
            longestInsertion = max(longestInsertion, took)
            insertion += took
        }
        let took =
            clock.measure { findings = index.screen(ids, least: Reliability.doubtful.lowerBound) }
            / .microseconds(1)
        longestScreening = max(longestScreening, took / Double(form.count))
        for _ in form { times.append((took + insertion) / Double(form.count)) }
        batchTime += took + insertion
        inBatch += form.count
        if inBatch >= Self.batch {
            batchTimes.append(batchTime * Double(Self.batch) / Double(inBatch))
            (batchTime, inBatch) = (0, 0)
        }
        for (offset, row) in form.enumerated() {
            let record = formOfRecord.count
            let earlier = people[row.person, default: []].filter { formOfRecord[$0] != row.form }
            truePairs += earlier.count
            if !earlier.isEmpty {
                let candidates = Set(index.candidates(ids[offset]))
                searched += earlier.count { candidates.contains(Self.id($0)) }
                compared += candidates.count
            }
            people[row.person, default: []].append(record)
            formOfRecord.append(row.form)
            truthOfRecord.append(row.person)
        }
        for finding in findings {
            let isTrue =
                truthOfRecord[Self.number(finding.person)]
                == truthOfRecord[Self.number(finding.other)]
            if finding.probability >= Self.threshold {
                if isTrue { foundTrue += 1 } else { foundFalse += 1 }
            }
            said.append((finding.probability, isTrue))
        }
    }

    var report: String {
        let sorted = times.sorted()
        func at(_ share: Double) -> Double {
            sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
        }
        let precision = Double(foundTrue) / Double(max(1, foundTrue + foundFalse))
        let recall = Double(foundTrue) / Double(max(1, truePairs))
        let reliability = Reliability(said)
        return """
            records \(index.count), bytes a person \(index.byteCount / max(1, index.count)), keys a person \(Double(index.keyCount) / Double(index.count))
            person p50 \(at(0.5)) µs, p99 \(at(0.99)) µs; batch of 500: mean \(batchTimes.reduce(0, +) / Double(max(1, batchTimes.count)) / 1000) ms, worst \((batchTimes.max() ?? 0) / 1000) ms; longest insertion \(longestInsertion / 1000) ms, longest screening of a person \(longestScreening / 1000) ms
            pairs: precision \(precision), recall \(recall), F1 \(2 * precision * recall / (precision + recall)); blocking recall \(Double(searched) / Double(max(1, truePairs))), candidates \(Double(compared) / Double(max(1, truePairs)))
            calibration error \(reliability.calibrationError ?? 0); said, observed, pairs:
            \(Self.plot(reliability))
            """
    }

    /// A line for each bin: what was said, what was observed and as a bar, and of how many pairs.
    private static func plot(_ reliability: Reliability) -> String {
        reliability.bins.map { bin in
            String(format: "%.2f %.2f ", bin.said, bin.observed) + "\(bin.pairs) "
                + String(repeating: "█", count: Int((bin.observed * 30).rounded()))
        }
        .joined(separator: "\n")
    }

    private static func id(_ record: Int) -> [UInt8] {
        withUnsafeBytes(of: UInt64(record).bigEndian) { Array($0) + Array($0) }
    }

    private static func number(_ id: [UInt8]) -> Int {
        id.prefix(8).reduce(0) { $0 << 8 | Int($1) }
    }
}
