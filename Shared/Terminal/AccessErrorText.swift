public import Access
import Catalogue

extension Terminal {
    /// What is wrong with a key or a file, in the user's language; what the system says of it follows in English.
    public func text(of error: AccessError) -> String {
        guard let text = AccessErrorText(rawValue: error.code.rawValue) else {
            return error.message
        }
        return text.text(in: language, arguments: ["detail": error.message])
    }
}

/// What can be wrong with a key or a file, by the codes of `AccessError`.
enum AccessErrorText: String, MessageArea {
    case invalidKey = "invalid_key"
    case fileUnavailable = "file_unavailable"
    case fileUnsafe = "file_unsafe"
    case fileSize = "file_size"
    case fileExists = "file_exists"
    case invalidClaims = "invalid_claims"
    case payloadTooLarge = "payload_too_large"

    static let prefix = "access_error"

    var translation: Translation {
        switch self {
        case .invalidKey:
            Translation(
                french: "ce n'est pas une clé du genre attendu ({detail})",
                english: "this is no key of the expected kind ({detail})")
        case .fileUnavailable:
            Translation(
                french: "le fichier ne peut pas être ouvert, lu ou écrit ({detail})",
                english: "the file cannot be opened, read or written ({detail})")
        case .fileUnsafe:
            Translation(
                french:
                    "d'autres utilisateurs peuvent lire ou changer le fichier ; réservez-le à son "
                    + "propriétaire ({detail})",
                english: "other users can read or change the file; keep it to its owner ({detail})")
        case .fileSize:
            Translation(
                french: "le fichier est vide ou trop grand ({detail})",
                english: "the file is empty or too large ({detail})")
        case .fileExists:
            Translation(
                french: "le fichier existe déjà et n'est pas remplacé ({detail})",
                english: "the file is there already and is not replaced ({detail})")
        case .invalidClaims:
            Translation(
                french: "un jeton ne peut pas dire cela ({detail})",
                english: "no token may say this ({detail})")
        case .payloadTooLarge:
            Translation(
                french: "le lot est trop grand pour être scellé ({detail})",
                english: "the batch is too large to be sealed ({detail})")
        }
    }
}
