import ArgumentParser
import ClientService
import Operations

/// How long a batch may take.
struct SendingOptions: ParsableArguments {
    @Option(
        name: .long,
        help: .text(
            french: "Secondes qu'un lot peut prendre, 1 à 600 ; sinon 30, et une de plus par 2 Ko.",
            english:
                "Seconds that one batch may take, 1 to 600; else 30, and one more for each 2 KB."))
    var timeout: Int?

    /// The time for each batch; nil reckons it from its size.
    var each: Duration? { timeout.map { .seconds($0) } }

    func validate() throws {
        let range = 1...Int(SubmissionLimits.timeoutMax / .seconds(1))
        guard timeout.map(range.contains) ?? true else {
            throw ValidationError("--timeout: 1 … \(range.upperBound)")
        }
    }
}
