import ArgumentParser
import Basics
import Catalogue
import ClientService
import Messages
import Operations
import RPC
import Terminal

/// `jatigi review`: decides whether two records are of one person.
struct ReviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: Translation(
            french: "Décide d'une paire.",
            english: "Decide on a pair."))

    @Argument(
        help: .text(
            french: "Numéro de la paire, ou le début que montre « jatigi pairs ».",
            english: "The pair's id, or the beginning that 'jatigi pairs' shows."))
    var pair: String

    @Argument(
        help: .text(
            french: "same (la même personne), different ou unsure (indécis).",
            english: "same, different, unsure."))
    var decision: String

    @Option(
        name: .long,
        help: .text(
            french: "Pourquoi, en vos mots ; 512 caractères au plus, sans noms.",
            english: "Why, in your words; at most 512 characters, no names."))
    var comment = ""

    @Option(
        name: .long,
        help: .text(
            french:
                "La version que vous avez vue (--json la montre) ; l'actuelle si rien n'est dit.",
            english:
                "The revision that you saw (--json shows it); the present one if nothing is said."))
    var revision: UInt64?

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        guard let decision = PairText.state(named: decision), decision != .open,
            decision != .withdrawn
        else {
            connection.terminal.warn(PairText.decisionUnknown)
            throw TerminalExit.data
        }
        try await connection.withGateway { client, terminal in
            let found = try await find(client, terminal)
            let answer = try await client.call(
                DeduplicationV1.DeduplicationService.decidePair,
                .init(
                    pairID: found.pairID, decision: decision, revision: revision ?? found.revision,
                    comment: comment))
            guard let decided = answer.pair else { throw TerminalExit.software }
            if connection.json {
                try terminal.printJSON(PairJSON(decided))
            } else {
                PairView(terminal: terminal).tell([decided])
                let word = PairText.text(of: decided.state)?.text(in: terminal.language) ?? ""
                terminal.say(PairText.decided, ["decision": word])
            }
        }
    }

    private func find(
        _ client: RPCClient, _ terminal: Terminal
    ) async throws -> DeduplicationV1.Pair {
        if let id = RecordID(written: pair) {
            let answer = try await client.call(
                DeduplicationV1.DeduplicationService.getPair, .init(pairID: id.bytes))
            guard let found = answer.pair else { throw TerminalExit.software }
            return found
        }
        let beginning = TextTable.printable(String(pair.prefix(36)))
        let found = try await PairList(client: client).pairs { IdentifierPrefix.matches($0, pair) }
        guard let first = found.first else {
            terminal.warn(PairText.unknown, ["pair": beginning])
            throw TerminalExit.data
        }
        guard found.count == 1 else {
            terminal.warn(PairText.ambiguous, ["pair": beginning])
            throw TerminalExit.data
        }
        return first
    }
}
