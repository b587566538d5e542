/// The words that the argument parser says by itself, in French.
///
/// The library has no place to translate them, so each line is known by its form. `{}` is whatever stands there; the
/// first form that fits a line wins. Tests draw every form from the library, so that a version of it that says
/// something else is found.
enum ParserWords {
    private static let lines: [(english: String, french: String)] = [
        ("OVERVIEW: {}", "APERÇU : {}"),
        ("USAGE: {} <subcommand>", "UTILISATION : {} <sous-commande>"),
        ("USAGE: {}", "UTILISATION : {}"),
        ("Usage: {} <subcommand>", "Utilisation : {} <sous-commande>"),
        ("Usage: {}", "Utilisation : {}"),
        ("ARGUMENTS:", "ARGUMENTS :"),
        ("OPTIONS:", "OPTIONS :"),
        ("SUBCOMMANDS:", "SOUS-COMMANDES :"),
        // Three blanks less, so that what follows stays in its column.
        ("  {} (default)   {}", "  {} (par défaut){}"),
        ("{}(default: {}", "{}(par défaut : {}"),
        ("{}(default:", "{}(par défaut :"),
        ("  --version {}Show the version.", "  --version {}Montre la version."),
        ("  -h, --help {}Show help information.", "  -h, --help {}Montre cette aide."),
        (
            "  See '{} <subcommand>' for detailed help.",
            "  Voir « {} <sous-commande> » pour l'aide détaillée."
        ),
        ("  See '{}' for more information.", "  Voir « {} » pour en savoir plus."),
        ("Help:  {}", "Aide : {}"),
        ("Error: {}", "Erreur : {}"),
    ]

    private static let errors: [(english: String, french: String)] = [
        (
            "Unknown option '{}'. Did you mean '{}'?",
            "l'option « {} » n'existe pas. Vouliez-vous dire « {} » ?"
        ),
        ("Unknown option '{}'", "l'option « {} » n'existe pas"),
        ("Invalid option: {}", "option invalide : {}"),
        ("Missing value for '{}' in '{}'", "il manque une valeur à « {} » dans « {} »"),
        ("Missing value for '{}'", "il manque une valeur à « {} »"),
        ("Missing expected argument '{}'", "il manque l'argument « {} »"),
        ("Missing required subcommand.", "il manque une sous-commande."),
        (
            "The option '{}' does not take any value, but '{}' was specified.",
            "l'option « {} » ne prend pas de valeur, mais « {} » est donné."
        ),
        ("The value '{}' is invalid for '{}': {}", "la valeur « {} » ne va pas pour « {} » : {}"),
        ("The value '{}' is invalid for '{}'", "la valeur « {} » ne va pas pour « {} »"),
        ("Unexpected argument '{}'", "argument en trop : « {} »"),
        ("{} unexpected arguments: '{}'", "{} arguments en trop : « {} »"),
    ]

    /// A help screen or an error message of the parser.
    static func french(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let beginning = "   or: "
            if line.hasPrefix(beginning) {
                return "   ou : " + error(line.dropFirst(beginning.count))
            }
            for form in lines {
                guard let parts = parts(of: line, like: form.english) else { continue }
                guard form.english == "Error: {}" else { return fill(form.french, with: parts) }
                return fill(form.french, with: [error(parts[0])])
            }
            return String(line)
        }.joined(separator: "\n")
    }

    private static func error(_ text: Substring) -> String {
        for form in errors {
            guard let parts = parts(of: text, like: form.english) else { continue }
            return fill(form.french, with: parts.map { $0.replacing("', '", with: " », « ") })
        }
        return String(text)
    }
}

extension ParserWords {
    /// What stands in the holes of a form; nil where a line is not like it.
    private static func parts(of line: Substring, like form: String) -> [Substring]? {
        var literals = form.split(separator: "{}", omittingEmptySubsequences: false)
        let end = literals.removeLast()
        var rest = line
        var parts: [Substring] = []
        guard let beginning = literals.first else { return line == end ? [] : nil }
        guard rest.hasPrefix(beginning) else { return nil }
        rest = rest.dropFirst(beginning.count)
        for literal in literals.dropFirst() {
            guard let found = rest.firstRange(of: literal) else { return nil }
            parts.append(rest[..<found.lowerBound])
            rest = rest[found.upperBound...]
        }
        guard rest.hasSuffix(end) else { return nil }
        return parts + [rest.dropLast(end.count)]
    }

    private static func fill(_ form: String, with parts: [some StringProtocol]) -> String {
        var literals = form.split(separator: "{}", omittingEmptySubsequences: false)[...]
        var text = String(literals.removeFirst())
        for (part, literal) in zip(parts, literals) { text += part + literal }
        return text
    }
}
