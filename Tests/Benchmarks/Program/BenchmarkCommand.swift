import ArgumentParser

/// `jatigi-benchmark`: measures the suite beside plain C doing the same work, in the same run.
@main
struct BenchmarkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jatigi-benchmark",
        abstract: "Measure Jatigi beside plain C over nng and over SQLite.",
        subcommands: [
            RunCommand.self, LinkageCommand.self, LinkageIndexCommand.self,
            LinkageLearnCommand.self, LinkageModelCommand.self, LinkageSampleCommand.self,
            ServeReferenceCommand.self, ServeReferenceRelayCommand.self,
            ServeRPCCommand.self, ServeRelayCommand.self,
        ],
        defaultSubcommand: RunCommand.self)
}

/// Runs the benchmarks and prints a table, and JSON where it is asked for.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "run")

    @Option(name: .long, help: "Only benchmarks whose name contains this.")
    var only: String?

    @Option(
        name: .long,
        help: "Alternating pairs of each echo measurement; a figure needs 9 or more.")
    var pairs = 21

    @Option(name: .long, help: "People present before the sustained measurement.")
    var present = 100_000

    @Option(name: .long, help: "People who come in the sustained measurement.")
    var arriving = 200_000

    @Option(name: .long, help: "Also write the figures as JSON into this file.")
    var json: String?

    func run() async throws {
        var figures: [Figure] = []
        func measure(_ name: String, _ body: () async throws -> [Figure]) async throws {
            if let only, !name.contains(only) { return }
            let found = try await body()
            for figure in found { print(figure.tableRow) }
            figures += found
        }
        print(Machine.description + "\n")
        print(Figure.tableHead)
        try await measure("echo") { try await EchoBenchmark(pairs: pairs).run() }
        try await measure("registration") {
            try await RegionBenchmark(present: present, arriving: arriving).registration()
        }
        try await measure("sustained") {
            try await RegionBenchmark(present: present, arriving: arriving).sustained()
        }
        if let json { try Figure.save(figures, to: json) }
    }
}
