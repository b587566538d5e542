import Catalogue

/// What the client says.
enum ClientText: String, MessageArea {
    /// The file holds nothing that can be sent.
    case nothingToSend = "nothing_to_send"
    /// What a real run would send.
    case dryRun = "dry_run"
    /// No folder of reference data.
    case referenceMissing = "reference_missing"
    /// The reference data cannot be read.
    case referenceUnusable = "reference_unusable"
    /// A group that is none.
    case groupUnknown = "group_unknown"
    /// More than one file is named.
    case oneFile = "one_file"
    /// A source that no batch may have.
    case sourceMalformed = "source_malformed"
    /// The token's role hands in no files.
    case roleDenied = "role_denied"
    /// The device's clock is wrong.
    case clockBehind = "clock_behind"
    /// A day on the command line is none.
    case dayUnreadable = "day_unreadable"
    /// More lines than are shown.
    case moreLines = "more_lines"
    /// The file was sent before.
    case alreadyReceived = "already_received"
    /// People that the file registers.
    case peopleKept = "people_kept"
    /// Households left out.
    case leftOut = "left_out"
    /// One batch's receipt.
    case receipt
    /// Screening is not ready.
    case screeningPending = "screening_pending"
    /// Screening is ready.
    case screeningDone = "screening_done"
    /// A row of the file.
    case row
    /// Heading.
    case headingOutcome = "heading_outcome"
    /// Heading.
    case headingHouseholds = "heading_households"

    static let prefix = "client"

    var translation: Translation {
        switch self {
        case .nothingToSend:
            Translation(
                french: "Rien à envoyer : aucun ménage du fichier n'est utilisable.",
                english: "Nothing to send: no household of the file can be used.")
        case .dryRun:
            Translation(
                french:
                    "Essai sans envoi : {households} {households|ménage|ménages}, {people} "
                    + "{people|personne|personnes}, {batches} {batches|lot|lots} ; {left} "
                    + "{left|ménage laissé|ménages laissés} de côté.",
                english:
                    "Dry run, nothing sent: {households} {households|household|households}, {people} "
                    + "{people|person|people}, {batches} {batches|batch|batches}; {left} "
                    + "{left|household|households} left out.")
        case .referenceMissing:
            Translation(
                french:
                    "Dossier des lieux et des codes manquant : donnez --reference ou JATIGI_REFERENCE.",
                english: "No folder of places and codes given: use --reference or JATIGI_REFERENCE."
            )
        case .referenceUnusable:
            Translation(
                french: "Les lieux et les codes de {path} sont inutilisables. {reason}",
                english: "The places and codes in {path} cannot be used. {reason}")
        case .groupUnknown:
            Translation(
                french:
                    "--group : ce groupe n'existe pas. Groupes : REF ASY IDP RET RDP STA OOC OIP "
                    + "HST.",
                english: "--group: there is no such group. Groups: REF ASY IDP RET RDP STA OOC OIP "
                    + "HST.")
        case .oneFile:
            Translation(
                french:
                    "Un fichier à la fois, puisque chacun a sa source et son jour de collecte ; "
                    + "en trop : {files}",
                english: "One file at a time, since each has its source and its day of collection; "
                    + "too many: {files}")
        case .sourceMalformed:
            Translation(
                french: "--source : de 1 à {max} caractères sont attendus.",
                english: "--source: 1 to {max} characters are expected.")
        case .roleDenied:
            Translation(
                french:
                    "Le rôle « {role} » de ce jeton n'a pas le droit de remettre des fichiers. Rien "
                    + "n'a été gardé ni envoyé : remettez le fichier avec un jeton d'équipe.",
                english:
                    "The role “{role}” of this token may not submit files. Nothing was kept or "
                    + "sent: submit the file with a team's token.")
        case .clockBehind:
            Translation(
                french: "L'horloge de cet appareil est en retard : le jeton date du {issued}. "
                    + "Réglez-la, sinon la connexion peut être refusée.",
                english: "This device's clock is behind: the token is of {issued}. Set it, or the "
                    + "connection may be refused.")
        case .dayUnreadable:
            Translation(
                french: "{option} : un jour comme 2026-03-31, pas dans le futur, est attendu.",
                english: "{option}: a day such as 2026-03-31, not in the future, is expected.")
        case .moreLines:
            Translation(
                french: "… et {count} {count|autre ligne|autres lignes}.",
                english: "… and {count} more {count|line|lines}.")
        case .alreadyReceived:
            Translation(
                french:
                    "Ce fichier avait déjà été reçu ; rien n'a été enregistré deux fois. Premier "
                    + "reçu :",
                english:
                    "This file had been received before; nothing was recorded twice. First receipt:"
            )
        case .peopleKept:
            Translation(
                french: "{count} {count|personne enregistrée|personnes enregistrées}.",
                english: "{count} {count|person|people} registered.")
        case .leftOut:
            Translation(
                french:
                    "{count} {count|ménage laissé|ménages laissés} de côté à cause d'erreurs dans le "
                    + "fichier ; corrigez-les et remettez le fichier.",
                english:
                    "{count} {count|household|households} left out because of errors in the file; "
                    + "correct them and submit the file again.")
        case .receipt:
            Translation(
                french: "Reçu : lot {batch}, journal {position}",
                english: "Receipt: batch {batch}, log {position}")
        case .screeningPending:
            Translation(
                french: "Recherche de doublons en attente pour {count} {count|lot|lots}.",
                english: "Screening for duplicates pending for {count} {count|batch|batches}.")
        case .screeningDone:
            Translation(
                french: "Recherche de doublons terminée : {count} {count|paire|paires} à examiner.",
                english: "Screening for duplicates done: {count} {count|pair|pairs} to review.")
        case .row: Translation(french: "ligne {row}", english: "row {row}")
        case .headingOutcome: Translation(french: "résultat", english: "outcome")
        case .headingHouseholds: Translation(french: "ménages", english: "households")
        }
    }
}
