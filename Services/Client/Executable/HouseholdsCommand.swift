import ArgumentParser
import Catalogue
import ClientService
import Messages
import Operations
import RPC
import Terminal

/// `jatigi households`: finds households without their number.
struct HouseholdsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "households",
        abstract: Translation(
            french: "Cherche des ménages par lieu, étape et nom.",
            english: "Find households by place, stage and name."))

    @Option(
        name: .long,
        help: .text(
            french: "Seulement ce lieu et ce qu'il contient, par exemple ML0505.",
            english: "Only this place and what lies in it, e.g. ML0505."))
    var place = ""

    @Option(
        name: .long,
        help: .text(
            french: "Étape : registered (enregistré) ou pre_registered (pré-enregistré).",
            english: "Stage: registered or pre_registered."))
    var stage: String?

    @Option(
        name: .long,
        help: .text(
            french: "Débuts des noms d'un membre, sans égard aux accents, par exemple « awa gui ».",
            english: "How a member's names begin, accents aside, e.g. 'awa gui'."))
    var name = ""

    @OptionGroup var limit: ListLimit

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let stage = try stage.map { try Self.stage($0, connection.terminal) } ?? .unspecified
        try await connection.withGateway { client, terminal in
            let (found, hasMore) = try await RegistrationLists(client: client).households(
                placeCode: place, stage: stage, name: name, limit: limit.rows)
            if connection.json {
                return try terminal.printJSON(
                    ListJSON(items: found.map(HouseholdJSON.init), hasMore: hasMore))
            }
            HouseholdView(terminal: terminal).tell(found)
            if hasMore { terminal.say(RegistrarAnswer.more) }
        }
    }

    private static func stage(
        _ text: String, _ terminal: Terminal
    ) throws -> RegistrationV1.Stage {
        switch OutcomeText(rawValue: text) {
        case .registered: return .registered
        case .preRegistered: return .preRegistered
        default:
            terminal.warn(HouseholdText.stageUnknown)
            throw TerminalExit.usage
        }
    }
}
