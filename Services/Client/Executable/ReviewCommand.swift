import ArgumentParser
import Catalogue
import Messages
import Operations
import RPC
import Reference
import Terminal

/// `jatigi review`: decides whether records are of one person.
struct ReviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: Translation(
            french: "Examine des paires et en décide.",
            english: "Review pairs and decide on them."),
        subcommands: [
            ReviewPairCommand.self, ReviewHouseholdsCommand.self, ReviewAgreementCommand.self,
            ReviewReplayCommand.self,
        ],
        defaultSubcommand: ReviewPairCommand.self)
}

/// `jatigi review pair`: shows a pair with its reasons, or decides on it.
struct ReviewPairCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pair",
        abstract: Translation(
            french: "Montre une paire et ce qui la fonde, ou en décide.",
            english: "Show a pair and what it rests on, or decide on it."))

    @Argument(
        help: .text(
            french: "Numéro de la paire, ou le début que montre « jatigi pairs ».",
            english: "The pair's id, or the beginning that 'jatigi pairs' shows."))
    var pair: String

    @Argument(
        help: .text(
            french:
                "same (la même personne), different, unsure (indécis) ou open (revient sur la décision) ; "
                + "rien : montre seulement.",
            english: "same, different, unsure, or open to take a decision back; nothing: only show."
        ))
    var decision: String?

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
        let state = decision.flatMap(PairText.state)
        guard decision == nil || (state != nil && state != .withdrawn) else {
            connection.terminal.warn(PairText.decisionUnknown)
            throw TerminalExit.usage
        }
        try await connection.withGateway { client, terminal in
            let found = try await PairSearch(client: client, terminal: terminal).pair(pair)
            guard let state else { return try tell(found, terminal) }
            let answer = try await client.call(
                DeduplicationV1.DeduplicationService.decidePair,
                .init(
                    pairID: found.pairID, decision: state, revision: revision ?? found.revision,
                    comment: comment))
            guard let decided = answer.pair else { throw TerminalExit.software }
            if connection.json { return try terminal.printJSON(PairJSON(decided)) }
            PairView(terminal: terminal).tell([decided])
            if decided.isOpinionKept {
                return terminal.say(ReviewText.opinionsKept, ["count": "1"])
            }
            guard state != .open else { return terminal.say(ReviewText.takenBack) }
            let word = PairText.text(of: decided.state)?.text(in: terminal.language) ?? ""
            terminal.say(PairText.decided, ["decision": word])
        }
    }

    private func tell(_ pair: DeduplicationV1.Pair, _ terminal: Terminal) throws {
        if connection.json { return try terminal.printJSON(PairJSON(pair)) }
        terminal.write(
            PairDetail(
                language: terminal.language, width: TerminalWidth.current,
                relationships: try connection.referenceIfAny(nil)?.codes(.relationship)
            ).text(pair))
    }
}

extension DeduplicationV1.Pair {
    /// Whether the caller's decision waits for another reviewer's.
    var isOpinionKept: Bool { ownOpinion != nil }
}
