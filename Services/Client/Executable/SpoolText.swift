import Catalogue

/// What is said about the spool.
enum SpoolText: String, MessageArea {
    case keysUnusable = "keys_unusable"
    case keyMissing = "key_missing"
    case unusable
    case foreign
    case busy
    case fileNotKept = "file_not_kept"
    case full
    case notWritten = "not_written"
    case entryDamaged = "entry_damaged"
    case notRemoved = "not_removed"
    case nothingKept = "nothing_kept"
    case earlierFirst = "earlier_first"
    case notKept = "not_kept"
    case nothingWaits = "nothing_waits"
    case sent
    case stillWaiting = "still_waiting"
    case damaged
    case captureDamaged = "capture_damaged"
    case rejected
    case headingBatch = "heading_batch"
    case headingState = "heading_state"
    case headingFile = "heading_file"
    case headingPeople = "heading_people"
    case headingKept = "heading_kept"
    case headingTries = "heading_tries"
    case headingNote = "heading_note"
    case undescribed
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
        case .foreign:
            Translation(
                french: "Le dossier d'attente {reason} appartient à un autre utilisateur.",
                english: "The spool {reason} belongs to another user.")
        case .busy:
            Translation(
                french: "Un autre programme travaille déjà dans le dossier d'attente {reason}.",
                english: "Another program is at work in the spool {reason}.")
        case .fileNotKept:
            Translation(
                french: "Ce fichier n'a été ni gardé ni envoyé : remettez-le.",
                english: "This file was neither kept nor sent: submit it again.")
        case .keyMissing:
            Translation(
                french: "{option} manque : pour garder les lots sur cet appareil, il faut sa clé "
                    + "(--device-key) et celle de la région (--region-key). Rien n'a été gardé ni "
                    + "envoyé.",
                english: "{option} is missing: to keep batches on this device, its own key "
                    + "(--device-key) and the region's (--region-key) are needed. Nothing was kept "
                    + "or sent.")
        case .full:
            Translation(
                french: "Le dossier d'attente est plein ({max} lots au plus) : lancez « jatigi "
                    + "sync », puis remettez le fichier.",
                english: "The spool is full ({max} batches at most): run “jatigi sync”, then "
                    + "submit the file again.")
        case .notWritten:
            Translation(
                french: "Le dossier d'attente ne peut pas être écrit ; libérez de la place, puis "
                    + "recommencez : {reason}.",
                english: "The spool cannot be written; free some space, then try again: {reason}.")
        case .entryDamaged:
            Translation(
                french: "Un lot gardé est abîmé ; remettez son fichier : {reason}.",
                english: "A kept batch is damaged; submit its file again: {reason}.")
        case .notRemoved:
            Translation(
                french: "D'anciens lots reçus n'ont pas pu être supprimés : {reason}.",
                english: "Old batches that were received could not be deleted: {reason}.")
        case .nothingKept:
            Translation(
                french: "Sans --device-key et --region-key, rien n'est gardé sur cet appareil : "
                    + "ne supprimez pas le fichier avant son reçu.",
                english: "Without --device-key and --region-key nothing is kept on this device: do "
                    + "not delete the file before its receipt.")
        case .earlierFirst:
            Translation(
                french: "{count} {count|lot plus ancien attendait|lots plus anciens attendaient} "
                    + "ici ; {count|il part|ils partent} d'abord.",
                english: "{count} older {count|batch|batches} waited here and {count|goes|go} "
                    + "first.")
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
        case .stillWaiting:
            Translation(
                french: "{count} {count|lot attend|lots attendent} encore ; rien n'est perdu.",
                english: "{count} {count|batch still waits|batches still wait}; nothing is lost.")
        case .damaged:
            Translation(
                french: "Un lot du dossier d'attente est abîmé et reste où il est : {batch}. "
                    + "Remettez son fichier, ou ôtez-le : « jatigi spool remove {batch} ».",
                english: "A batch of the spool is damaged and stays where it is: {batch}. Submit "
                    + "its file again, or take it out: “jatigi spool remove {batch}”.")
        case .captureDamaged:
            Translation(
                french: "Une empreinte gardée est abîmée et reste où elle est : {name}.",
                english: "A kept fingerprint is damaged and stays where it is: {name}.")
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
        case .undescribed:
            Translation(
                french: "gardé par un programme interrompu",
                english: "kept by a program that was cut off")
        case .waiting: Translation(french: "en attente", english: "waiting")
        case .acknowledged: Translation(french: "reçu", english: "received")
        }
    }
}
