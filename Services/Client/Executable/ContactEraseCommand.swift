import ArgumentParser
import Catalogue
import ClientDirectory
import Operations
import Terminal

/// `jatigi directory contacts erase`.
struct ContactEraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: Translation(
            french: "Efface un contact et son historique.",
            english: "Erase a contact and its history for good.")
    )

    @Argument(
        help: .text(
            french: "Identifiant du contact.",
            english: "The contact's id."))
    var contactID: String

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withDirectory { client, terminal in
            try await ContactKind.erase(contactID, client)
            if connection.json { return try terminal.printJSON(["erased": contactID]) }
            terminal.say(DirectoryText.erased)
        }
    }
}
