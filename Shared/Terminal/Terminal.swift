public import Access
public import ArgumentParser
public import Catalogue
import Foundation
public import Messages
public import Operations
public import Status

/// What a command line program says, in the user's language.
public struct Terminal: Sendable {
    /// The user's language.
    public let language: Language

    /// A terminal in a language, or in that of the environment.
    public init(language: Language? = nil) {
        self.language =
            language ?? Language.preferred { ProcessInfo.processInfo.environment[$0] }
    }

    /// Writes a line for people to standard output.
    public func say(_ message: some MessageArea, _ arguments: [String: String] = [:]) {
        StandardStream.output.write(message.text(in: language, arguments: arguments) + "\n")
    }

    /// Writes text to standard output.
    public func write(_ text: String) {
        StandardStream.output.write(text)
    }

    /// Writes a line to standard error.
    public func warn(_ text: String) {
        StandardStream.error.write(text + "\n")
    }

    /// Writes a line to standard error.
    public func warn(_ message: some MessageArea, _ arguments: [String: String] = [:]) {
        warn(message.text(in: language, arguments: arguments))
    }

    /// The text of an error: what it is, and each wrong field; said once where a field is all that is wrong.
    public func text(of error: RPCError) -> String {
        let summary = MessageKey.text(
            forWireKey: error.details.reason, in: language,
            arguments: Self.dictionary(error.details.arguments), fallback: error.message)
        let fields = error.details.violations.map { violation in
            let title = violation.fieldTitle(in: language)
            return (title.isEmpty ? "" : title + language.colon) + text(of: violation)
        }
        if fields.count == 1, fields[0].hasSuffix(summary) { return fields[0] }
        return ([summary] + fields.map { "  " + $0 }).joined(separator: "\n")
    }

    /// Says what is wrong in a configuration, a problem a line, and gives the exit code for it.
    public func refusal(of error: ConfigurationError) -> ExitCode {
        warn(ConnectionText.configurationUnusable)
        warn(error.text(in: language))
        return TerminalExit.configuration
    }

    /// A region's configuration, of a program that stands on one of its machines.
    ///
    /// - Throws: the exit code, once it is said what is wrong.
    public func region(_ path: String) throws(ExitCode) -> RegionConfiguration {
        do {
            return try RegionConfiguration.load(
                path: path, environment: ProcessInfo.processInfo.environment)
        } catch {
            throw refusal(of: error)
        }
    }

    /// What is wrong with a file or a key, as a part of a sentence.
    public func text(of error: AccessError) -> String { error.text(in: language) }

    /// The text of a wrong field, without its path.
    public func text(of violation: RPCV1.Violation) -> String {
        MessageKey.text(
            forWireKey: violation.reason, in: language,
            arguments: Self.dictionary(violation.arguments), fallback: violation.reason)
    }

    /// Prints a value as JSON with sorted keys.
    public func printJSON(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        write(String(decoding: try encoder.encode(value), as: UTF8.self) + "\n")
    }

    private static func dictionary(_ arguments: [RPCV1.Argument]) -> [String: String] {
        Dictionary(arguments.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
}
