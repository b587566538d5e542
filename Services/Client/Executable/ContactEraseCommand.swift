import ArgumentParser
import ClientDirectory
import Terminal

/// `jatigi directory contacts erase`.
struct ContactEraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Erase a contact and its history for good. / Efface un contact et son historique."
    )

    @Argument(help: "The contact's id.")
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
