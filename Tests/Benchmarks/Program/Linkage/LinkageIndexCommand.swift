import ArgumentParser
import CReference
import Foundation
import Linkage
import LinkageSample
import Operations
import TestKit

/// `jatigi-benchmark linkage-index`: registers invented people one household after the other, as a region does, and
/// screens each as it comes.
struct LinkageIndexCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "linkage-index",
        abstract: "Screen invented registrations one by one as they arrive.")

    @Option(name: .long, help: "Registrations, at least.")
    var registrations = 100_000

    @Option(name: .long, help: "The first of them, which are added but not screened.")
    var present = 0

    @Option(name: .long, help: "The same seed gives the same registrations.")
    var seed: UInt64 = 1

    @Option(name: .long, help: "How many seeds in turn, from that one on.")
    var seeds = 1

    @Option(name: .long, help: "Times the chance of all that goes wrong.")
    var hardness = LinkageSample.standardHardness

    @Option(
        name: .long,
        help:
            "Registrations of another seed that the model is learnt from; 0 for the model that ships."
    )
    var learnt = 0

    func validate() throws {
        guard (1...100).contains(seeds) else { throw ValidationError("--seeds: 1–100") }
    }

    func run() async throws {
        var outcomes: [LinkageIndexRun.Outcome] = []
        for seed in seed..<(seed + UInt64(seeds)) {
            let model =
                learnt > 0
                ? try await LinkageModelCommand.learn(
                    learnt, seed: seed &+ 1000, hardness: hardness) : nil
            var run = try LinkageIndexRun(model)
            let sample = LinkageSample(seed: seed, registrations: registrations, hardness: hardness)
            for form in sample { run.add(form, isScreened: run.count >= present) }
            print(run.report)
            outcomes.append(run.outcome)
            for figure in try run.figures() { print(figure.tableRow) }
        }
        guard seeds > 1 else { return }
        print("\n| over \(seeds) seeds | |\n|---|---|")
        for (name, figure) in LinkageIndexRun.Outcome.figures {
            print("| \(name) | \(Estimate(seeds: outcomes.map(figure)).text) |")
        }
    }
}

/// What is measured while registrations arrive.
struct LinkageIndexRun {
    private static let batch = 500
    private static let threshold = 0.5

    private let model: LinkageModel?
    private var index: LinkageIndex
    private var people: [Int: [Int]] = [:]
    private var formOfRecord: [String] = []
    private var truthOfRecord: [Int] = []
    /// Milliseconds that each person took, and each batch.
    private var times: [Double] = []
    private var batchTimes: [Double] = []
    private var batchTime = 0.0
    private var inBatch = 0
    private var insertions = 0.0
    private var longestInsertion = 0.0
    private var longestScreening = 0.0
    private var truePairs = 0
    private var searched = 0
    private var compared = 0
    private var foundTrue = 0
    private var foundFalse = 0
    private var said: [(said: Double, isTrue: Bool)] = []

    /// - Parameter model: scores; nil for the one that ships.
    init(_ model: LinkageModel?) throws {
        self.model = model
        index = try Self.emptyIndex(model)
    }

    private static func emptyIndex(_ model: LinkageModel?) throws -> LinkageIndex {
        let mapping = try LinkageMapping(lines: Registration.mapping)
        return try LinkageIndex(
            headers: Registration.headers, mapping: mapping,
            model: model ?? LinkageModel(.standard, fields: mapping.fields))
    }

    /// Registrations so far.
    var count: Int { formOfRecord.count }

    mutating func add(_ form: [Registration], isScreened: Bool) {
        let ids = form.indices.map { Self.id(formOfRecord.count + $0) }
        let clock = ContinuousClock()
        var insertion = 0.0
        for (id, row) in zip(ids, form) {
            let took = clock.measure { index.insert(id, row.cells) } / .milliseconds(1)
            longestInsertion = max(longestInsertion, took)
            insertion += took
        }
        insertions += insertion
        var findings: [LinkageFinding] = []
        if isScreened {
            let took = clock.measure {
                findings = index.screen(ids, least: Reliability.doubtful.lowerBound)
            }
            measured(took / .milliseconds(1), insertion, people: form.count)
        }
        for (id, row) in zip(ids, form) {
            let record = formOfRecord.count
            let earlier = people[row.person, default: []].filter { formOfRecord[$0] != row.form }
            if isScreened, !earlier.isEmpty {
                truePairs += earlier.count
                let candidates = Set(index.candidates(id))
                searched += earlier.count { candidates.contains(Self.id($0)) }
                compared += candidates.count
            }
            people[row.person, default: []].append(record)
            formOfRecord.append(row.form)
            truthOfRecord.append(row.person)
        }
        for finding in findings { judge(finding) }
    }

    private mutating func measured(_ screening: Double, _ insertion: Double, people: Int) {
        longestScreening = max(longestScreening, screening)
        for _ in 0..<people { times.append((screening + insertion) / Double(people)) }
        batchTime += screening + insertion
        inBatch += people
        if inBatch >= Self.batch {
            batchTimes.append(batchTime * Double(Self.batch) / Double(inBatch))
            (batchTime, inBatch) = (0, 0)
        }
    }

    private mutating func judge(_ finding: LinkageFinding) {
        let isTrue =
            truthOfRecord[Self.number(finding.person)] == truthOfRecord[Self.number(finding.other)]
        if finding.probability >= Self.threshold {
            if isTrue { foundTrue += 1 } else { foundFalse += 1 }
        }
        said.append((finding.probability, isTrue))
    }

    /// How right it was.
    struct Outcome {
        static let figures: [(name: String, of: @Sendable (Outcome) -> Double)] = [
            ("F1 of pairs", { $0.f1 }), ("precision", { $0.precision }), ("recall", { $0.recall }),
            ("blocking recall", { $0.blockingRecall }),
            ("calibration error", { $0.calibrationError }),
        ]

        let precision: Double
        let recall: Double
        let blockingRecall: Double
        let calibrationError: Double

        var f1: Double { 2 * precision * recall / (precision + recall) }
    }

    var outcome: Outcome {
        Outcome(
            precision: Double(foundTrue) / Double(max(1, foundTrue + foundFalse)),
            recall: Double(foundTrue) / Double(max(1, truePairs)),
            blockingRecall: Double(searched) / Double(max(1, truePairs)),
            calibrationError: Reliability(said).calibrationError ?? 0)
    }

    /// How right it was, in words, with the plot.
    var report: String {
        let outcome = outcome
        return """
            records \(index.count), keys a person \(Double(index.keyCount) / Double(index.count))
            pairs: precision \(outcome.precision), recall \(outcome.recall), F1 \(outcome.f1); blocking recall \(outcome.blockingRecall), candidates \(Double(compared) / Double(max(1, truePairs)))
            calibration error \(outcome.calibrationError); said, observed, pairs:
            \(Self.plot(Reliability(said)))
            """
    }

    /// How fast and how large it was; then writes the index, drops it and reads it again.
    mutating func figures() throws -> [Figure] {
        let sorted = times.sorted()
        func at(_ share: Double) -> Double {
            sorted.isEmpty ? .nan : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
        }
        let batch = "batch of \(Self.batch)"
        let last = Array(batchTimes.suffix(max(1, batchTimes.count / 10)))
        return [
            Figure(name: "a person, p50", value: at(0.5), unit: "ms"),
            Figure(name: "a person, p99", value: at(0.99), unit: "ms", target: "at most 1 ms"),
            Figure(
                name: "\(batch), median", value: batchTimes.median, unit: "ms",
                target: "at most 100 ms"),
            Figure(
                name: "\(batch), median of the last tenth", value: last.median, unit: "ms",
                target: "at most 100 ms"),
            Figure(name: "\(batch), worst", value: batchTimes.max() ?? .nan, unit: "ms"),
            Figure(name: "insertion, mean", value: insertions / Double(count), unit: "ms"),
            Figure(
                name: "longest insertion", value: longestInsertion, unit: "ms",
                target: "at most 20 ms"),
            Figure(name: "longest screening of a form", value: longestScreening, unit: "ms"),
        ] + (try readAgain())
    }

    /// Start from a file that is not in the page cache, and the memory that the index had.
    private mutating func readAgain() throws -> [Figure] {
        let folder = try TemporaryFolder()
        let count = index.count
        let counted = index.byteCount
        guard let file = fopen("\(folder.path)/index", "w+") else {
            throw BenchmarkFailure("the snapshot cannot be written")
        }
        defer { fclose(file) }
        try index.write {
            guard fwrite($0.baseAddress, 1, $0.count, file) == $0.count else {
                throw BenchmarkFailure("the snapshot cannot be written")
            }
        }
        let size = ftell(file)
        guard fflush(file) == 0, fsync(fileno(file)) == 0 else {
            throw BenchmarkFailure("the snapshot cannot be written")
        }
        posix_fadvise(fileno(file), 0, 0, POSIX_FADV_DONTNEED)
        rewind(file)
        malloc_trim(0)
        let resident = ProcessResources.residentBytes
        index = try Self.emptyIndex(model)
        malloc_trim(0)
        let without = ProcessResources.residentBytes
        let took = try ContinuousClock().measure {
            try index.read(size: size) { fread($0.baseAddress, 1, $0.count, file) == $0.count }
        }
        guard index.count == count else { throw BenchmarkFailure("the snapshot lost people") }
        return [
            Figure(
                name: "start from a snapshot of \(size / 1_000_000) MB", value: took / .seconds(1),
                unit: "s", target: "at most 5 s"),
            Figure(
                name: "memory a person, counted", value: Double(counted) / Double(count),
                unit: "bytes", target: "at most 400 bytes"),
            Figure(
                name: "memory a person, resident",
                value: (Double(resident) - Double(without)) / Double(count), unit: "bytes",
                target: "at most 400 bytes"),
        ]
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
