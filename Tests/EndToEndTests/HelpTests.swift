import Foundation
import Operations
import TestKit
import Testing

/// What the programs say of their command lines, in both languages.
@Suite struct HelpTests {
    private struct Tool: Decodable {
        let command: Command
    }

    private struct Command: Decodable {
        let commandName: String
        let abstract: String?
        let discussion: String?
        let subcommands: [Command]?
        let arguments: [Argument]?

        /// Where each text of the command and of those below it stands, and the text; empty where one should be.
        func texts(below path: String = "") -> [(place: String, text: String)] {
            let path = path + " " + commandName
            // The library's own, whose lines are told by their form.
            guard commandName != "help" else { return [] }
            let own = (arguments ?? []).filter { !["help", "version"].contains($0.valueName) }
            return [("\(path)", abstract ?? "")]
                + (discussion.map { [("\(path) …", $0)] } ?? [])
                + own.map { ("\(path) <\($0.valueName ?? "")>", $0.abstract ?? "") }
                + (subcommands ?? []).flatMap { $0.texts(below: path) }
        }
    }

    private struct Argument: Decodable {
        let valueName: String?
        let abstract: String?
    }

    private static let programs =
        ["jatigi", "jatigi-status"] + ServiceName.allCases.map(\.programName)

    // Options were told in English alone, and commands in both languages at once.
    @Test(arguments: programs)
    func `every command and option has a text in French and one in English`(
        program: String
    ) async throws {
        let region = try Region()
        func texts(_ language: String) async throws -> [(place: String, text: String)] {
            let outcome = try await region.run(
                program, ["--experimental-dump-help"], environment: ["JATIGI_LANGUAGE": language])
            return try JSONDecoder().decode(Tool.self, from: Data(outcome.output.utf8)).command
                .texts()
        }
        let (french, english) = (try await texts("fr"), try await texts("en"))
        #expect(french.map(\.place) == english.map(\.place) && french.count > 3)
        for (french, english) in zip(french, english) {
            #expect(!french.text.isEmpty && !english.text.isEmpty, "\(french.place)")
            #expect(french.text != english.text, "\(french.place)")
        }
    }

    @Test func `help and what is wrong with a command line are in the language asked for`()
        async throws
    {
        let region = try Region()
        let help = try await region.run("jatigi", ["submit", "--help", "--lang", "fr"])
        #expect(help.code == 0 && help.errors.isEmpty)
        #expect(help.output.hasPrefix("APERÇU : Remet un fichier de ménages."))
        #expect(help.output.contains("Montre cette aide.") && !help.output.contains("OVERVIEW"))
        let wrong = try await region.run(
            "jatigi", ["submit"], environment: ["LC_ALL": "fr_ML.UTF-8"])
        #expect(wrong.code == 64 && wrong.output.isEmpty)
        #expect(wrong.errors.hasPrefix("Erreur : il manque l'argument « <file> »\nAide : <file>  "))
        let service = try await region.run(
            "jatigi-registration", [], environment: ["LC_ALL": "fr_ML.UTF-8"])
        #expect(service.code == 64)
        #expect(service.errors.hasPrefix("Erreur : il manque l'argument « --config <config> »"))
        let english = try await region.run("jatigi-status", ["--help"])
        #expect(english.output.hasPrefix("OVERVIEW: Show the state of a region's services.\n"))
    }
}
