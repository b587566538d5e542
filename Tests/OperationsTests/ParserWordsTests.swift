import ArgumentParser
import Catalogue
import Testing

@testable import Operations

/// What the argument parser of the present version says, drawn from it, and what French users read instead.
@Suite struct ParserWordsTests {
    private struct Root: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "jatigi", abstract: "Enregistre.", version: "1",
            subcommands: [Show.self, Sample.self], defaultSubcommand: Show.self)
    }

    private struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Montre tout.")
    }

    private struct Sample: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Essaie.")

        @Argument(help: "Le fichier.") var file: String
        @Option(help: "Le nombre.") var count = 3
        @Flag(name: .short, help: "Vite.") var quick = false
        @Option(name: .short, help: "Le lieu.") var place: String?
    }

    /// Several subcommands, and none that is meant where none is named.
    private struct Choice: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "choix", subcommands: [Sample.self])
    }

    private func said(_ arguments: [String], by root: any ParsableCommand.Type = Root.self)
        -> String
    {
        do {
            var command = try root.parseAsRoot(arguments)
            try command.run()
            return ""
        } catch {
            return ParserWords.french(root.fullMessage(for: error, columns: 80))
        }
    }

    @Test func `help is French from the first line to the last`() {
        #expect(
            said(["--help"]) == """
                APERÇU : Enregistre.

                UTILISATION : jatigi <sous-commande>

                OPTIONS :
                  --version               Montre la version.
                  -h, --help              Montre cette aide.

                SOUS-COMMANDES :
                  show (par défaut)       Montre tout.
                  sample                  Essaie.

                  Voir « jatigi help <sous-commande> » pour l'aide détaillée.
                """)
        #expect(
            said(["sample", "--help"]) == """
                APERÇU : Essaie.

                UTILISATION : jatigi sample <file> [--count <count>] [-q] [-p <p>]

                ARGUMENTS :
                  <file>                  Le fichier.

                OPTIONS :
                  --count <count>         Le nombre. (par défaut : 3)
                  -q                      Vite.
                  -p <p>                  Le lieu.
                  --version               Montre la version.
                  -h, --help              Montre cette aide.

                """)
    }

    @Test(arguments: [
        (["sample"], "il manque l'argument « <file> »"),
        (
            ["sample", "a", "--cuont", "1"],
            "l'option « --cuont » n'existe pas. Vouliez-vous dire « --count » ?"
        ),
        (["sample", "a", "--zzzzzzzzzz"], "l'option « --zzzzzzzzzz » n'existe pas"),
        (["sample", "a", "--count"], "il manque une valeur à « --count <count> »"),
        (["sample", "a", "--count", "x"], "la valeur « x » ne va pas pour « --count <count> »"),
        (["sample", "a", "b"], "argument en trop : « b »"),
        (["sample", "a", "b", "c"], "2 arguments en trop : « b », « c »"),
        (["sample", "a", "-q=1"], "l'option « -q » ne prend pas de valeur, mais « 1 » est donné."),
    ])
    func `what is wrong with a command line is said in French`(
        arguments: [String], message: String
    ) throws {
        let lines = said(arguments).split(separator: "\n").map(String.init)
        #expect(lines.first == "Erreur : \(message)")
        #expect(lines.contains { $0.hasPrefix("Utilisation : jatigi sample <file>") })
        #expect(lines.last == "  Voir « jatigi sample --help » pour en savoir plus.")
        #expect(!lines.contains { $0.hasPrefix("Help") })
    }

    @Test func `a standard value that does not fit on the line is French, too`() {
        #expect(
            ParserWords.french("  --level <level>         Niveau. (default:\n     cercle)")
                == "  --level <level>         Niveau. (par défaut :\n     cercle)")
    }

    @Test func `what a program says itself is left as it is`() {
        #expect(ParserWords.french("Une ligne : (rien)") == "Une ligne : (rien)")
        #expect(said(["--version"]) == "1")
        #expect(said([], by: Choice.self).hasPrefix("UTILISATION : choix <sous-commande>"))
    }

    @Test(
        arguments: [
            (["jatigi", "--lang", "fr"], [:], Language.french),
            (["jatigi", "--lang=fr", "submit"], ["LANG": "en_GB.UTF-8"], .french),
            (["jatigi", "--lang", "en"], ["JATIGI_LANGUAGE": "fr"], .english),
            (["jatigi", "--", "--lang", "fr"], [:], .english),
            (["jatigi", "--lang"], ["LANG": "fr_ML.UTF-8"], .french),
            (["jatigi", "--lang", "xx"], ["JATIGI_LANGUAGE": "fr"], .french),
            (["jatigi"], ["LC_ALL": "C"], .english),
        ] as [([String], [String: String], Language)])
    func `the language is that of --lang, the settings or the locale`(
        arguments: [String], environment: [String: String], language: Language
    ) {
        var environment = environment
        // Not the file of whoever runs the tests.
        environment["XDG_CONFIG_HOME"] = "/nonexistent"
        #expect(ProgramLanguage.of(arguments: arguments, environment: environment) == language)
    }
}
