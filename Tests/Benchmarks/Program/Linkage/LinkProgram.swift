import DelimitedText
import Foundation
import TestKit

/// `jatigi link` itself, measured from outside.
struct LinkProgram {
    /// What a run came to.
    struct Outcome {
        let report: Report
        /// The cluster of each record, in the order of the list.
        let clusters: [Int]
        let seconds: Double
        /// The most memory that it held, in bytes.
        let bytes: Int
    }

    /// What is read of the report that the program prints.
    struct Report: Decodable {
        struct Evaluation: Decodable {
            struct Score: Decodable { let f1: Double }

            let truePairs: Int
            let blockingRecall: Double
            let reliability: [LinkageReport.Bin]
            let pairs: Score
        }

        let records: Int
        let candidates: Int
        let evaluation: Evaluation
    }

    private static let patience = Duration.seconds(1_800)

    /// Links a list at the program's own threshold.
    static func link(_ list: LinkageList) async throws -> Outcome {
        let folder = try TemporaryFolder()
        let mapping = try folder.write("mapping", list.mapping.joined(separator: "\n"))
        let start = ContinuousClock.now
        let program = try Program(
            "jatigi",
            [
                "link", list.path, "--mapping", mapping, "--evaluate", list.truthHeader,
                "--clusters", "\(folder.path)/clusters.csv", "--json",
            ], outputFile: "\(folder.path)/output", errorFile: "\(folder.path)/errors")
        let memory = Task { try await peak(of: program) }
        let outcome = await program.end(within: patience)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        guard outcome.code == 0 else { throw BenchmarkFailure("jatigi link: \(outcome.errors)") }
        let contents = try FileContents.read(
            path: "\(folder.path)/clusters.csv", bytesMax: 1 << 30)
        var limits = DelimitedTextLimits.standard
        limits.bytesMax = 1 << 30
        limits.rowsMax = 4_000_001
        let rows = try DelimitedText(contents, limits: limits).allRecords().dropFirst()
        return Outcome(
            report: try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8)),
            clusters: rows.map { Int($0.fields[2]) ?? 0 }, seconds: seconds,
            bytes: try await memory.value)
    }

    /// The kernel's high-water mark, looked at until the program ends.
    private static func peak(of program: Program) async throws -> Int {
        var kibibytes = 0
        while program.isRunning {
            let status =
                (try? String(
                    contentsOfFile: "/proc/\(program.processIdentifier)/status", encoding: .utf8))
                ?? ""
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
            kibibytes = max(kibibytes, line.flatMap { Int($0.filter(\.isNumber)) } ?? 0)
            try await Task.sleep(for: .milliseconds(10))
        }
        return kibibytes << 10
    }
}
