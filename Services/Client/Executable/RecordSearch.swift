import Basics
import Catalogue
import Status
import Terminal

/// Finds the one record that a person means by an id or its beginning.
struct RecordSearch {
    let terminal: Terminal
    /// The command that lists what there is.
    let list: String

    /// - Parameter find: gives the records whose id fits, so many at the most: one where the text is
    ///   a whole id, else two, since another may begin so.
    /// - Throws: an exit code, after saying why.
    func one<Item>(
        _ text: String,
        _ find: (_ limit: Int, _ fits: @escaping ([UInt8]) -> Bool) async throws(RPCError) -> [Item]
    ) async throws -> Item {
        let shown = TextTable.printable(String(text.prefix(36)))
        guard text.count >= IdentifierPrefix.charactersMin else {
            terminal.warn(RegistrarAnswer.tooShort, ["id": shown])
            throw TerminalExit.data
        }
        let limit = RecordID(written: text) == nil ? 2 : 1
        let found = try await find(limit) { IdentifierPrefix.matches($0, text) }
        guard let first = found.first else {
            terminal.warn(RegistrarAnswer.unknown, ["id": shown, "list": list])
            throw TerminalExit.data
        }
        guard found.count == 1 else {
            terminal.warn(RegistrarAnswer.ambiguous, ["id": shown])
            throw TerminalExit.data
        }
        return first
    }
}
