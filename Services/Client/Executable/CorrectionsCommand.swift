import ArgumentParser
import Basics
import Catalogue
import ClientService
import Messages
import Operations
import RPC
import Status
import Terminal

/// `jatigi corrections`: changes to households that wait for a registrar.
struct CorrectionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "corrections",
        abstract: Translation(
            french: "Corrections proposées à examiner.",
            english: "Proposed changes to review."),
        subcommands: [
            CorrectionsListCommand.self, CorrectionsShowCommand.self,
            CorrectionsAcceptCommand.self, CorrectionsDeclineCommand.self,
        ],
        defaultSubcommand: CorrectionsListCommand.self)

    static let list = "jatigi corrections list"

    /// The one correction that a person names.
    static func find(
        _ id: String, _ client: RPCClient, _ terminal: Terminal
    ) async throws -> RegistrationV1.Correction {
        try await RecordSearch(terminal: terminal, list: list).one(id) {
            limit, fits throws(RPCError) in
            try await RegistrationLists(client: client).corrections(limit: limit, where: fits)
        }
    }

    /// Accepts or declines the one correction that a person names.
    static func decide(
        _ decision: RegistrationV1.CorrectionState, _ id: String,
        _ connection: ConnectionOptions
    ) async throws {
        try await connection.withGateway { client, terminal in
            // A whole id needs no search.
            let correctionID: [UInt8]
            if let whole = RecordID(written: id) {
                correctionID = whole.bytes
            } else {
                correctionID = try await find(id, client, terminal).correctionID
            }
            let answer = try await client.call(
                RegistrationV1.RegistrationService.reviewCorrection,
                .init(correctionID: correctionID, decision: decision))
            guard let decided = answer.correction else { throw TerminalExit.software }
            if connection.json { return try terminal.printJSON(CorrectionJSON(decided)) }
            terminal.say(
                decision == .accepted ? RegistrarAnswer.accepted : .declined,
                ["case": decided.caseNumber])
        }
    }
}

/// `jatigi corrections list`.
struct CorrectionsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: Translation(
            french: "Liste les corrections.",
            english: "List corrections."))

    @Option(
        name: .long,
        help: .text(
            french:
                "État : proposed (proposée), accepted (acceptée), declined (refusée), superseded (remplacée).",
            english: "State: proposed, accepted, declined, superseded."))
    var state = CorrectionStateText.proposed.rawValue

    @OptionGroup var limit: ListLimit

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        guard let state = CorrectionStateText(rawValue: state)?.state else {
            connection.terminal.warn(RegistrarAnswer.stateUnknown)
            throw TerminalExit.usage
        }
        try await connection.withGateway { client, terminal in
            let (found, hasMore) = try await RegistrationLists(client: client).corrections(
                state, limit: limit.rows)
            if connection.json {
                return try terminal.printJSON(
                    ListJSON(items: found.map(CorrectionJSON.init), hasMore: hasMore))
            }
            CorrectionView(
                terminal: terminal, reference: try connection.referenceIfAny(nil)
            ).tell(found)
            if hasMore { terminal.say(RegistrarAnswer.more) }
        }
    }
}

/// `jatigi corrections show`.
struct CorrectionsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: Translation(
            french: "Montre ce qui changerait.",
            english: "Show what would change."))

    @Argument(
        help: .text(
            french: "Numéro de la correction, ou le début que montre « jatigi corrections ».",
            english: "The correction's id, or the beginning that 'jatigi corrections' shows."))
    var correction: String

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withGateway { client, terminal in
            let found = try await CorrectionsCommand.find(correction, client, terminal)
            if connection.json { return try terminal.printJSON(CorrectionJSON(found)) }
            CorrectionView(
                terminal: terminal, reference: try connection.referenceIfAny(nil)
            ).tell(found)
        }
    }
}

/// `jatigi corrections accept`.
struct CorrectionsAcceptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: Translation(
            french: "Accepte une correction.",
            english: "Make the proposed values the record's."))

    @Argument(
        help: .text(
            french: "Numéro de la correction, ou le début que montre « jatigi corrections ».",
            english: "The correction's id, or the beginning that 'jatigi corrections' shows."))
    var correction: String

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await CorrectionsCommand.decide(.accepted, correction, connection)
    }
}

/// `jatigi corrections decline`.
struct CorrectionsDeclineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decline",
        abstract: Translation(
            french: "Refuse une correction.",
            english: "Leave the record as it is."))

    @Argument(
        help: .text(
            french: "Numéro de la correction, ou le début que montre « jatigi corrections ».",
            english: "The correction's id, or the beginning that 'jatigi corrections' shows."))
    var correction: String

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await CorrectionsCommand.decide(.declined, correction, connection)
    }
}
