import ArgumentParser
import Basics
import Catalogue
import Messages
import Operations
import RPC
import Terminal

/// `jatigi person`: shows one person, and in which household they are.
struct PersonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person",
        abstract: Translation(
            french: "Montre une personne et son ménage.",
            english: "Show a person and their household."))

    @Argument(
        help: .text(
            french: "Identifiant de la personne, par exemple d'un reçu ou d'une paire.",
            english: "The person's id, e.g. of a receipt or a pair."))
    var personID: String

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        guard let id = RecordID(written: personID) else {
            connection.terminal.warn(EraseText.idMalformed)
            throw TerminalExit.data
        }
        try await connection.withGateway { client, terminal in
            let answer = try await client.call(
                RegistrationV1.RegistrationService.getPerson, .init(personID: id.bytes))
            guard let person = answer.person else { throw TerminalExit.software }
            if connection.json { return try terminal.printJSON(PersonJSON(person, in: answer)) }
            HouseholdView(
                terminal: terminal, reference: try connection.referenceIfAny(nil)
            ).tell(person, caseNumber: answer.caseNumber)
        }
    }
}

/// A person for programs.
struct PersonJSON: Encodable {
    let householdID: String
    let caseNumber: String
    let person: HouseholdJSON.Member

    init(_ person: RegistrationV1.Person, in answer: RegistrationV1.GetPersonResponse) {
        householdID = Identifier.text(answer.householdID)
        caseNumber = answer.caseNumber
        self.person = HouseholdJSON.Member(person)
    }
}
