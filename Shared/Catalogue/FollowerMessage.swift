/// Why a service that follows a log is behind.
public enum FollowerMessage: String, MessageArea {
    /// The followed service does not answer.
    case outOfReach = "out_of_reach"
    /// The followed log was restored.
    case dataLoss = "data_loss"
    /// The followed service refuses the token.
    case tokenRefused = "token_refused"
    /// Events that could not be applied.
    case applyFailed = "apply_failed"

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
        case .tokenRefused:
            Translation(
                french: "Le service suivi refuse le jeton. Donnez un nouveau jeton de service.",
                english: "The followed service refuses the token. Issue a new service token.")
        case .applyFailed:
            Translation(
                french: "{count} {count|événement est mis|événements sont mis} de côté et "
                    + "{count|attend|attendent} une vérification.",
                english: "{count} {count|event is|events are} set aside and {count|waits|wait} "
                    + "for review.")
        }
    }
}
