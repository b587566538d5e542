import Catalogue
import Operations
import Terminal

extension Terminal {
    /// Asks before what cannot be undone.
    ///
    /// - Throws: an exit code, after saying why, where nobody can answer.
    func confirms(_ question: some MessageArea, _ arguments: [String: String]) throws -> Bool {
        guard StandardStream.isInputTerminal else {
            warn(ConfirmationText.cannotAsk)
            throw TerminalExit.data
        }
        write(question.text(in: language, arguments: arguments) + " ")
        let answer = readLine()?.lowercased().filter { !$0.isWhitespace } ?? ""
        return ["o", "oui", "y", "yes"].contains(answer)
    }
}

/// What is said where somebody has to agree.
enum ConfirmationText: String, MessageArea {
    case cannotAsk = "cannot_ask"

    static let prefix = "confirmation"

    var translation: Translation {
        switch self {
        case .cannotAsk:
            Translation(
                french: "Personne ne peut répondre ici : ajoutez --yes pour accepter.",
                english: "Nobody can answer here: add --yes to agree.")
        }
    }
}
