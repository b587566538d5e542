import ArgumentParser
import Catalogue
import ClientIntake
import DelimitedText
import Linkage
import Matching
import Operations
import Terminal

/// `jatigi link`: finds the records of one person in a list, or in two, on this device alone.
struct LinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link",
        abstract: Translation(
            french: "Retrouve les mêmes personnes dans des listes.",
            english: "Find the same people in lists."),
        discussion: Translation(
            french: """
                Fonctionne sans connexion et sans exemples. La correspondance dit ce qu'est chaque colonne, une ligne chacune : \
                « en-tête = usage ». Usages : \(ColumnUse.words.joined(separator: " ")) ; une étiquette distingue les champs \
                d'un même type : « place:origin », « name:mother ».
                """,
            english: """
                Works without a connection and without examples. The mapping says what each column is, a line each: \
                'header = use'. Uses: \(ColumnUse.words.joined(separator: " ")); a label tells fields of one type apart, \
                'place:origin', 'name:mother'.
                """))

    @Argument(help: .text(french: "CSV avec en-têtes.", english: "CSV with a header."))
    var file: String

    @Argument(
        help: .text(
            french:
                "Seconde liste : chacune de ses fiches a au plus une correspondante dans la première.",
            english: "A second list: each of its records has at most one counterpart in the first.")
    )
    var second: String?

    @Option(
        name: .long,
        help: .text(
            french: "Fichier de lignes « en-tête = usage ».",
            english: "File of lines 'header = use'."))
    var mapping: String

    @Option(
        name: .long,
        help: .text(
            french:
                "Fichier de noms qui n'en sont qu'un : une ligne de graphies séparées par des virgules pour chacun.",
            english:
                "File of names that are one: a line of spellings with commas between them for each."
        )
    )
    var variants: String?

    @Option(
        name: .long,
        help: .text(
            french: "Où écrire les paires, en CSV ; un fichier qui n'existe pas encore.",
            english: "Where the pairs are written, as CSV; a file that is not there yet."))
    var out: String?

    @Option(
        name: .long,
        help: .text(
            french: "Où écrire la personne de chaque fiche, en CSV.",
            english: "Where each record's person is written, as CSV."))
    var clusters: String?

    @Option(
        name: .long,
        help: .text(
            french: "Probabilité à partir de laquelle deux fiches sont d'une même personne.",
            english: "Probability from which two records are one person's."))
    var threshold: Double = LinkageConfiguration.standard.threshold

    @Option(
        name: .long,
        help: .text(
            french:
                "Colonne qui nomme la vraie personne de chaque fiche : montre la justesse du résultat.",
            english:
                "Column that names the true person of each record: prints how right the result is.")
    )
    var evaluate: String?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (0.01...0.99).contains(threshold) else {
            throw ValidationError("--threshold: 0.01–0.99")
        }
        guard out != nil || clusters != nil || evaluate != nil else {
            throw ValidationError("--out | --clusters | --evaluate")
        }
    }

    func run() async throws {
        let terminal = output.terminal
        let pairsFile = try out.map { try made($0, terminal) }
        let clustersFile = try clusters.map { try made($0, terminal) }
        var configuration = LinkageConfiguration.standard
        configuration.threshold = threshold
        let lists = try read(terminal)
        let bar = ProgressBar(total: 100)
        let result = await Linker(configuration: configuration).link(lists.table) { bar.show($0) }
        bar.clear()
        try telling(of: out, terminal) { try pairsFile?.writePairs(of: result, lists) }
        try telling(of: clusters, terminal) { try clustersFile?.writeClusters(of: result, lists) }
        let evaluation = evaluate.map { _ in LinkageEvaluation(result, truth: lists.truth) }
        let report = LinkReport(result, evaluation)
        if output.json {
            try terminal.printJSON(report)
        } else {
            LinkView(terminal: terminal).tell(report, files: [out, clusters].compactMap(\.self))
        }
    }

    private func made(_ path: String, _ terminal: Terminal) throws -> LinkOutput {
        try telling(of: path, terminal) { try LinkOutput(path: path) }
    }

    /// Says that a file cannot be written.
    private func telling<Value>(
        of path: String?, _ terminal: Terminal, _ body: () throws -> Value
    ) throws -> Value {
        do {
            return try body()
        } catch {
            terminal.warn(LinkText.unwritable, ["path": path ?? ""])
            throw TerminalExit.data
        }
    }

    /// The engine's classes of names, and those of a file.
    private func nameVariants(_ path: String?, _ terminal: Terminal) throws -> NameVariants {
        var variants = NameVariants.standard
        guard let path else { return variants }
        let lines = try terminal.telling(of: path) { () throws(IntakeProblem) in
            try LinkLists.lines(of: path)
        }
        do {
            try variants.add(lines: lines)
            return variants
        } catch {
            terminal.warn("\(path): \(error.text(in: terminal.language))")
            throw TerminalExit.data
        }
    }

    private func read(_ terminal: Terminal) throws -> LinkLists {
        let variants = try nameVariants(variants, terminal)
        let lines = try terminal.telling(of: mapping) { () throws(IntakeProblem) in
            try LinkLists.lines(of: mapping)
        }
        do {
            var lists = LinkLists(
                mapping: try LinkageMapping(lines: lines), variants: variants,
                truthHeader: evaluate)
            try append(file, to: &lists, terminal)
            if let second {
                lists.table.beginSecondList()
                try append(second, to: &lists, terminal)
            }
            return lists
        } catch let problem as LinkageMapping.Problem {
            terminal.warn("\(mapping): \(problem.text(in: terminal.language))")
            throw TerminalExit.data
        }
    }

    private func append(_ path: String, to lists: inout LinkLists, _ terminal: Terminal) throws {
        let unnamed: [String]
        do {
            unnamed = try lists.append(path)
        } catch let problem as IntakeProblem {
            terminal.warn("\(path): \(problem.text(in: terminal.language))")
            throw TerminalExit.data
        } catch let missing as LinkLists.TruthMissing {
            terminal.warn(LinkText.truthMissing, ["path": path, "header": missing.header])
            throw TerminalExit.data
        }
        guard !unnamed.isEmpty, !output.json else { return }
        let names = unnamed.map { TextTable.printable($0) }.joined(separator: ", ")
        terminal.warn(LinkText.unnamed, ["path": path, "headers": names])
    }
}
