import ArgumentParser
import Foundation
import LinkageSample

/// `jatigi-benchmark linkage-sample`: writes the list that the linkage benchmark draws for a seed.
struct LinkageSampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "linkage-sample",
        abstract: "Write registrations of invented people, with the truth, to link them.")

    @Argument(help: "The CSV to write; its mapping goes beside it, with .map at the end.")
    var file: String

    @Option(name: .long, help: "Rows, at least.")
    var registrations = 10_000

    @Option(name: .long, help: "The same seed gives the same rows.")
    var seed: UInt64 = 1

    @Option(name: .long, help: "Times the chance of all that goes wrong.")
    var hardness = LinkageSample.standardHardness

    func run() throws {
        let sample = LinkageSample(seed: seed, registrations: registrations, hardness: hardness)
        try Self.write(sample, to: file)
    }

    /// Writes a sample and its mapping.
    static func write(_ sample: LinkageSample, to path: String) throws {
        try Data().write(to: URL(filePath: path))
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        try LinkageSample.write(sample) { try handle.write(contentsOf: $0) }
        try handle.close()
        try Data(Registration.mapping.joined(separator: "\n").utf8)
            .write(to: URL(filePath: path + ".map"))
    }
}
