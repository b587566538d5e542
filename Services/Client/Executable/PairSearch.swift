import Basics
import ClientService
import Messages
import RPC
import Terminal

/// Finds the one pair that a person means by its id or the beginning of it.
struct PairSearch {
    let client: RPCClient
    let terminal: Terminal

    /// - Throws: an exit code, after saying why.
    func pair(_ text: String) async throws -> DeduplicationV1.Pair {
        if let id = RecordID(written: text) {
            let answer = try await client.call(
                DeduplicationV1.DeduplicationService.getPair, .init(pairID: id.bytes))
            guard let found = answer.pair else { throw TerminalExit.software }
            return found
        }
        let beginning = TextTable.printable(String(text.prefix(36)))
        let found = try await PairList(client: client).pairs { IdentifierPrefix.matches($0, text) }
        guard let first = found.first else {
            terminal.warn(PairText.unknown, ["pair": beginning])
            throw TerminalExit.data
        }
        guard found.count == 1 else {
            terminal.warn(PairText.ambiguous, ["pair": beginning])
            throw TerminalExit.data
        }
        return first
    }
}
