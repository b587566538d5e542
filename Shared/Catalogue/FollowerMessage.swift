/// Why a service that follows a log is behind.
public enum FollowerMessage: String, MessageArea {
    /// The followed service does not answer.
    case outOfReach = "out_of_reach"
    /// The followed log was restored.
    case dataLoss = "data_loss"
    /// The followed log is another one, and does not go as far as the one before.
    case logShorter = "log_shorter"
    /// The followed service refuses the token.
    case tokenRefused = "token_refused"
    /// The events were read and could not be stored.
    case applyFailed = "apply_failed"
    /// The followed service failed at reading its log.
    case sourceFailed = "source_failed"
    /// Only a part of the log is applied yet.
    case rebuilding
    /// No event at that position of that log is held because it could not be applied.
    case eventNotHeld = "event_not_held"
    /// Names of who was erased would stay.
    case erasureNotSetAside = "erasure_not_set_aside"

    /// First part of the keys.
    public static let prefix = "follower"
}

extension FollowerMessage {
    /// The texts.
    public var translation: Translation {
        switch self {
        case .outOfReach:
            Translation(
                french: "Le service suivi « {service} » ne répond pas ; la lecture reprendra "
                    + "d'elle-même.",
                english: "The followed service “{service}” does not answer; reading will resume "
                    + "by itself.")
        case .dataLoss:
            Translation(
                french: "Le journal suivi a été restauré ; l'état est reconstruit depuis le début.",
                english: "The followed log was restored; the state is being rebuilt from the "
                    + "beginning.")
        case .logShorter:
            Translation(
                french: "Le journal suivi en est un autre, plus court que celui d'avant. Si rien "
                    + "n'a été restauré, la base du service suivi n'est pas dans son dossier.",
                english: "The followed log is another one, shorter than the one before. If nothing "
                    + "was restored, the database of the followed service is not in its folder.")
        case .tokenRefused:
            Translation(
                french: "Le service suivi refuse le jeton. Donnez un nouveau jeton de service.",
                english: "The followed service refuses the token. Issue a new service token.")
        case .applyFailed:
            Translation(
                french: "Les événements du service suivi « {service} » ne peuvent pas être "
                    + "enregistrés ; ils le seront dès que possible. Voyez le journal du programme.",
                english: "The events of the followed service “{service}” cannot be stored; they "
                    + "will be as soon as it is possible. See the program's log.")
        case .sourceFailed:
            Translation(
                french: "Le service suivi « {service} » ne peut pas lire son propre journal : sa "
                    + "base est peut-être abîmée. Voyez le journal de ce programme.",
                english: "The followed service “{service}” cannot read its own log: its database "
                    + "may be damaged. See the log of that program.")
        case .rebuilding:
            Translation(
                french: "Le journal de « {service} » est encore lu depuis son début. Recommencez "
                    + "dans un instant.",
                english: "The log of “{service}” is still being read from its beginning. Try "
                    + "again in a moment.")
        case .eventNotHeld:
            Translation(
                french: "Aucun événement de ce journal n'est retenu à cette position. Voyez "
                    + "jatigi-status.",
                english: "No event of that log is held back at that position. See jatigi-status.")
        case .erasureNotSetAside:
            Translation(
                french: "Un effacement ne peut pas être mis de côté : ce qu'il efface resterait. "
                    + "Essayez-le de nouveau (jatigi events retry).",
                english: "An erasure cannot be set aside: what it erases would stay. Try it again "
                    + "(jatigi events retry).")
        }
    }
}
