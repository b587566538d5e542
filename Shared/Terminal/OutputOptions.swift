public import ArgumentParser
public import Catalogue
import Operations

/// Language and form of what a command prints that needs no connection.
public struct OutputOptions: ParsableArguments {
    /// Language of the output.
    @Option(
        name: .customLong("lang"),
        help: .text(
            french: "Langue : fr, en. Environnement : JATIGI_LANGUAGE, LC_ALL, LANG.",
            english: "Language: fr, en. Environment: JATIGI_LANGUAGE, LC_ALL, LANG."))
    public var languageName: String?

    /// Output for programs.
    @Flag(
        name: .long,
        help: .text(
            french: "Écrit du JSON.",
            english: "Print JSON."))
    public var json = false

    /// For the parser.
    public init() {}

    /// Checks the language.
    public func validate() throws {
        if let languageName, Language(rawValue: languageName) == nil {
            throw ValidationError("--lang: fr | en")
        }
    }

    /// What to write to.
    public var terminal: Terminal {
        Terminal(language: language)
    }

    /// The language that was asked for; nil where none was.
    var language: Language? { languageName.flatMap { Language(rawValue: $0) } }

    /// Says that something is done; to a program, what the text would name.
    public func tell(_ message: some MessageArea, _ arguments: [String: String]) throws {
        guard json else { return terminal.say(message, arguments) }
        try terminal.printJSON(arguments)
    }
}
