import ArgumentParser
import Foundation
import TestKit

/// `jatigi-benchmark linkage`: how right `jatigi link` is, and how fast, with Splink beside it.
struct LinkageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "linkage",
        abstract: "Measure the linking of lists, without labels, beside Splink.")

    @Option(name: .long, help: "Folder of the published files.")
    var published = PackageFolder.sharedData + "/people"

    @Option(
        name: .long, parsing: .upToNextOption, help: "Sizes of the lists of invented people.")
    var registrations = [10_000, 100_000, 1_000_000]

    @Option(name: .long, help: "Seeds of each size.")
    var seeds = 3

    @Option(name: .long, help: "Python that has Splink or can install it; '-' for none.")
    var python = "/usr/bin/python3"

    @Option(name: .long, help: "Also write the figures as JSON into this file.")
    var json: String?

    func validate() throws {
        guard (1...100).contains(seeds), registrations.allSatisfy({ $0 > 0 }) else {
            throw ValidationError("--seeds: 1–100; --registrations: at least 1")
        }
        guard Program.exists("jatigi") else {
            throw ValidationError("jatigi is not built beside this program")
        }
    }

    func run() async throws {
        let benchmark = LinkageBenchmark(
            splink: python == "-" ? nil : try await SplinkRun.installed(python: python))
        var report = LinkageReport()
        for list in LinkageList.published(in: published) {
            guard FileManager.default.isReadableFile(atPath: list.path) else {
                print("\(list.path) is not on this machine")
                continue
            }
            report.rows.append(try await benchmark.row([list]))
        }
        let folder = try TemporaryFolder()
        for size in registrations {
            let lists = try (1...UInt64(seeds)).map {
                try LinkageList.invented(size, seed: $0, in: folder.path)
            }
            report.rows.append(try await benchmark.row(lists))
        }
        print("\(report.machine)\n\n\(report.text)")
        guard let json else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(report).write(to: URL(filePath: json))
    }
}

extension [Double] {
    /// The arithmetic mean.
    var mean: Double { reduce(0, +) / Double(count) }
}
