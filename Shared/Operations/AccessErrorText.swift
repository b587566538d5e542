import Catalogue

/// What can be wrong with a key or what is done with it, by the codes of `AccessError`; of files see ``FileText``.
enum AccessErrorText: String, MessageArea {
    case invalidKey = "invalid_key"
    case invalidClaims = "invalid_claims"
    case payloadTooLarge = "payload_too_large"

    static let prefix = "access_error"

    var translation: Translation {
        switch self {
        case .invalidKey:
            Translation(
                french: "ce n'est pas une clé du genre attendu ({detail})",
                english: "this is no key of the expected kind ({detail})")
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
