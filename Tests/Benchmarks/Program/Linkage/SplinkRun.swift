import Foundation
import TestKit

/// Splink on DuckDB over the same list, in Python and an environment of its own.
struct SplinkRun {
    enum Settings: String, CaseIterable, Encodable {
        /// As Splink's guides have it.
        case vendor
        /// With household exclusion and phonetic keys.
        case tuned
    }

    /// What a run came to.
    struct Outcome: Codable {
        struct Score: Codable {
            let threshold: Double
            let f1: Double
        }

        /// At the threshold that is best, which no user knows.
        let best: Score
        /// At a probability of 0.95.
        let sure: Score
        let seconds: Double
        let bytes: Int
    }

    private let python: String
    /// Where Splink is installed, once for all lists.
    private let environment: TemporaryFolder

    /// Installs Splink; nil where Python or Splink cannot be had, which is said.
    static func installed(python: String) async throws -> SplinkRun? {
        let run = SplinkRun(python: python, environment: try TemporaryFolder())
        do {
            _ = try await run.output([])
            return run
        } catch {
            print("Splink is left out: \(error)")
            return nil
        }
    }

    /// Links a list.
    func link(_ list: LinkageList, _ settings: Settings) async throws -> Outcome {
        let mapping = try environment.write("mapping", list.mapping.joined(separator: "\n"))
        let output = try await output([
            list.path, "--mapping", mapping, "--truth", list.truthHeader,
            "--settings", settings.rawValue,
        ])
        return try JSONDecoder().decode(Outcome.self, from: Data(output.utf8))
    }

    private func output(_ arguments: [String]) async throws -> String {
        let folder = try TemporaryFolder()
        let script = "\(PackageFolder.path)/Tests/Benchmarks/Splink/compare.py"
        let program = try Program(
            python, [script, "--environment", "\(environment.path)/splink"] + arguments,
            outputFile: "\(folder.path)/output", errorFile: "\(folder.path)/errors")
        let outcome = await program.end(within: .seconds(1_800))
        guard outcome.code == 0 else {
            throw BenchmarkFailure("\(outcome.code) \(outcome.errors.suffix(400))")
        }
        return outcome.output
    }
}
