/// Why a registration does not fit what is already there.
public enum RegistrationStateMessage: String, MessageArea {
    /// No household of this id or number.
    case householdUnknown = "household_unknown"
    /// No such person in the household.
    case personUnknown = "person_unknown"
    /// The people have left already.
    case alreadyDeparted = "already_departed"
    /// The record was changed in between.
    case revisionConflict = "revision_conflict"
    /// Nothing of this id.
    case notFound = "not_found"
    /// The correction changes nothing.
    case noChange = "no_change"
    /// The record is in a state that does not allow this.
    case stateWrong = "state_wrong"
    /// The batch's id is not the one of its content.
    case batchIDMismatch = "batch_id_mismatch"
    /// A batch without commands.
    case batchEmpty = "batch_empty"
    /// A batch with too many people or bytes.
    case batchTooLarge = "batch_too_large"
    /// The token does not allow this source.
    case sourceNotAllowed = "source_not_allowed"
    /// A case number of the region's own that nobody was handed.
    case caseNumberNotIssued = "case_number_not_issued"
    /// The region has no more case numbers.
    case caseNumbersUsedUp = "case_numbers_used_up"
    /// A request id that was used for another block.
    case blockRequestChanged = "block_request_changed"

    /// First part of the keys.
    public static let prefix = "registration"
}

extension RegistrationStateMessage {
    /// The texts.
    public var translation: Translation {
        switch self {
        case .householdUnknown:
            Translation(
                french: "Ce ménage n'est pas enregistré ici.",
                english: "This household is not registered here.")
        case .personUnknown:
            Translation(
                french: "Cette personne n'est pas dans le ménage.",
                english: "This person is not in the household.")
        case .alreadyDeparted:
            Translation(
                french: "Ce départ est déjà enregistré.",
                english: "This departure is already recorded.")
        case .revisionConflict:
            Translation(
                french: "La fiche a changé entre-temps (version {current}). Relisez-la, puis "
                    + "recommencez.",
                english: "The record has changed meanwhile (revision {current}). Read it again, "
                    + "then retry.")
        case .notFound:
            Translation(
                french: "Rien n'a été trouvé sous cet identifiant.",
                english: "Nothing was found under this identifier.")
        case .noChange:
            Translation(
                french: "La correction ne change rien à la fiche.",
                english: "The correction changes nothing in the record.")
        case .stateWrong:
            Translation(
                french: "Impossible dans l'état actuel « {state} ».",
                english: "Not possible in the present state “{state}”.")
        case .batchIDMismatch:
            Translation(
                french: "L'envoi a été modifié ou abîmé : son identifiant ne correspond pas à "
                    + "son contenu.",
                english: "The batch was changed or damaged: its id does not fit its content.")
        case .batchEmpty:
            Translation(
                french: "L'envoi est vide ; il faut au moins une fiche.",
                english: "The batch is empty; at least one record is needed.")
        case .batchTooLarge:
            Translation(
                french: "Envoi trop grand : {people} personnes et {bytes} octets au plus.",
                english: "Batch too large: {people} people and {bytes} bytes at most.")
        case .sourceNotAllowed:
            Translation(
                french: "Le jeton ne permet pas d'envoyer au nom de cette source.",
                english: "The token does not allow sending in the name of this source.")
        case .caseNumberNotIssued:
            Translation(
                french: "Le numéro {found} n'a jamais été distribué ; le dernier est {highest}. "
                    + "Prenez des numéros avec « jatigi case-numbers take », ou laissez la case "
                    + "vide.",
                english: "The number {found} was never handed out; the last is {highest}. Take "
                    + "numbers with “jatigi case-numbers take”, or leave the cell empty.")
        case .caseNumbersUsedUp:
            Translation(
                french: "La région n'a plus assez de numéros de ménage.",
                english: "The region has not enough case numbers left.")
        case .blockRequestChanged:
            Translation(
                french: "Cette demande a déjà reçu {count} numéros ; faites-en une nouvelle.",
                english: "This request was given {count} numbers before; make a new one.")
        }
    }
}
