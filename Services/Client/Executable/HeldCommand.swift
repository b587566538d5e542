import ArgumentParser
import Basics
import Catalogue
import ClientService
import Messages
import Operations
import RPC
import Reference
import Status
import Terminal

/// `jatigi held`: what is kept and waits for a registrar.
struct HeldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "held",
        abstract: Translation(
            french: "Fiches qui attendent un agent.",
            english: "Records that wait for a registrar."),
        subcommands: [HeldListCommand.self, HeldShowCommand.self, HeldReleaseCommand.self],
        defaultSubcommand: HeldListCommand.self)

    /// The one held record that a person names.
    static func find(
        _ id: String, _ client: RPCClient, _ terminal: Terminal
    ) async throws -> RegistrationV1.HeldCommand {
        try await RecordSearch(terminal: terminal, list: "jatigi held list").one(id) {
            limit, fits throws(RPCError) in
            try await RegistrationLists(client: client).held(limit: limit, where: fits)
        }
    }
}

/// `jatigi held list`.
struct HeldListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: Translation(
            french: "Liste ce qui attend.",
            english: "List what waits."))

    @OptionGroup var limit: ListLimit

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withGateway { client, terminal in
            let (held, hasMore) = try await RegistrationLists(client: client).held(
                limit: limit.rows)
            if connection.json {
                return try terminal.printJSON(
                    ListJSON(items: held.map(HeldJSON.init), hasMore: hasMore))
            }
            HeldView(terminal: terminal).tell(held)
            if hasMore { terminal.say(RegistrarAnswer.more) }
        }
    }
}

/// `jatigi held show`.
struct HeldShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: Translation(
            french: "Montre tout ce que dit une fiche.",
            english: "Show all that a record says."))

    @Argument(
        help: .text(
            french: "Numéro de la fiche, ou le début que montre « jatigi held list ».",
            english: "The record's id, or the beginning that 'jatigi held list' shows."))
    var heldID: String

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withGateway { client, terminal in
            let held = try await HeldCommand.find(heldID, client, terminal)
            if connection.json { return try terminal.printJSON(HeldRecordJSON(held)) }
            HeldView(terminal: terminal, reference: try connection.referenceIfAny(nil)).tell(held)
        }
    }
}

/// `jatigi held release`.
struct HeldReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: Translation(
            french: "Donne à une fiche ce qu'elle attend.",
            english: "Give a record what it waits for."))

    @Argument(
        help: .text(
            french: "Numéro de la fiche, ou le début que montre « jatigi held list ».",
            english: "The record's id, or the beginning that 'jatigi held list' shows."))
    var heldID: String

    @Option(
        name: .long,
        help: .text(
            french: "CHAMP=CODE, par exemple place=ML0505 ou origin=ML0501 ; une fois par lieu.",
            english: "FIELD=CODE, e.g. place=ML0505 or origin=ML0501; once for each place."))
    var place: [String] = []

    @Option(
        name: .long,
        help: .text(
            french:
                "Numéro de dossier : le même le confirme, un autre le corrige ; « new » s'il n'en a pas.",
            english:
                "The household's number: the same confirms it, another corrects it; 'new' for none."
        )
    )
    var caseNumber: String?

    @Option(
        name: .long,
        help: .text(
            french: "Dossier des lieux et des listes de codes. Environnement : JATIGI_REFERENCE.",
            english: "Folder of places and code lists. Environment: JATIGI_REFERENCE."))
    var reference: String?

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let reference = try connection.referenceIfAny(reference)
        try await connection.withGateway { client, terminal in
            let held = try await HeldCommand.find(heldID, client, terminal)
            let codings = try codings(for: held, reference, terminal)
            let number = try number(for: held, terminal)
            let answer = try await client.call(
                RegistrationV1.RegistrationService.releaseHeld,
                .init(heldID: held.heldID, codings: codings, number: number))
            guard let result = answer.result else { throw TerminalExit.software }
            if connection.json {
                return try terminal.printJSON(ReleasedJSON(result, answer.position))
            }
            terminal.say(
                RegistrarAnswer.released,
                [
                    "outcome": terminal.text(of: result.outcome),
                    "case": result.caseNumber.isEmpty ? "–" : result.caseNumber,
                    "position": "\(answer.position?.sequence ?? 0)",
                ])
        }
    }

    /// What a registrar says of the number; it must be said where it is in doubt.
    private func number(
        for held: RegistrationV1.HeldCommand, _ terminal: Terminal
    ) throws -> RegistrationV1.ReleaseHeldRequest.Number? {
        guard let text = caseNumber else {
            let doubtful = MessageKey.registrationState(.caseNumberDoubtful)
            guard let doubt = held.waitsFor.first(where: { $0.reason == doubtful.rawValue })
            else { return nil }
            terminal.warn(terminal.text(of: doubt))
            terminal.warn(RegistrarAnswer.numberMissing)
            throw TerminalExit.data
        }
        if text == "new" { return .caseNumber("") }
        guard let number = CaseNumber(text) else {
            terminal.warn(
                MessageKey.registration(.caseNumberMalformed).text(in: terminal.language))
            throw TerminalExit.data
        }
        return .caseNumber(number.description)
    }

    /// The code for each place that waits; none is needed where the record has one, which was not known then. The region
    /// may know more places than this machine, so only what is no code is refused here.
    private func codings(
        for held: RegistrationV1.HeldCommand, _ reference: ReferenceData?, _ terminal: Terminal
    ) throws -> [RegistrationV1.PlaceCoding] {
        // What waits for no place waits for the release itself.
        let waiting = held.waitsFor.filter { $0.field.hasSuffix(".code") }.map {
            (
                path: $0.field, name: $0.fieldName,
                isNamedOnly: $0.reason != MessageKey.registration(.placeUnknown).rawValue
            )
        }
        let names = waiting.map(\.name).joined(separator: ", ")
        var codings: [RegistrationV1.PlaceCoding] = []
        for text in place {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            let shown = TextTable.printable(String(text.prefix(64)))
            guard parts.count == 2 else {
                terminal.warn(RegistrarAnswer.codingMalformed, ["found": shown])
                throw TerminalExit.data
            }
            let (field, code) = (parts[0], parts[1])
            guard let wait = waiting.first(where: { $0.name == field || $0.path == field }) else {
                terminal.warn(
                    RegistrarAnswer.fieldUnknown,
                    ["found": TextTable.printable(String(field.prefix(64))), "fields": names])
                throw TerminalExit.data
            }
            if let reference, !reference.places.isKnown(code), !PlaceCode.isWellFormed(code) {
                PlaceSuggestions(terminal: terminal, places: reference.places).warn(
                    about: code, named: held.command?.placeName(wait.name) ?? "")
                throw TerminalExit.data
            }
            codings.append(.init(field: wait.path, placeCode: code))
        }
        let missing = waiting.filter { wait in
            wait.isNamedOnly && !codings.contains { $0.field == wait.path }
        }
        guard missing.isEmpty else {
            terminal.warn(
                RegistrarAnswer.codingMissing,
                ["fields": missing.map(\.name).joined(separator: ", ")])
            if let reference {
                for wait in missing {
                    PlaceSuggestions(terminal: terminal, places: reference.places).warn(
                        similarTo: [held.command?.placeName(wait.name) ?? ""])
                }
            }
            throw TerminalExit.data
        }
        return codings
    }
}
