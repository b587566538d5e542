import ArgumentParser
import Catalogue
import ClientSpool
import Operations
import Terminal

/// `jatigi spool remove`: takes a batch out of the spool on purpose.
struct SpoolRemoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: Translation(
            french: "Supprime un lot gardé.",
            english: "Delete a kept batch for good."),
        discussion: Translation(
            french: """
                Demande avant de supprimer ; --yes répond. Un lot que la région n'a pas reçu disparaît avec lui.
                """,
            english: """
                Asks before it deletes; --yes answers. A batch that the region has not received is gone with it.
                """))

    @Argument(
        help: .text(
            french: "Numéro du lot, ou ses premiers caractères, 4 au moins.",
            english: "The batch's id, or its first characters, 4 at least."))
    var batch: String

    @Flag(
        name: .long,
        help: .text(
            french: "Supprime sans demander.",
            english: "Delete without asking."))
    var yes = false

    @OptionGroup var spool: SpoolOptions
    @OptionGroup var connection: ConnectionOptions

    func run() throws {
        let terminal = connection.terminal
        let spool = try spool.open(connection)
        let (entries, damaged) = try list(spool, terminal)
        let shown = TextTable.printable(String(batch.prefix(36)))
        let entry = try SpoolSearch(terminal: terminal).entry(batch, in: entries)
        // A damaged one has no state that could be trusted: only its whole name removes it.
        guard let batchID = entry?.batchID ?? damaged.first(where: { $0 == batch }) else {
            terminal.warn(SpoolRemoveText.unknown, ["batch": shown])
            throw TerminalExit.data
        }
        if entry?.state != .acknowledged {
            let isDescribed = entry.map { !$0.isUndescribed } ?? false
            terminal.warn(
                entry == nil
                    ? SpoolRemoveText.damagedWarning
                    : isDescribed ? .waitingWarning : .undescribedWarning,
                [
                    "batch": batchID, "people": "\(entry?.people ?? 0)",
                    "file": TextTable.printable(entry?.fileName ?? ""),
                ])
        }
        guard try yes || terminal.confirms(SpoolRemoveText.question, ["batch": batchID]) else {
            terminal.warn(SpoolRemoveText.left)
            throw TerminalExit.partial
        }
        do {
            try spool.remove(batchID)
        } catch {
            throw terminal.told(error)
        }
        if connection.json { return try terminal.printJSON(["removed": batchID]) }
        terminal.say(SpoolRemoveText.removed, ["batch": batchID])
    }

    private func list(
        _ spool: Spool, _ terminal: Terminal
    ) throws -> (entries: [SpoolEntry], damaged: [String]) {
        do {
            let listing = try spool.list()
            return (listing.entries, listing.damaged)
        } catch {
            throw terminal.told(error)
        }
    }
}

/// What is said when a batch is taken out of the spool.
enum SpoolRemoveText: String, MessageArea {
    case unknown
    case waitingWarning = "waiting_warning"
    case undescribedWarning = "undescribed_warning"
    case damagedWarning = "damaged_warning"
    case question
    case left
    case removed

    static let prefix = "spool_remove"

    var translation: Translation {
        switch self {
        case .unknown:
            Translation(
                french: "Aucun lot gardé ici ne commence par {batch} (4 caractères au moins).",
                english: "No batch kept here begins with {batch} (at least 4 characters).")
        case .waitingWarning:
            Translation(
                french: "ATTENTION : la région n'a PAS reçu le lot {batch}. Ses {people} personnes "
                    + "({file}) ne seront enregistrées nulle part si vous n'avez plus le fichier.",
                english: "WARNING: the region has NOT received batch {batch}. Its {people} people "
                    + "({file}) will be registered nowhere unless you still have the file.")
        case .undescribedWarning:
            Translation(
                french: "ATTENTION : la région n'a PAS reçu le lot {batch}, qu'un programme "
                    + "interrompu a laissé. Ses personnes ne seront enregistrées nulle part si vous "
                    + "n'avez plus le fichier.",
                english: "WARNING: the region has NOT received batch {batch}, which a program left "
                    + "that was cut off. Its people will be registered nowhere unless you still "
                    + "have the file.")
        case .damagedWarning:
            Translation(
                french: "ATTENTION : le lot {batch} est abîmé ; la région ne l'a peut-être PAS "
                    + "reçu.",
                english: "WARNING: batch {batch} is damaged; the region may NOT have received it.")
        case .question:
            Translation(
                french: "Supprimer le lot {batch} pour toujours ? [o/N]",
                english: "Delete batch {batch} for good? [y/N]")
        case .left: Translation(french: "Rien n'a été supprimé.", english: "Nothing was deleted.")
        case .removed:
            Translation(french: "Lot {batch} supprimé.", english: "Batch {batch} deleted.")
        }
    }
}
