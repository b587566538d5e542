public import Catalogue
import Foundation

/// The language in which a program speaks of its own command line, before it has read that.
public enum ProgramLanguage {
    /// What `--lang` says, else `JATIGI_LANGUAGE` or the user's file, else the locale of the environment.
    public static let current = of(
        arguments: CommandLine.arguments, environment: ProcessInfo.processInfo.environment)

    static func of(arguments: [String], environment: [String: String]) -> Language {
        if let asked = asked(in: arguments) { return asked }
        let configured = try? ClientConfiguration.load(path: nil, environment: environment).language
        return configured ?? Language.preferred { environment[$0] }
    }

    /// The last `--lang fr` or `--lang=fr`, as the parser would take it.
    private static func asked(in arguments: [String]) -> Language? {
        var asked: Language?
        for (index, argument) in arguments.enumerated() {
            if argument == "--" { break }
            if argument.hasPrefix("--lang=") {
                asked = Language(rawValue: String(argument.dropFirst("--lang=".count)))
            } else if argument == "--lang", arguments.indices.contains(index + 1) {
                asked = Language(rawValue: arguments[index + 1])
            }
        }
        return asked
    }
}
