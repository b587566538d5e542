import Basics
import Catalogue
import ClientService
import Messages
import Operations
import RPC
import Reference
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
        let limit = RecordID(text) == nil ? 2 : 1
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

/// Names places that a person may have meant.
struct PlaceSuggestions {
    let terminal: Terminal
    let places: Gazetteer
    /// Places that are shown; more would not be read.
    private let countMax = 10

    init(terminal: Terminal, places: Gazetteer) {
        self.terminal = terminal
        self.places = places
    }

    /// Says that a code is none, and what it may have meant: what was typed may be a name, or a code cut short.
    func warn(about code: String, named name: String) {
        terminal.warn(
            RegistrarAnswer.codeUnknown, ["found": TextTable.printable(String(code.prefix(32)))])
        warn(similarTo: [code, name])
    }

    /// Shows places whose name begins like one of these, shortened until there are some.
    func warn(similarTo texts: [String]) {
        let similar = texts.flatMap(search)
        guard !similar.isEmpty else { return }
        terminal.warn(RegistrarAnswer.similar)
        var seen: Set<String> = []
        for place in similar where seen.insert(place.code).inserted && seen.count <= countMax {
            let name = terminal.language == .french ? place.nameFrench : place.nameEnglish
            let container = places.parent(of: place.code).map {
                " (\(terminal.language == .french ? $0.nameFrench : $0.nameEnglish))"
            }
            terminal.warn("  \(place.code)  \(name)\(container ?? "")")
        }
    }

    private func search(_ text: String) -> [Place] {
        var text = String(text.prefix(64))
        // Three letters are common to too many names to mean anything.
        while text.count >= 3 {
            let found = places.search(prefix: text, countMax: countMax)
            if !found.isEmpty { return found }
            text.removeLast()
        }
        return []
    }
}

extension ConnectionOptions {
    /// Places and codes, where a folder of them is named.
    ///
    /// - Throws: an exit code, after saying why, where the folder cannot be used.
    func referenceIfAny(_ named: String?) throws -> ReferenceData? {
        let folder = try named ?? configuration().reference
        guard !folder.isEmpty else { return nil }
        do {
            return try ReferenceData.load(directory: folder)
        } catch {
            terminal.warn(
                ClientText.referenceUnusable,
                ["path": folder, "reason": error.text(in: terminal.language)])
            throw TerminalExit.configuration
        }
    }
}
