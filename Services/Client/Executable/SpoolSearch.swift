import ArgumentParser
import ClientSpool
import Terminal

/// Finds the batch that a person means in a device's spool.
struct SpoolSearch {
    let terminal: Terminal

    /// The one entry whose id begins so; nil where there is none.
    ///
    /// - Throws: an exit code, after saying why, where there are several.
    func entry(_ text: String, in entries: [SpoolEntry]) throws -> SpoolEntry? {
        let beginning = text.lowercased().filter { $0 != "-" }
        guard beginning.count >= IdentifierPrefix.charactersMin else { return nil }
        let found = entries.filter { $0.batchID.hasPrefix(beginning) }
        guard found.count < 2 else {
            terminal.warn(
                RegistrarAnswer.ambiguous,
                ["id": TextTable.printable(String(text.prefix(36)))])
            throw TerminalExit.data
        }
        return found.first
    }
}
