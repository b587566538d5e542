import Catalogue

/// What can be wrong before a call is made.
enum ConnectionText: String, MessageArea {
    /// No endpoint was given.
    case gatewayMissing = "gateway_missing"
    /// The endpoint is none.
    case gatewayUnusable = "gateway_unusable"
    /// No token was given.
    case tokenMissing = "token_missing"
    /// The token's file cannot be read.
    case tokenUnusable = "token_unusable"

    static let prefix = "connection"

    var translation: Translation {
        switch self {
        case .gatewayMissing:
            Translation(
                french: "Adresse de la passerelle manquante : donnez --gateway ou JATIGI_GATEWAY.",
                english: "No gateway given: use --gateway or JATIGI_GATEWAY.")
        case .gatewayUnusable:
            Translation(
                french: "L'adresse de la passerelle « {url} » est inutilisable : {reason}.",
                english: "The gateway's address “{url}” cannot be used: {reason}.")
        case .tokenMissing:
            Translation(
                french: "Jeton d'accès manquant : donnez --token-file ou JATIGI_TOKEN_FILE.",
                english: "No access token given: use --token-file or JATIGI_TOKEN_FILE.")
        case .tokenUnusable:
            Translation(
                french: "Le fichier du jeton {path} est inutilisable : {reason}.",
                english: "The token's file {path} cannot be used: {reason}.")
        }
    }
}
