/// What is wrong with a part that many requests have.
public enum RequestMessage: String, MessageArea {
    /// The page token is none that was given out.
    case pageTokenMalformed = "page_token_malformed"
    /// More entries a page than allowed.
    case pageSizeTooLarge = "page_size_too_large"
    /// A list with too many entries.
    case tooMany = "too_many"
    /// An identifier of the wrong length or kind.
    case idMalformed = "id_malformed"

    /// First part of the keys.
    public static let prefix = "request"
}

extension RequestMessage {
    /// The texts.
    public var translation: Translation {
        switch self {
        case .pageTokenMalformed:
            Translation(
                french: "La suite de la liste ne peut pas être retrouvée. Recommencez à la "
                    + "première page.",
                english: "The next page cannot be found. Start again at the first page.")
        case .pageSizeTooLarge:
            Translation(
                french: "Trop de lignes par page : {max} au plus.",
                english: "Too many entries a page: {max} at most.")
        case .tooMany:
            Translation(
                french: "Trop de valeurs : {max} au plus.",
                english: "Too many values: {max} at most.")
        case .idMalformed:
            Translation(
                french: "Identifiant invalide : 16 octets (UUID) sont attendus.",
                english: "Invalid identifier: 16 bytes (a UUID) are expected.")
        }
    }
}
