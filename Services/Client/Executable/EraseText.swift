import Catalogue
import Messages

/// What is said of erasures.
enum EraseText: String, MessageArea {
    case wouldGo = "would_go"
    case gone
    case already
    case question
    case left
    case backups
    case idMalformed = "id_malformed"
    case reasonUnknown = "reason_unknown"
    case nothing
    case repeated
    case notHere = "not_here"
    case fileUnusable = "file_unusable"
    case person
    case time
    case reason
    case by
    case recordWouldGo = "record_would_go"
    case recordGone = "record_gone"
    case recordQuestion = "record_question"

    static let prefix = "erase"

    var translation: Translation {
        switch self {
        case .wouldGo:
            Translation(
                french: "Ménage {number} : {people} {people|personne disparaît|personnes "
                    + "disparaissent}, avec {held} {held|fiche|fiches} en attente ; "
                    + "{corrections} {corrections|correction est touchée|corrections sont "
                    + "touchées}, et tout l'historique.",
                english: "Household {number}: {people} {people|person goes|people go}, with {held} "
                    + "{held|record|records} that {held|waits|wait}; {corrections} "
                    + "{corrections|correction is|corrections are} touched, and all the history.")
        case .gone:
            Translation(
                french: "Ménage {number} : {people} {people|personne effacée|personnes effacées}, "
                    + "{held} {held|fiche|fiches} en attente, {corrections} "
                    + "{corrections|correction|corrections}.",
                english: "Household {number}: {people} {people|person|people} erased, {held} "
                    + "{held|record|records} that waited, {corrections} "
                    + "{corrections|correction|corrections}.")
        case .already:
            Translation(
                french: "Déjà effacé le {time} ({reason}).",
                english: "Erased before, on {time} ({reason}).")
        case .question:
            Translation(
                french: "Effacer pour toujours {people} {people|personne|personnes} du ménage "
                    + "{number} ? [o/N]",
                english: "Erase {people} {people|person|people} of household {number} for good? "
                    + "[y/N]")
        case .left: Translation(french: "Rien n'a été effacé.", english: "Nothing was erased.")
        case .backups:
            Translation(
                french: "Les sauvegardes d'avant les tiennent encore. Après une restauration, "
                    + "lancez « jatigi erasures repeat ».",
                english: "Earlier backups still hold them. After a restore, run “jatigi erasures "
                    + "repeat”.")
        case .idMalformed:
            Translation(
                french: "Un identifiant comme 019c0f3e-… est attendu (un UUID entier).",
                english: "An id such as 019c0f3e-… is expected (a whole UUID).")
        case .reasonUnknown:
            Translation(
                french: "--reason : requested, mistaken, danger ou expired.",
                english: "--reason: requested, mistaken, danger or expired.")
        case .nothing:
            Translation(french: "Rien n'a jamais été effacé.", english: "Nothing was ever erased.")
        case .repeated:
            Translation(
                french: "{again} {again|effacement répété|effacements répétés}, {before} déjà "
                    + "{before|fait|faits}.",
                english: "{again} {again|erasure|erasures} repeated, {before} {before|was|were} "
                    + "done already.")
        case .notHere:
            Translation(
                french: "{count} {count|personne n'est pas|personnes ne sont pas} ici : elles "
                    + "étaient dans des ménages enregistrés après la sauvegarde. Si une équipe les "
                    + "remet, effacez-les de nouveau.",
                english: "{count} {count|person is|people are} not here: they were in households "
                    + "registered after the backup. Where a team hands them in again, erase them "
                    + "again.")
        case .fileUnusable:
            Translation(
                french: "{file} n'est pas une liste de « jatigi erasures --json ».",
                english: "{file} is no list of “jatigi erasures --json”.")
        case .person: Translation(french: "personne ou fiche", english: "person or record")
        case .time: Translation(french: "effacé le", english: "erased on")
        case .reason: Translation(french: "motif", english: "reason")
        case .by: Translation(french: "par", english: "by")
        case .recordWouldGo:
            Translation(
                french: "{records} {records|fiche disparaît, qui nomme|fiches disparaissent, qui "
                    + "nomment} {people} {people|personne|personnes}.",
                english: "{records} {records|record that names|records that name} {people} "
                    + "{people|person|people} {records|goes|go}.")
        case .recordGone:
            Translation(
                french: "{records} {records|fiche effacée, qui nommait|fiches effacées, qui "
                    + "nommaient} {people} {people|personne|personnes}.",
                english: "{records} {records|record that named|records that named} {people} "
                    + "{people|person|people} erased.")
        case .recordQuestion:
            Translation(
                french: "Effacer pour toujours {records} {records|fiche|fiches} ? [o/N]",
                english: "Erase {records} {records|record|records} for good? [y/N]")
        }
    }

    /// What is said instead where a correction goes, or something held, and nobody of a household.
    func of(_ erasure: RegistrationV1.Erasure?) -> EraseText {
        guard let erasure, !erasure.correctionID.isEmpty || !erasure.heldID.isEmpty else {
            return self
        }
        switch self {
        case .wouldGo: return .recordWouldGo
        case .gone: return .recordGone
        case .question: return .recordQuestion
        default: return self
        }
    }
}

/// Reasons of an erasure, by their names on the command line.
enum ErasureReasonText: String, MessageArea {
    case requested
    case mistaken
    case danger
    case expired

    static let prefix = "erasure_reason"

    var translation: Translation {
        switch self {
        case .requested: Translation(french: "demandé", english: "asked for")
        case .mistaken:
            Translation(french: "enregistré par erreur", english: "registered by mistake")
        case .danger: Translation(french: "danger pour quelqu'un", english: "danger to somebody")
        case .expired: Translation(french: "délai passé", english: "time is over")
        }
    }

    var reason: RegistrationV1.ErasureReason {
        switch self {
        case .requested: .requested
        case .mistaken: .mistaken
        case .danger: .danger
        case .expired: .expired
        }
    }

    static func text(of reason: RegistrationV1.ErasureReason) -> ErasureReasonText? {
        allCases.first { $0.reason == reason }
    }
}
