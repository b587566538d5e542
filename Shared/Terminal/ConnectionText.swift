import Catalogue

/// What can be wrong before a call is made.
enum ConnectionText: String, MessageArea {
    /// No endpoint was given.
    case gatewayMissing = "gateway_missing"
    /// The endpoint is none.
    case gatewayUnusable = "gateway_unusable"
    /// The endpoint has no TLS and is not of this machine.
    case gatewayInsecure = "gateway_insecure"
    /// No token was given.
    case tokenMissing = "token_missing"
    /// The token's file cannot be read.
    case tokenUnusable = "token_unusable"

    /// The endpoint that nobody answered at.
    case address
    /// The user's file is wrong.
    case configurationUnusable = "configuration_unusable"
    /// TLS needs files that were not named.
    case identityMissing = "identity_missing"
    /// A file of TLS is not there, or is no certificate.
    case identityUnusable = "identity_unusable"
    /// This device's certificate has expired.
    case certificateExpired = "certificate_expired"

    static let prefix = "connection"

    var translation: Translation {
        switch self {
        case .gatewayMissing:
            Translation(
                french: "Adresse de la passerelle manquante : donnez --gateway ou JATIGI_GATEWAY.",
                english: "No gateway given: use --gateway or JATIGI_GATEWAY.")
        case .gatewayUnusable:
            Translation(
                french: "L'adresse de la passerelle « {url} » est inutilisable : une adresse "
                    + "comme tls+tcp://nom:7400 est attendue.",
                english: "The gateway's address “{url}” cannot be used: an address such as "
                    + "tls+tcp://name:7400 is expected.")
        case .gatewayInsecure:
            Translation(
                french: "L'adresse de la passerelle « {url} » passerait en clair hors de cette "
                    + "machine ; utilisez tls+tcp.",
                english: "The gateway's address “{url}” would leave this machine in the clear; "
                    + "use tls+tcp.")
        case .tokenMissing:
            Translation(
                french: "Jeton d'accès manquant : donnez --token-file ou JATIGI_TOKEN_FILE.",
                english: "No access token given: use --token-file or JATIGI_TOKEN_FILE.")
        case .tokenUnusable:
            Translation(
                french: "Le fichier du jeton est inutilisable : {reason}.",
                english: "The token's file cannot be used: {reason}.")
        case .address:
            Translation(
                french: "Adresse de la passerelle : {url}", english: "The gateway's address: {url}")
        case .configurationUnusable:
            Translation(
                french: "Le fichier de configuration est inutilisable :",
                english: "The configuration file cannot be used:")
        case .identityMissing:
            Translation(
                french: "L'adresse tls+tcp demande encore : {options} (ou le fichier client.yaml).",
                english: "The tls+tcp address still needs: {options} (or the file client.yaml).")
        case .identityUnusable:
            Translation(
                french: "Un fichier TLS est inutilisable : {reason}.",
                english: "A TLS file cannot be used: {reason}.")
        case .certificateExpired:
            Translation(
                french: "Le certificat {path} a expiré le {expires}. Demandez-en un nouveau à "
                    + "l'administrateur ; les envois en attente sont gardés.",
                english:
                    "The certificate {path} expired on {expires}. Ask the administrator for a new "
                    + "one; what waits to be sent is kept.")
        }
    }
}
