import Access
public import Catalogue

/// One thing that is wrong in a configuration file.
public struct ConfigurationProblem: Sendable, Hashable, CustomStringConvertible {
    /// File and line, or the name of the environment variable.
    public let location: String
    /// Dotted path of the key; empty where it is about the file.
    public let key: String
    /// What is wrong and what is allowed.
    let reason: ConfigurationText
    let arguments: [String: String]
    /// Why the file itself cannot be read, which says all.
    let cause: AccessError?

    init(
        location: String, key: String = "", _ reason: ConfigurationText,
        _ arguments: [String: String] = [:], cause: AccessError? = nil
    ) {
        self.location = location
        self.key = key
        self.reason = reason
        self.arguments = arguments
        self.cause = cause
    }

    /// "file:line: key: message"; of a file that cannot be read, the message alone, which names it.
    public func text(in language: Language) -> String {
        if let cause { return cause.text(in: language) }
        let message = reason.text(in: language, arguments: arguments)
        return ([location, key].filter { !$0.isEmpty } + [message])
            .joined(separator: language.colon)
    }

    /// The English text.
    public var description: String { text(in: .english) }
}

/// Everything that is wrong in a configuration.
public struct ConfigurationError: ExplainedError, CustomStringConvertible {
    /// At least one problem.
    public let problems: [ConfigurationProblem]

    /// One problem a line.
    public func text(in language: Language) -> String {
        problems.map { $0.text(in: language) }.joined(separator: "\n")
    }

    /// The English text.
    public var description: String { text(in: .english) }
}
