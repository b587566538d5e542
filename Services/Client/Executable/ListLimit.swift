import ArgumentParser
import Operations

/// How many rows a list shows; the same for every list of the command line.
struct ListLimit: ParsableArguments {
    private static let allowed = 1...10_000

    @Option(
        name: .customLong("limit"),
        help: .text(
            french: "Combien au plus, 1 à 10000.",
            english: "How many at most, 1 to 10000."))
    var rows = 50

    func validate() throws {
        guard Self.allowed.contains(rows) else { throw ValidationError("--limit: 1 … 10000") }
    }
}
