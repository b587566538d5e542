import ArgumentParser
import Basics
import Catalogue
import ClientDirectory
import ClientIntake
import DelimitedText
import Foundation
import Messages
import Operations
import RPC
import Reference
import Status
import Terminal
import Validation

/// `jatigi directory KIND ACTION`: places, and who helps where.
struct DirectoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "directory",
        abstract: Translation(
            french: "Les lieux, et qui aide où.",
            english: "Places, and who helps where."),
        subcommands: [
            DirectoryKindCommand<PlaceKind>.self, DirectoryKindCommand<OrganisationKind>.self,
            DirectoryKindCommand<ContactKind>.self, DirectoryKindCommand<SiteKind>.self,
            DirectoryKindCommand<InterventionKind>.self,
        ])
}

/// The actions on one kind of records.
struct DirectoryKindCommand<Kind: DirectoryKind>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        let fields = Kind.fields.map(\.name.rawValue).joined(separator: " ")
        return CommandConfiguration(
            commandName: Kind.plural,
            abstract: Translation(french: "Champs : \(fields)", english: "Fields: \(fields)"),
            subcommands: [
                DirectorySearch<Kind>.self, DirectoryList<Kind>.self, DirectoryShow<Kind>.self,
                DirectoryAdd<Kind>.self, DirectoryUpdate<Kind>.self, DirectoryImport<Kind>.self,
            ] + (Kind.self == ContactKind.self ? [ContactEraseCommand.self] : []))
    }
}

extension DirectoryKind {
    /// The fields that a record takes.
    fileprivate static var settableText: Translation {
        let fields = settable.map(\.rawValue).joined(separator: " ")
        return Translation(french: "Champs : \(fields)", english: "Fields: \(fields)")
    }
}

struct DirectorySearch<Kind: DirectoryKind>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "search",
            abstract: Translation(
                french: "Cherche par le début d'un mot.",
                english: "Find by the beginning of a word."))
    }

    @Argument(
        help: .text(
            french: "Début d'un mot du nom ; ni les accents ni les majuscules ne comptent.",
            english: "The beginning of a word of the name; accents and case do not matter."))
    var text: String

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withDirectory { client, terminal in
            let records = try await Kind.search(text, client)
            try DirectoryView<Kind>(terminal: terminal, json: connection.json).tell(records)
        }
    }
}

struct DirectoryList<Kind: DirectoryKind>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "list",
            abstract: Translation(
                french: "Liste par pages.",
                english: "List page by page."))
    }

    @Argument(
        help: .text(
            french:
                "Seulement ceux qui ont ces valeurs : champ=valeur, par exemple kind=planned_site place=ML19.",
            english: "Only those with these values: field=value, e.g. kind=planned_site place=ML19."
        ))
    var filters: [String] = []

    @Option(
        name: .long,
        help: .text(
            french: "Fiches par page, 1 à 200.",
            english: "Records a page, 1 to 200."))
    var pageSize: UInt32 = 0

    @Option(
        name: .long,
        help: .text(
            french: "Donné par la page précédente.",
            english: "From the page before."))
    var pageToken = ""

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withDirectory { client, terminal in
            let (records, next) = try await Kind.list(
                try RecordEditing<Kind>.assignments(filters),
                ListPage(size: pageSize, token: pageToken), client)
            try DirectoryView<Kind>(terminal: terminal, json: connection.json)
                .tell(records, next: next)
        }
    }
}

struct DirectoryShow<Kind: DirectoryKind>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show",
            abstract: Translation(
                french: "Montre une fiche.",
                english: "Show one record."))
    }

    @Argument(
        help: .text(
            french: "Identifiant, ou code d'un lieu.",
            english: "Id, or the code of a place."))
    var key: String

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withDirectory { client, terminal in
            try DirectoryView<Kind>(terminal: terminal, json: connection.json)
                .tell(try await Kind.get(key, client))
        }
    }
}

struct DirectoryAdd<Kind: DirectoryKind>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "add",
            abstract: Translation(
                french: "Ajoute une fiche.",
                english: "Add a record."),
            discussion: Kind.settableText)
    }

    @Argument(
        help: .text(
            french: "champ=valeur … ; plusieurs valeurs séparées par |.",
            english: "field=value …; several values with | between them."))
    var values: [String]

    @OptionGroup var reference: ReferenceOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let data = try connection.referenceIfAny(reference.reference)
        try await connection.withDirectory { client, terminal in
            var record = Kind.Record()
            Kind.setID(RecordIDGenerator().next(), of: &record)
            try await RecordEditing<Kind>(
                resolver: ReferenceResolver(client: client, reference: data)
            ).apply(try RecordEditing<Kind>.assignments(values), to: &record)
            try DirectoryView<Kind>(terminal: terminal, json: connection.json)
                .tell(try await Kind.create(record, client))
        }
    }
}

struct DirectoryUpdate<Kind: DirectoryKind>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "update",
            abstract: Translation(
                french: "Change des champs d'une fiche.",
                english: "Change fields of a record."),
            discussion: Kind.settableText)
    }

    @Argument(
        help: .text(
            french: "Identifiant, ou code d'un lieu.",
            english: "Id, or the code of a place."))
    var key: String

    @Argument(
        help: .text(
            french: "champ=valeur … ; une valeur vide l'enlève.",
            english: "field=value …; an empty value takes it away."))
    var values: [String]

    @OptionGroup var reference: ReferenceOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let data = try connection.referenceIfAny(reference.reference)
        try await connection.withDirectory { client, terminal in
            var record = try await Kind.get(key, client)
            try await RecordEditing<Kind>(
                resolver: ReferenceResolver(client: client, reference: data)
            ).apply(try RecordEditing<Kind>.assignments(values), to: &record)
            try DirectoryView<Kind>(terminal: terminal, json: connection.json)
                .tell(try await Kind.update(record, client))
        }
    }
}

struct DirectoryImport<Kind: DirectoryKind>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "import",
            abstract: Translation(
                french: "Reprend un fichier CSV.",
                english: "Take in a CSV file; the same file twice doubles nothing."),
            discussion: Kind.settableText)
    }

    @Argument(
        help: .text(
            french: "CSV dont l'en-tête nomme les champs, en français ou en anglais.",
            english: "CSV whose header names fields, in French or English."))
    var file: String

    @OptionGroup var reference: ReferenceOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let terminal = connection.terminal
        let data = try connection.referenceIfAny(reference.reference)
        let contents: DirectoryFile
        do {
            let bytes = try FileContents.read(
                path: file, bytesMax: DelimitedTextLimits.standard.bytesMax)
            contents = try DirectoryFile(contents: bytes)
        } catch let error as DelimitedTextError {
            terminal.warn("\(file): \(IntakeProblem(error).text(in: terminal.language))")
            throw TerminalExit.data
        } catch let problem as FieldProblem {
            terminal.warn("\(file): \(problem.text(in: terminal.language))")
            throw TerminalExit.data
        }
        try await connection.withDirectory { client, terminal in
            let bar = ProgressBar(total: contents.rows.count)
            bar.show(0)
            let report = await Kind.take(
                contents, client, ReferenceResolver(client: client, reference: data)
            ) { bar.show($0) }
            bar.clear()
            let view = DirectoryView<Kind>(terminal: terminal, json: connection.json)
            try view.tell(report, ignored: contents.ignored)
            if let failure = report.failure { throw failure }
            if !report.refused.isEmpty { throw TerminalExit.partial }
        }
    }
}

/// The folder of code lists, by which labels are understood where codes are meant.
struct ReferenceOptions: ParsableArguments {
    @Option(
        name: .long,
        help: .text(
            french:
                "Dossier des lieux et des listes de codes ; avec lui, les libellés sont acceptés aussi. Environnement : JATIGI_REFERENCE.",
            english:
                "Folder of places and code lists; with it labels are taken too. Environment: JATIGI_REFERENCE."
        )
    )
    var reference: String?
}

extension ConnectionOptions {
    /// Runs a command; a value that cannot be taken is told in the user's language, and the codes that can.
    func withDirectory(_ body: (RPCClient, Terminal) async throws -> Void) async throws {
        var unknown: [String] = []
        do {
            try await withGateway { client, terminal in
                do {
                    try await body(client, terminal)
                } catch let error as RPCError {
                    unknown = error.listsOfUnknownCodes
                    throw error
                }
            }
        } catch let code as ExitCode {
            tellCodes(unknown)
            throw code
        } catch let problem as FieldProblem {
            terminal.warn(problem.text(in: terminal.language))
            throw TerminalExit.data
        }
    }

    /// What this device knows of the lists: the region's may be newer.
    private func tellCodes(_ lists: [String]) {
        guard !lists.isEmpty, let reference = try? referenceIfAny(nil) else { return }
        for list in CodeListName.allCases where lists.contains(list.title.rawValue) {
            let codes = reference.codes(list).entries.map(\.code).joined(separator: " ")
            terminal.warn(list.title.text(in: terminal.language) + terminal.language.colon + codes)
        }
    }
}

extension RPCError {
    /// The lists in which a code was sought that is not there.
    fileprivate var listsOfUnknownCodes: [String] {
        details.violations.filter { $0.reason == MessageKey.registration(.unknownCode).rawValue }
            .flatMap { $0.arguments.filter { $0.name == "list" }.map(\.value) }
    }
}
