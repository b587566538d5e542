import Catalogue

/// Why a follower could not apply an event.
enum UnappliedText: String, MessageArea {
    case eventMalformed = "event_malformed"
    case eventUnknown = "event_unknown"
    case contentMalformed = "content_malformed"
    case failed

    static let prefix = "unapplied"

    /// By the code that the follower gives; one that this program does not know is a failure.
    init(code: String) {
        self = code.hasSuffix("_malformed") ? .contentMalformed : .failed
        if let known = UnappliedText(rawValue: code) { self = known }
    }

    var translation: Translation {
        switch self {
        case .eventMalformed:
            Translation(french: "il ne se lit pas", english: "it cannot be read")
        case .eventUnknown:
            Translation(
                french: "ce programme ne le connaît pas ; il est plus ancien que celui qui l'a "
                    + "écrit",
                english: "this program does not know it; it is older than the one that wrote it")
        case .contentMalformed:
            Translation(
                french: "ce qu'il dit ne peut pas être vrai",
                english: "what it says cannot be true")
        case .failed:
            Translation(
                french: "son enregistrement échoue, voyez le journal du programme",
                english: "storing it fails, see the program's log")
        }
    }
}
