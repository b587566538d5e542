import ArgumentParser
import Catalogue
import Linkage
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

    @Argument(
        help: .text(
            french: "CSV avec en-têtes, ou liste codée avec --clk.",
            english: "CSV with a header, or an encoded list with --clk."))
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
    var mapping: String?

    @Flag(
        name: .long,
        help: .text(
            french: "Les listes sont codées par « jatigi clk encode » : ni correspondance ni clé.",
            english: "The lists were encoded by 'jatigi clk encode': no mapping and no key."))
    var clk = false

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
        guard clk == (mapping == nil) else {
            throw ValidationError(
                french: "l'un des deux, et pas les deux : --mapping, --clk",
                english: "one of the two, and not both: --mapping, --clk")
        }
        guard !clk || out != nil && clusters == nil && evaluate == nil else {
            throw ValidationError(
                french: "--clk veut --out, sans --clusters ni --evaluate",
                english: "--clk wants --out, without --clusters or --evaluate")
        }
        guard (0.01...0.99).contains(threshold) else {
            throw ValidationError("--threshold: 0.01–0.99")
        }
        guard out != nil || clusters != nil || evaluate != nil else {
            throw ValidationError(
                french: "il n'est rien demandé ; au moins l'un de : --out, --clusters, --evaluate",
                english: "nothing is asked for; at least one of: --out, --clusters, --evaluate")
        }
    }

    func run() async throws {
        if clk, let out {
            try await linkEncoded(out)
        } else if let mapping {
            try await linkLists(mapping)
        }
    }

    private func linkLists(_ mapping: String) async throws {
        let terminal = output.terminal
        let pairsFile = try out.map(made)
        let clustersFile = try clusters.map(made)
        let source = LinkSource(mapping: mapping, variants: variants, output: output)
        var lists = try await source.lists(truthHeader: evaluate) { lists in
            try await source.append(file, to: &lists)
            guard let second else { return }
            lists.beginSecondList()
            try await source.append(second, to: &lists)
        }
        let bar = ProgressBar(total: 100)
        var configuration = LinkageConfiguration.standard
        configuration.threshold = threshold
        let result = await Linker(configuration: configuration).link(lists.takeTable()) {
            bar.show($0)
        }
        bar.clear()
        try await write(out) { try await pairsFile?.writePairs(of: result, lists) }
        try await write(clusters) { try clustersFile?.writeClusters(of: result, lists) }
        let evaluation =
            evaluate == nil ? nil : await LinkageEvaluation(result, truth: lists.truth)
        let report = LinkReport(result, evaluation)
        if output.json {
            try terminal.printJSON(report)
        } else {
            LinkView(terminal: terminal).tell(report, files: [out, clusters].compactMap(\.self))
        }
    }

    private func linkEncoded(_ out: String) async throws {
        let terminal = output.terminal
        let pairsFile = try made(out)
        let left = try EncodedList.read(file, terminal)
        let right = try second.map { try EncodedList.read($0, terminal) }
        let bar = ProgressBar(total: 100)
        let result: EncodedLinker.Result
        do {
            result = try await EncodedLinker(threshold: threshold).link(left, right) {
                bar.show($0)
            }
        } catch {
            terminal.warn(
                ClkText.unusable,
                ["path": second ?? file, "reason": error.text(in: terminal.language)])
            throw TerminalExit.data
        }
        bar.clear()
        try await write(out) { try pairsFile.writePairs(of: result, left, right ?? left) }
        try output.tell(
            ClkText.linked,
            ["comparisons": "\(result.comparisons)", "pairs": "\(result.pairs.count)"])
    }

    private func made(_ path: String) throws -> LinkOutput {
        do { return try LinkOutput(path: path) } catch { throw unwritable(path) }
    }

    private func write(_ path: String?, _ body: () async throws -> Void) async throws {
        do { try await body() } catch { throw unwritable(path) }
    }

    /// Says that a file cannot be written.
    private func unwritable(_ path: String?) -> ExitCode {
        output.terminal.warn(LinkText.unwritable, ["path": path ?? ""])
        return TerminalExit.data
    }
}
