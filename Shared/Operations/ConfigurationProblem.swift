/// One thing that is wrong in a configuration file.
public struct ConfigurationProblem: Sendable, Hashable, CustomStringConvertible {
    /// File and line, or the name of the environment variable.
    public let location: String
    /// Dotted path of the key.
    public let key: String
    /// What is wrong and what is allowed.
    public let message: String

    /// "file:line: key: message".
    public var description: String {
        key.isEmpty ? "\(location): \(message)" : "\(location): \(key): \(message)"
    }
}

/// Everything that is wrong in a configuration.
public struct ConfigurationError: Error, Sendable, CustomStringConvertible {
    /// At least one problem.
    public let problems: [ConfigurationProblem]

    /// One problem a line.
    public var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
