import ArgumentParser
import Catalogue
import ClientService
import Messages
import Operations
import RPC
import Terminal

/// `jatigi pairs`: shows records that may be of one person, and why.
struct PairsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pairs",
        abstract: Translation(
            french: "Montre les paires de fiches à examiner.",
            english: "Show pairs of records to review."))

    @Option(
        name: .long,
        help: .text(
            french:
                "État : open (à examiner), same (la même personne), different, unsure (indécis), withdrawn (retirée).",
            english: "State: open, same, different, unsure, withdrawn."))
    var state = PairText.open.rawValue

    @Option(
        name: .long,
        help: .text(
            french: "probable ou possible ; les deux si rien n'est dit.",
            english: "probable, possible; both if nothing is said."))
    var level: String?

    @Option(
        name: .long,
        help: .text(
            french:
                "Ordre : benefit (les ménages dont l'examen apporte le plus d'abord ; pour open), weight, ou doubt "
                + "(les plus indécises d'abord, dont un modèle apprend le plus ; pour open).",
            english:
                "Order: benefit (the households whose review is worth most first; for open), weight, or doubt "
                + "(the least certain first, which teach a model most; for open)."
        ))
    var order: String?

    @Flag(
        name: .long,
        help: .text(
            french: "Seulement celles qu'une règle a décidées.",
            english: "Only those that a rule decided."))
    var decidedByRule = false

    @Flag(
        name: .long,
        help: .text(
            french:
                "Seulement celles dont les deux personnes sont maintenant du même ménage : décidées « la même personne », l'un des deux est faux.",
            english:
                "Only those whose two people are of one household by now: where they were decided to be the same, one of the two is wrong."
        ))
    var sameHousehold = false

    @Flag(
        name: .long,
        help: .text(
            french:
                "Seulement celles dont les deux personnes sont présentes, dans deux ménages : décidées « la même personne », un départ manque.",
            english:
                "Only those whose two people are both present, in two households: where they were decided to be the same, a departure is missing."
        ))
    var presentTwice = false

    @OptionGroup var limit: ListLimit

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        guard let state = PairText.state(named: state) else {
            connection.terminal.warn(PairText.stateUnknown)
            throw TerminalExit.usage
        }
        var chosen = DeduplicationV1.PairLevel.unspecified
        if let level {
            guard let named = PairText.level(named: level) else {
                connection.terminal.warn(PairText.levelUnknown)
                throw TerminalExit.usage
            }
            chosen = named
        }
        let orders: [String: DeduplicationV1.PairOrder] = [
            "benefit": .benefit, "weight": .weight, "doubt": .doubt,
        ]
        guard order.map({ orders[$0] != nil }) ?? true else {
            connection.terminal.warn(PairText.orderUnknown)
            throw TerminalExit.usage
        }
        let isOfDecided = decidedByRule || sameHousehold || presentTwice
        let request = DeduplicationV1.ListPairsRequest(
            state: isOfDecided && state == .open ? .same : state,
            level: chosen, order: order.flatMap { orders[$0] } ?? .unspecified,
            decidedByRule: decidedByRule, sameHousehold: sameHousehold,
            presentTwice: presentTwice)
        try await connection.withGateway { client, terminal in
            let (pairs, hasMore) = try await PairList(client: client).pairs(
                request, limit: limit.rows)
            if connection.json {
                try terminal.printJSON(
                    ListJSON(items: pairs.map(PairJSON.init), hasMore: hasMore))
            } else {
                PairView(terminal: terminal).tell(pairs)
                if hasMore { terminal.say(PairText.more) }
            }
        }
    }
}
