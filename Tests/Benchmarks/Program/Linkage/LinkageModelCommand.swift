import ArgumentParser
import Foundation
import Linkage
import LinkageSample

/// `jatigi-benchmark linkage-model`: learns the model that ships with the engine from invented registrations.
struct LinkageModelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "linkage-model",
        abstract: "Learn the parameters that ship, and print them as JSON.")

    @Option(name: .long, help: "Registrations to learn from, at least.")
    var registrations = 100_000

    @Option(name: .long, help: "The same seed gives the same registrations.")
    var seed: UInt64 = 1960

    func run() async throws {
        let model = try await Self.learn(registrations, seed: seed)
        let mapping = try LinkageMapping(lines: Registration.mapping)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        print(
            String(
                decoding: try encoder.encode(model.parameters(of: mapping.fields)), as: UTF8.self))
    }

    /// The model of a list that is drawn for a seed.
    static func learn(
        _ registrations: Int, seed: UInt64, hardness: Double = LinkageSample.standardHardness
    ) async throws -> LinkageModel {
        let mapping = try LinkageMapping(lines: Registration.mapping)
        let plan = try ColumnPlan(headers: Registration.headers, mapping: mapping)
        var table = LinkageTable(mapping: mapping)
        let sample = LinkageSample(seed: seed, registrations: registrations, hardness: hardness)
        for form in sample { for row in form { table.append(row.cells, plan: plan) } }
        return await Linker().link(table).model
    }
}
