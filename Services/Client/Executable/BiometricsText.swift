import Catalogue
import Messages

/// What became of one finger.
enum FingerOutcomeText: String, MessageArea {
    case stored
    case replaced
    case unchanged
    case keptEarlier = "kept_earlier"
    case unknown

    static let prefix = "finger_outcome"

    init(_ outcome: DeduplicationV1.FingerOutcome) {
        switch outcome {
        case .stored: self = .stored
        case .replaced: self = .replaced
        case .unchanged: self = .unchanged
        case .keptEarlier: self = .keptEarlier
        case .unspecified, .unrecognized: self = .unknown
        }
    }

    var translation: Translation {
        switch self {
        case .stored:
            Translation(
                french: "{file} : {finger}, gardé. Vous pouvez effacer ce fichier.",
                english: "{file}: {finger}, kept. You can delete this file.")
        case .replaced:
            Translation(
                french: "{file} : {finger}, gardé à la place d'une empreinte moins bonne. Vous "
                    + "pouvez effacer ce fichier.",
                english: "{file}: {finger}, kept in the place of a worse one. You can delete this "
                    + "file.")
        case .unchanged:
            Translation(
                french: "{file} : {finger}, déjà gardé. Vous pouvez effacer ce fichier.",
                english: "{file}: {finger}, kept already. You can delete this file.")
        case .keptEarlier:
            Translation(
                french: "{file} : {finger}, une empreinte au moins aussi bonne est déjà gardée.",
                english: "{file}: {finger}, one that is at least as good is kept already.")
        case .unknown: Translation(french: "{file} : {finger} ?", english: "{file}: {finger}?")
        }
    }
}

/// Whether a person's fingers were compared.
enum BiometricStateText: String, MessageArea {
    case none
    case checkPending = "check_pending"
    case checked
    case checkFailed = "check_failed"
    case unknown

    static let prefix = "biometric_state"

    init(_ state: DeduplicationV1.BiometricState) {
        switch state {
        case .none: self = .none
        case .checkPending: self = .checkPending
        case .checked: self = .checked
        case .checkFailed: self = .checkFailed
        case .unspecified, .unrecognized: self = .unknown
        }
    }

    var translation: Translation {
        switch self {
        case .none:
            Translation(
                french: "Aucune empreinte n'est gardée.", english: "No fingerprints are kept.")
        case .checkPending:
            Translation(
                french: "Gardées, et pas encore comparées aux autres :",
                english: "Kept, and not compared with the others yet:")
        case .checked:
            Translation(
                french: "Gardées et comparées aux autres :",
                english: "Kept, and compared with the others:")
        case .checkFailed:
            Translation(
                french: "Gardées ; la comparaison a échoué et est mise de côté :",
                english: "Kept; the comparison failed and is set aside:")
        case .unknown: Translation(french: "État inconnu :", english: "Unknown state:")
        }
    }
}

/// What else is said about fingerprints.
enum BiometricsText: String, MessageArea {
    case kept
    case waiting
    case withdrawn
    case withdrawalUnreadable = "withdrawal_unreadable"
    case forgotten
    case forgottenHere = "forgotten_here"
    case keptHere = "kept_here"
    case nothingKept = "nothing_kept"
    case fingerUnknown = "finger_unknown"
    case memberUnknown = "member_unknown"
    case member
    case personUnknown = "person_unknown"
    case nameMalformed = "name_malformed"
    case fileUnreadable = "file_unreadable"
    case folderUnreadable = "folder_unreadable"
    case noFiles = "no_files"

    static let prefix = "biometrics"

    var translation: Translation {
        switch self {
        case .kept:
            Translation(
                french: "  {finger}, qualité {quality}", english: "  {finger}, quality {quality}")
        case .waiting:
            Translation(
                french: "  attend depuis le {since} : {reason}",
                english: "  waits since {since}: {reason}")
        case .withdrawn:
            Translation(
                french: "Accord retiré ({withdrawal}). S'il est donné de nouveau, remettez les "
                    + "empreintes avec --after-withdrawal {withdrawal}.",
                english: "Consent was withdrawn ({withdrawal}). If it is given again, hand "
                    + "fingerprints in with --after-withdrawal {withdrawal}.")
        case .withdrawalUnreadable:
            Translation(
                french: "--after-withdrawal : écrivez le retrait comme « jatigi biometrics "
                    + "status » le dit, par exemple 2026-03-31T08:15:00.250Z.",
                english: "--after-withdrawal: write the withdrawal as “jatigi biometrics status” "
                    + "tells it, e.g. 2026-03-31T08:15:00.250Z.")
        case .forgotten:
            Translation(
                french: "{count} {count|doigt effacé|doigts effacés}.",
                english: "{count} {count|finger|fingers} deleted.")
        case .forgottenHere:
            Translation(
                french: "{count} {count|fichier gardé effacé|fichiers gardés effacés} sur cet "
                    + "appareil.",
                english: "{count} kept {count|file|files} deleted on this device.")
        case .keptHere:
            Translation(
                french: "{count} {count|fichier d'empreintes est gardé|fichiers d'empreintes sont "
                    + "gardés} sur cet appareil, {count|scellé|scellés} : lancez « jatigi sync » "
                    + "quand la connexion revient. Effacez ceux du lecteur.",
                english: "{count} {count|file|files} of fingerprints {count|is|are} kept on this "
                    + "device, sealed: run “jatigi sync” when there is a connection. Delete the "
                    + "scanner's.")
        case .nothingKept:
            Translation(
                french: "Sans --device-key et --biometrics-key, rien n'est gardé sur cet appareil.",
                english: "Without --device-key and --biometrics-key nothing is kept on this "
                    + "device.")
        case .fingerUnknown:
            Translation(
                french: "--finger {finger} : doigt inconnu. Doigts : {fingers}.",
                english: "--finger {finger}: no such finger. Fingers: {fingers}.")
        case .memberUnknown:
            Translation(
                french: "Fiche {form}, membre {member} : le reçu de ce lot n'a pas cette personne. "
                    + "Une fiche gardée en attente n'en a pas encore.",
                english: "Form {form}, member {member}: the receipt of this batch has no such "
                    + "person. A form that is kept and waits has none yet.")
        case .member:
            Translation(
                french: "Ménage {number}, membre {member} : {name}.",
                english: "Household {number}, member {member}: {name}.")
        case .personUnknown:
            Translation(
                french: "Cette personne n'existe pas.", english: "There is no such person.")
        case .nameMalformed:
            Translation(
                french: "le nom du fichier ne dit pas de qui il est : FICHE_MEMBRE.fmr ou "
                    + "FICHE_MEMBRE_DOIGT.fmr",
                english: "the file's name does not say whose it is: FORM_MEMBER.fmr or "
                    + "FORM_MEMBER_FINGER.fmr")
        case .fileUnreadable:
            Translation(
                french: "le fichier ne peut pas être lu", english: "the file cannot be read")
        case .folderUnreadable:
            Translation(
                french: "Le dossier {path} ne peut pas être lu.",
                english: "The folder {path} cannot be read.")
        case .noFiles:
            Translation(
                french: "Aucun fichier .fmr à remettre.", english: "No .fmr file to hand in.")
        }
    }
}
