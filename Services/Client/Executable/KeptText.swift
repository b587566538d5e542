import Catalogue
import Messages
import Status
import Terminal

/// What is said about batches that a device keeps: where they are, and what must happen before they can be sent.
enum KeptText: String, MessageArea {
    case kept
    case keptForLater = "kept_for_later"
    case refused
    case wrong
    case regionNotReady = "region_not_ready"
    case fault
    case notSent = "not_sent"
    case notReceived = "not_received"
    case waitsHere = "waits_here"
    case waitsUndescribed = "waits_undescribed"
    case sentFromHere = "sent_from_here"
    case lastFailure = "last_failure"

    static let prefix = "kept"

    /// What must be changed, after a failed call, before the batches that are kept can be sent.
    static func text(after error: RPCError) -> KeptText {
        // The batches are right, and the region takes them once its administrator has made the device known.
        if error.details.reason == MessageKey.access(.deviceUnknown).rawValue {
            return .regionNotReady
        }
        return switch TerminalExit.code(for: error) {
        case TerminalExit.unavailable: .kept
        // Somebody answered, so it is no connection that is to be waited for.
        case TerminalExit.temporary: .keptForLater
        case TerminalExit.permission: .refused
        case TerminalExit.data: .wrong
        default: .fault
        }
    }

    var translation: Translation {
        switch self {
        case .kept:
            Translation(
                french: "{count} {count|lot est gardé|lots sont gardés} sur cet appareil, "
                    + "{count|scellé|scellés}. Rien n'est perdu : lancez « jatigi sync » quand "
                    + "la connexion revient.",
                english: "{count} {count|batch is|batches are} kept on this device, sealed. "
                    + "Nothing is lost: run “jatigi sync” when there is a connection.")
        case .keptForLater:
            Translation(
                french: "{count} {count|lot est gardé|lots sont gardés} sur cet appareil, "
                    + "{count|scellé|scellés}. Rien n'est perdu : lancez « jatigi sync » plus tard.",
                english: "{count} {count|batch is|batches are} kept on this device, sealed. "
                    + "Nothing is lost: run “jatigi sync” later.")
        case .refused:
            Translation(
                french: "{count} {count|lot est gardé|lots sont gardés} sur cet appareil ; rien "
                    + "n'est perdu, mais ce jeton ne peut pas les envoyer. Demandez à "
                    + "l'administrateur un jeton de l'équipe qui a recueilli ces fiches, puis "
                    + "lancez « jatigi sync ».",
                english: "{count} {count|batch is|batches are} kept on this device; nothing is "
                    + "lost, but this token cannot send them. Ask the administrator for a token of the "
                    + "team that collected them, then run “jatigi sync”.")
        case .wrong:
            Translation(
                french: "{count} {count|lot est gardé|lots sont gardés} sur cet appareil, mais la "
                    + "région ne les prend pas tels quels : un nouvel envoi n'y change rien. "
                    + "Corrigez d'abord ce qui est dit plus haut (options, fichier, clé de la "
                    + "région) et remettez le fichier ; puis ôtez ce qui est refusé : « jatigi "
                    + "spool remove LOT ».",
                english: "{count} {count|batch is|batches are} kept on this device, but the region "
                    + "does not take them as they are: sending again changes nothing. First correct what "
                    + "is said above (options, file, the region's key) and submit the file again; "
                    + "then take out what is refused: “jatigi spool remove BATCH”.")
        case .regionNotReady:
            Translation(
                french: "{count} {count|lot est gardé|lots sont gardés} sur cet appareil : lancez "
                    + "« jatigi sync » quand l'administrateur a fait ce qui est dit plus haut.",
                english: "{count} {count|batch is|batches are} kept on this device: run “jatigi "
                    + "sync” once the administrator has done what is said above.")
        case .fault:
            Translation(
                french: "{count} {count|lot est gardé|lots sont gardés} sur cet appareil ; rien "
                    + "n'est perdu. La faute est du côté de la région : prévenez l'administrateur, puis "
                    + "lancez « jatigi sync ».",
                english: "{count} {count|batch is|batches are} kept on this device; nothing is "
                    + "lost. The fault is on the region's side: tell the administrator, then run “jatigi "
                    + "sync”.")
        case .notSent:
            Translation(
                french: "{count} {count|lot est gardé|lots sont gardés} sur cet appareil ; rien "
                    + "n'est perdu. Corrigez ce qui est dit plus haut, puis lancez « jatigi sync ».",
                english: "{count} {count|batch is|batches are} kept on this device; nothing is "
                    + "lost. Correct what is said above, then run “jatigi sync”.")
        case .notReceived:
            Translation(
                french: "La région ne l'a pas reçu : lancez « jatigi sync ».",
                english: "The region has not received it: run “jatigi sync”.")
        case .waitsHere:
            Translation(
                french: "Attend sur cet appareil depuis le {since} : {people} personnes de {file}, "
                    + "{tries} {tries|essai|essais}.",
                english: "Waits on this device since {since}: {people} people of {file}, {tries} "
                    + "{tries|try|tries}.")
        case .waitsUndescribed:
            Translation(
                french: "Attend sur cet appareil depuis le {since}, laissé par un programme "
                    + "interrompu : {tries} {tries|essai|essais}.",
                english: "Waits on this device since {since}, left by a program that was cut off: "
                    + "{tries} {tries|try|tries}.")
        case .sentFromHere:
            Translation(
                french: "Envoyé de cet appareil, où il est encore gardé : {people} personnes de "
                    + "{file}, {tries} {tries|essai|essais}, depuis le {since}.",
                english: "Sent from this device, which still keeps it: {people} people of {file}, "
                    + "{tries} {tries|try|tries}, since {since}.")
        case .lastFailure:
            Translation(french: "Dernier échec : {reason}", english: "Last failure: {reason}")
        }
    }
}
