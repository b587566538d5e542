/// Why a token or a role was refused.
public enum AccessMessage: String, MessageArea {
    /// The call carries no token.
    case missingToken = "missing_token"
    /// The token cannot be read.
    case malformed
    /// The token names a key that is not known here.
    case unknownKey = "unknown_key"
    /// The signature does not fit.
    case forged
    /// The token's time is over.
    case expired
    /// The token's time has not begun.
    case notYetValid = "not_yet_valid"
    /// The token was withdrawn.
    case revoked
    /// The role may not call this method.
    case roleDenied = "role_denied"
    /// The token is for other regions.
    case regionDenied = "region_denied"

    /// A sealed batch that is damaged or for another region.
    case boxRefused = "box_refused"
    /// A sealed batch from a device whose key is not known here.
    case deviceUnknown = "device_unknown"
    /// Sealed batches are not set up here.
    case sealingMissing = "sealing_missing"

    /// First part of the keys.
    public static let prefix = "access"
}

extension AccessMessage {
    /// The texts.
    public var translation: Translation {
        switch self {
        case .missingToken:
            Translation(
                french: "Aucun jeton d'accès. Demandez-en un à l'administrateur.",
                english: "No access token. Ask the administrator for one.")
        case .malformed:
            Translation(
                french: "Le jeton d'accès est illisible. Copiez-le de nouveau en entier.",
                english: "The access token cannot be read. Copy the whole token again.")
        case .unknownKey:
            Translation(
                french: "Le jeton est signé par une clé que ce service ne connaît pas.",
                english: "The token is signed with a key that this service does not know.")
        case .forged:
            Translation(
                french: "La signature du jeton est fausse. Demandez un nouveau jeton.",
                english: "The token's signature is wrong. Ask for a new token.")
        case .expired:
            Translation(
                french: "Le jeton a expiré. Demandez-en un nouveau ; les envois en attente sont "
                    + "gardés.",
                english: "The token has expired. Ask for a new one; what waits to be sent is kept.")
        case .notYetValid:
            Translation(
                french: "Le jeton n'est pas encore valable. Vérifiez l'heure de la machine.",
                english: "The token is not valid yet. Check the machine's clock.")
        case .boxRefused:
            Translation(
                french: "Ce qui est scellé ne peut pas être ouvert : c'est abîmé, ou scellé pour "
                    + "une autre région.",
                english: "What was sealed cannot be opened: it is damaged, or sealed for another "
                    + "region.")
        case .deviceUnknown:
            Translation(
                french: "L'appareil qui a scellé cela n'est pas connu ici. Donnez sa clé publique "
                    + "à l'administrateur ; rien n'est perdu.",
                english: "The device that sealed this is not known here. Give its public key to "
                    + "the administrator; nothing is lost.")
        case .sealingMissing:
            Translation(
                french: "Cette région ne reçoit pas encore ce qui est scellé : sa clé manque.",
                english: "This region does not take what is sealed yet: its key is missing.")
        case .revoked:
            Translation(
                french: "Le jeton a été retiré. Adressez-vous à l'administrateur.",
                english: "The token was withdrawn. Speak to the administrator.")
        case .roleDenied:
            Translation(
                french: "Le rôle « {role} » n'a pas le droit de faire cela.",
                english: "The role “{role}” may not do this.")
        case .regionDenied:
            Translation(
                french: "Le jeton ne donne pas accès à la région {region}.",
                english: "The token gives no access to the region {region}.")
        }
    }
}
