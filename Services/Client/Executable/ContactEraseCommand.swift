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
            english: "Erase a contact and its history for good."),
        discussion: Translation(
            french: "Demande avant d'effacer ; --yes répond.",
            english: "Asks before it erases; --yes answers."))

    @Argument(
        help: .text(
            french: "Identifiant du contact.",
            english: "The contact's id."))
    var contactID: String

    @Flag(
        name: .long,
        help: .text(
            french: "Efface sans demander.",
            english: "Erase without asking."))
    var yes = false

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let terminal = connection.terminal
        let shown = TextTable.printable(String(contactID.prefix(36)))
        guard try yes || terminal.confirms(DirectoryText.eraseQuestion, ["id": shown]) else {
            terminal.warn(EraseText.left)
            throw TerminalExit.partial
        }
        try await connection.withDirectory { client, terminal in
            try await ContactKind.erase(contactID, client)
            if connection.json { return try terminal.printJSON(["erased": contactID]) }
            terminal.say(DirectoryText.erased)
        }
    }
}
