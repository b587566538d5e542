import ArgumentParser
import Catalogue
import Messages
import Operations
import RPC
import Terminal

/// `jatigi household`: shows one household.
struct HouseholdCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "household",
        abstract: Translation(
            french: "Montre un ménage par son numéro.",
            english: "Show a household by its case number."))

    @Argument(
        help: .text(
            french: "Numéro de dossier, par exemple BDG-00042-X.",
            english: "Case number, e.g. BDG-00042-X."))
    var caseNumber: String

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withGateway { client, terminal in
            let answer = try await client.call(
                RegistrationV1.RegistrationService.getHousehold,
                .init(key: .caseNumber(caseNumber)))
            guard let household = answer.household else { throw TerminalExit.software }
            if connection.json {
                try terminal.printJSON(HouseholdJSON(household))
            } else {
                HouseholdView(
                    terminal: terminal, reference: try connection.referenceIfAny(nil)
                ).tell(household)
            }
        }
    }
}
