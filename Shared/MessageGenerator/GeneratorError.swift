/// Why the generator stops: a contract it cannot express, or a file it cannot read or write.
struct GeneratorError: Error, CustomStringConvertible, Equatable {
    /// The kinds of failure.
    enum Code: Equatable {
        case unsupported
        case malformed
        case usage
        case input
        case output
    }

    /// What kind of failure it is.
    let code: Code
    /// What was found and where, in English.
    let message: String

    var description: String { message }
}
