import ArgumentParser
import Catalogue
import Messages
import Operations
import RPC
import Reference
import Terminal

/// `jatigi review households`: two households beside each other, and decisions on the pairs between them.
struct ReviewHouseholdsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "households",
        abstract: Translation(
            french: "Met deux ménages côte à côte, et décide de leurs paires en une fois.",
            english: "Put two households side by side, and decide on their pairs at once."))

    @Argument(
        help: .text(
            french: "Numéro d'une paire (ou son début), ou deux numéros de dossier.",
            english: "A pair's id (or its beginning), or two case numbers."))
    var keys: [String]

    @Flag(
        name: .long,
        help: .text(
            french: "Montre le poids de chaque champ.",
            english: "Show the weight of each field."))
    var explain = false

    @Option(
        name: .long,
        help: .text(
            french:
                "La même personne : numéros des lignes, « aligned » (celles qui se font face) ou "
                + "« rest » (les autres à examiner).",
            english:
                "One person: numbers of rows, 'aligned' (those side by side), or 'rest' (the other "
                + "open ones)."))
    var same: String?

    @Option(
        name: .long,
        help: .text(
            french: "Personnes différentes ; de même.",
            english: "Different people; likewise."))
    var different: String?

    @Option(
        name: .long,
        help: .text(
            french: "Incertain ; de même.",
            english: "Unsure; likewise."))
    var unsure: String?

    @Option(
        name: .long,
        help: .text(
            french: "Revient sur des décisions ; de même.",
            english: "Take decisions back; likewise."))
    var open: String?

    @Option(
        name: .long,
        help: .text(
            french: "Pourquoi, en vos mots ; 512 caractères au plus, sans noms.",
            english: "Why, in your words; at most 512 characters, no names."))
    var comment = ""

    @Option(
        name: .long,
        help: .text(
            french: "Ce que vous avez vu, tel que montré : rien n'est décidé si c'est autre chose.",
            english: "What you saw, as it was shown: nothing is decided where it is another now."))
    var seen: String?

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        guard (1...2).contains(keys.count) else {
            connection.terminal.warn(ReviewText.caseUnknown, ["case": "\(keys.count)"])
            throw TerminalExit.data
        }
        try await connection.withGateway { client, terminal in
            let request = try await request(client, terminal)
            let comparison = try await HouseholdComparison.read(request, client)
            let decisions = try decisions(on: comparison, terminal)
            guard !decisions.decisions.isEmpty else { return try tell(comparison, terminal) }
            guard seen == nil || seen == comparison.seen else {
                terminal.warn(ReviewText.seenChanged)
                throw TerminalExit.data
            }
            let answer = try await client.call(
                DeduplicationV1.DeduplicationService.decidePairs,
                decisions.request(of: comparison, comment: comment))
            if connection.json {
                return try terminal.printJSON(answer.pairs.map(PairJSON.init))
            }
            try tell(try await HouseholdComparison.read(request, client), terminal)
            let kept = answer.pairs.count { $0.isOpinionKept }
            if kept < answer.pairs.count {
                terminal.say(ReviewText.decided, ["count": "\(answer.pairs.count - kept)"])
            }
            if kept > 0 { terminal.say(ReviewText.opinionsKept, ["count": "\(kept)"]) }
        }
    }

    private func decisions(
        on comparison: HouseholdComparison, _ terminal: Terminal
    ) throws -> HouseholdDecisions {
        var decisions = HouseholdDecisions()
        let wishes: [(String?, DeduplicationV1.PairState)] = [
            (same, .same), (different, .different), (unsure, .unsure), (open, .open),
        ]
        // What names the rest comes after what names pairs.
        for isRest in [false, true] {
            for case (let rows?, let decision) in wishes where rows.contains("rest") == isRest {
                if let wrong = decisions.add(rows, decision, of: comparison) {
                    terminal.warn(
                        ReviewText.rowUnknown,
                        ["row": TextTable.printable(String(wrong.prefix(36)))])
                    throw TerminalExit.data
                }
            }
        }
        return decisions
    }

    private func tell(_ comparison: HouseholdComparison, _ terminal: Terminal) throws {
        if connection.json { return try terminal.printJSON(HouseholdComparisonJSON(comparison)) }
        let width = TerminalWidth.current
        terminal.write(
            HouseholdComparisonView(
                language: terminal.language, width: width, isExplained: explain,
                relationships: try connection.referenceIfAny(nil)?.codes(.relationship)
            ).text(comparison))
        let open = comparison.numbered.filter { $0.pair.state == .open }
        guard !open.isEmpty else { return }
        let hasOthers = open.contains { !$0.isAligned }
        terminal.say(ReviewText.toDecide)
        let command =
            ["jatigi review households"] + keys.map(TextTable.printable)
            + ["--same aligned"] + (hasOthers ? ["--different rest"] : [])
            + ["--seen \(comparison.seen)"]
        terminal.write("  " + command.joined(separator: " ") + "\n")
    }

    private func request(
        _ client: RPCClient, _ terminal: Terminal
    ) async throws -> DeduplicationV1.CompareHouseholdsRequest {
        guard keys.count == 2 else {
            let pair = try await PairSearch(client: client, terminal: terminal).pair(keys[0])
            return .init(pairID: pair.pairID)
        }
        var ids: [[UInt8]] = []
        for key in keys {
            let answer = try await client.call(
                RegistrationV1.RegistrationService.getHousehold, .init(key: .caseNumber(key)))
            ids.append(answer.household?.householdID ?? [])
        }
        return .init(householdIDs: ids)
    }
}
