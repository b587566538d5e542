import Catalogue
import Reference
import Terminal

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
            let name = place.name(in: terminal.language)
            let container = places.parent(of: place.code).map {
                " (\($0.name(in: terminal.language)))"
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
