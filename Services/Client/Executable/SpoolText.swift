import Catalogue

/// What is said about the spool.
enum SpoolText: String, MessageArea {
    case keysUnusable = "keys_unusable"
    case unusable
    case busy
    case notKept = "not_kept"
    case nothingWaits = "nothing_waits"
    case sent
    case failed
    case stillWaiting = "still_waiting"
    case damaged
    case rejected
    case headingBatch = "heading_batch"
    case headingState = "heading_state"
    case headingFile = "heading_file"
    case headingPeople = "heading_people"
    case headingKept = "heading_kept"
    case headingTries = "heading_tries"
    case headingNote = "heading_note"
    case waiting
    case acknowledged

    static let prefix = "spool"

    var translation: Translation {
        switch self {
        case .keysUnusable:
            Translation(
                french: "Les clés de l'appareil sont inutilisables : {reason}.",
                english: "The device's keys cannot be used: {reason}.")
        case .unusable:
            Translation(
                french: "Le dossier d'attente est inutilisable : {reason}.",
                english: "The spool cannot be used: {reason}.")
        case .busy:
            Translation(
                french: "Un autre programme travaille déjà dans le dossier d'attente {reason}.",
                english: "Another program is at work in the spool {reason}.")
        case .notKept:
            Translation(
                french: "Rien n'a été gardé sur cet appareil : gardez le fichier et remettez-le. "
                    + "(Pour garder les lots : --device-key et --region-key.)",
                english: "Nothing was kept on this device: keep the file and submit it again. (To "
                    + "keep batches: --device-key and --region-key.)")
        case .nothingWaits:
            Translation(
                french: "Rien n'attend d'être envoyé.", english: "Nothing waits to be sent.")
        case .sent:
            Translation(
                french: "{batch} : reçu, journal {position}, {people} personnes",
                english: "{batch}: received, log {position}, {people} people")
        case .failed:
            Translation(french: "{batch} : {reason}", english: "{batch}: {reason}")
        case .stillWaiting:
            Translation(
                french: "{count} {count|lot attend|lots attendent} encore ; rien n'est perdu.",
                english: "{count} {count|batch still waits|batches still wait}; nothing is lost.")
        case .damaged:
            Translation(
                french: "Un lot du dossier d'attente est abîmé et reste où il est : {batch}.",
                english: "A batch of the spool is damaged and stays where it is: {batch}.")
        case .rejected:
            Translation(
                french: "{count} {count|ménage refusé|ménages refusés} : corrigez le fichier et "
                    + "remettez-le.",
                english: "{count} {count|household|households} refused: correct the file and "
                    + "submit it again.")
        case .headingBatch: Translation(french: "lot", english: "batch")
        case .headingState: Translation(french: "état", english: "state")
        case .headingFile: Translation(french: "fichier", english: "file")
        case .headingPeople: Translation(french: "personnes", english: "people")
        case .headingKept: Translation(french: "gardé le", english: "kept since")
        case .headingTries: Translation(french: "essais", english: "tries")
        case .headingNote: Translation(french: "remarque", english: "note")
        case .waiting: Translation(french: "en attente", english: "waiting")
        case .acknowledged: Translation(french: "reçu", english: "received")
        }
    }
}
