/// Why a registration does not fit what is already there.
public enum RegistrationStateMessage: String, MessageArea {
    /// No household of this id or number.
    case householdUnknown = "household_unknown"
    /// No such person in the household.
    case personUnknown = "person_unknown"
    /// The record was changed in between.
    case revisionConflict = "revision_conflict"
    /// Nothing of this id.
    case notFound = "not_found"
    /// A source's key that names one household, with the id or number of another.
    case keyOfAnother = "key_of_another"
    /// A case number that another family has.
    case caseNumberTaken = "case_number_taken"
    /// The case number of a pre-registered household, on the form of people who are not like any of it.
    case caseNumberDoubtful = "case_number_doubtful"
    /// A light record of a household whose full registration waits.
    case registrationWaits = "registration_waits"
    /// A form of which its source has handed in a later version.
    case formOutdated = "form_outdated"
    /// A departure that only a registrar may confirm.
    case registrarNeeded = "registrar_needed"
    /// A held command that breaks a rule now.
    case heldRefused = "held_refused"
    /// A held command that another release gave other places.
    case heldReleased = "held_released"
    /// A decision on a correction that is none.
    case reviewInvalid = "review_invalid"
    /// A correction that was decided, or whose place another took.
    case correctionClosed = "correction_closed"
    /// A batch both in clear and sealed.
    case contentTwice = "content_twice"
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
    /// As many case numbers as one subject gets in a day.
    case caseNumbersOfDay = "case_numbers_of_day"
    /// A request id that was used for another block.
    case blockRequestChanged = "block_request_changed"

    /// A form, an id or a number of a household that was erased.
    case erased
    /// A form that says again what was erased alone.
    case commandErased = "command_erased"
    /// A line of a form that may be of a person who was erased.
    case personErased = "person_erased"
    /// An erasure without a reason that is one.
    case erasureReasonInvalid = "erasure_reason_invalid"
    /// The erasure of the only person of a household.
    case lastPerson = "last_person"
    /// An erasure of somebody who is not here, which only another database would recognise.
    case erasureKeyForeign = "erasure_key_foreign"

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
        case .keyOfAnother:
            Translation(
                french: "Ce numéro de fiche est déjà celui du ménage {number}. Corrigez le numéro "
                    + "de fiche ou le numéro de dossier.",
                english: "This form number is already that of household {number}. Correct the "
                    + "form number or the case number.")
        case .caseNumberTaken:
            Translation(
                french: "Une autre famille porte déjà le numéro {number}. Donnez-en un autre ; si "
                    + "c'est la même famille, envoyez une correction.",
                english: "Another family has the number {number} already. Give another one; if it "
                    + "is the same family, send a correction.")
        case .caseNumberDoubtful:
            Translation(
                french: "Personne sur cette fiche ne ressemble à quelqu'un du ménage "
                    + "pré-enregistré {number}. Vérifiez avec l'équipe le numéro de dossier : un "
                    + "agent d'enregistrement le confirme ou donne le bon.",
                english: "Nobody on this form is like anybody of the pre-registered household "
                    + "{number}. Check the case number with the team: a registrar confirms it or "
                    + "gives the right one.")
        case .registrationWaits:
            Translation(
                french: "Un enregistrement complet sous ce numéro de fiche est déjà en attente.",
                english: "A full registration under this form number waits already.")
        case .formOutdated:
            Translation(
                french: "La même source a déjà remis une version plus récente de cette fiche ; "
                    + "celle-ci n'y change rien.",
                english: "The same source has handed in a later version of this form already; "
                    + "this one changes nothing.")
        case .registrarNeeded:
            Translation(
                french: "Une autre équipe a enregistré ce ménage. Un agent d'enregistrement doit "
                    + "confirmer le départ.",
                english: "Another team registered this household. A registrar must confirm the "
                    + "departure.")
        case .heldRefused:
            Translation(
                french: "La fiche ne peut pas être appliquée et reste en attente. Voyez les "
                    + "raisons.",
                english: "The record cannot be applied and goes on waiting. See the reasons.")
        case .heldReleased:
            Translation(
                french: "Cette fiche a déjà été libérée avec d'autres codes de lieu. Regardez le "
                    + "ménage ; un autre lieu est une correction.",
                english: "This record was released already, with other place codes. Look at the "
                    + "household; another place is a correction.")
        case .reviewInvalid:
            Translation(
                french: "Décision inconnue. Possibles : accepter ou refuser.",
                english: "Unknown decision. Possible ones: accept or decline.")
        case .correctionClosed:
            Translation(
                french: "Cette correction n'est plus ouverte : elle est déjà décidée, ou une "
                    + "autre l'a remplacée.",
                english: "This correction is open no more: it is decided already, or another "
                    + "took its place.")
        case .contentTwice:
            Translation(
                french: "L'envoi est donné à la fois en clair et scellé ; un seul des deux.",
                english: "The batch is given both in clear and sealed; only one of the two.")
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
                french: "La région n'a plus assez de numéros de dossier.",
                english: "The region has not enough case numbers left.")
        case .caseNumbersOfDay:
            Translation(
                french: "{max} numéros au plus par jour ; il en reste {left}.",
                english: "{max} numbers a day at most; {left} are left.")
        case .erased:
            Translation(
                french: "Le ménage de ce numéro a été effacé et ne revient pas par là. S'il "
                    + "demande lui-même à être enregistré de nouveau, faites une fiche avec un "
                    + "nouveau numéro.",
                english: "The household of this number was erased and does not come back by it. "
                    + "If it asks to be registered again, make a form with a new number.")
        case .commandErased:
            Translation(
                french: "Ce que dit cette fiche a été effacé et ne revient pas par elle. Si les "
                    + "personnes demandent elles-mêmes à être enregistrées, faites une nouvelle "
                    + "fiche.",
                english: "What this form says was erased and does not come back by it. If the "
                    + "people ask to be registered, make a new form.")
        case .personErased:
            Translation(
                french: "Une personne de ce ménage a été effacée, et cette ligne peut être la "
                    + "sienne : ôtez-la. Pour quelqu'un d'autre, donnez à la ligne un numéro de "
                    + "personne qui n'a jamais servi dans ce ménage.",
                english: "A person of this household was erased, and this line may be theirs: take "
                    + "it out. For somebody else, give the line a person's number that was never "
                    + "used in this household.")
        case .erasureReasonInvalid:
            Translation(
                french: "Le motif de l'effacement manque ou n'existe pas.",
                english: "The reason of the erasure is missing, or there is no such reason.")
        case .erasureKeyForeign:
            Translation(
                french:
                    "L'effacement ({number}) de ce qui n'est pas ici a été fait avec une autre clé : la sauvegarde "
                    + "est plus ancienne que la clé. Ce qui a été effacé peut revenir avec une fiche ; effacez-le alors.",
                english:
                    "The erasure ({number}) of what is not here was made under another key: the backup is "
                    + "older than the key. What was erased may come back with a form; erase it then."
            )
        case .lastPerson:
            Translation(
                french: "C'est la seule personne du ménage {number} : effacez le ménage entier.",
                english: "This is the only person of household {number}: erase the whole "
                    + "household.")
        case .blockRequestChanged:
            Translation(
                french: "Cette demande a déjà reçu {count} numéros ; faites-en une nouvelle.",
                english: "This request was given {count} numbers before; make a new one.")
        }
    }
}
