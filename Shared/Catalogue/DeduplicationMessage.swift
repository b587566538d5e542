/// Why a decision about a pair was refused.
public enum DeduplicationMessage: String, MessageArea {
    /// No such pair.
    case pairUnknown = "pair_unknown"
    /// The pair changed since it was read.
    case pairRevised = "pair_revised"
    /// A decision that is none of the allowed.
    case decisionInvalid = "decision_invalid"
    /// A pair that is none any more.
    case pairWithdrawn = "pair_withdrawn"
    /// Two members of one household would become one person.
    case householdConflict = "household_conflict"
    /// Two records decided to be different people would become one person.
    case decisionContradicted = "decision_contradicted"
    /// More records of one person than can be true.
    case identityTooLarge = "identity_too_large"
    /// Some events of a batch are held back.
    case batchHeld = "batch_held"
    /// A comment with characters that cannot be shown.
    case commentUnprintable = "comment_unprintable"
    /// A reviewer who said something else of the same pair.
    case opinionGiven = "opinion_given"
    /// Too many decisions in one call, or none.
    case decisionsCount = "decisions_count"
    /// One pair decided twice in one call.
    case decisionTwice = "decision_twice"
    /// No such household.
    case householdUnknown = "household_unknown"
    /// What names not two households.
    case householdsTwo = "households_two"
    /// A pair of which a record is gone.
    case recordGone = "record_gone"
    /// What is no probability.
    case probabilityOutOfRange = "probability_out_of_range"

    /// First part of the keys.
    public static let prefix = "deduplication"
}

extension DeduplicationMessage {
    /// The texts.
    public var translation: Translation {
        switch self {
        case .pairUnknown:
            Translation(
                french: "Cette paire n'existe pas.",
                english: "This pair does not exist.")
        case .pairRevised:
            Translation(
                french: "Cette paire a changé depuis la lecture : une fiche a été corrigée, ou "
                    + "quelqu'un d'autre a décidé. Relisez-la avant de décider.",
                english: "This pair has changed since it was read: a record was corrected, or "
                    + "someone else decided. Read it again before you decide.")
        case .decisionInvalid:
            Translation(
                french: "Décision inconnue. Valeurs possibles : même personne, personnes "
                    + "différentes, incertain.",
                english: "Unknown decision. Possible values: same, different, unsure.")
        case .pairWithdrawn:
            Translation(
                french: "Cette paire a été retirée : une des fiches a changé ou n'existe plus.",
                english: "This pair was withdrawn: one of the records changed or is gone.")
        case .householdConflict:
            Translation(
                french: "Deux membres d'un même ménage deviendraient une seule personne. Examinez "
                    + "d'abord les autres paires de ces fiches.",
                english: "Two members of one household would become one person. Review the other "
                    + "pairs of these records first.")
        case .decisionContradicted:
            Translation(
                french: "Cette décision en contredit une autre sur les mêmes fiches. Revoyez "
                    + "d'abord l'autre décision.",
                english: "This decision contradicts another one on the same records. Change the "
                    + "other decision first.")
        case .identityTooLarge:
            Translation(
                french: "Une personne aurait plus de {max} fiches. Vérifiez les décisions "
                    + "précédentes.",
                english: "One person would have more than {max} records. Check the earlier "
                    + "decisions.")
        case .batchHeld:
            Translation(
                french: "Une partie du lot n'a pas pu être comparée et est mise de côté ; "
                    + "l'administrateur la voit avec jatigi-status.",
                english: "A part of the batch could not be screened and is set aside; the "
                    + "administrator sees it with jatigi-status.")
        case .commentUnprintable:
            Translation(
                french: "Le commentaire contient des caractères qui ne s'affichent pas.",
                english: "The comment has characters that cannot be shown.")
        case .opinionGiven:
            Translation(
                french: "Vous avez déjà donné un autre avis sur cette paire ; c'est à une autre "
                    + "personne de l'examiner.",
                english: "You have given another opinion on this pair already; someone else must "
                    + "review it.")
        case .decisionsCount:
            Translation(
                french: "De 1 à {max} décisions à la fois.",
                english: "1 to {max} decisions at once.")
        case .decisionTwice:
            Translation(
                french: "La même paire est décidée deux fois.",
                english: "The same pair is decided twice.")
        case .householdUnknown:
            Translation(
                french: "Ce ménage est inconnu, ou n'a personne.",
                english: "This household is unknown, or has nobody.")
        case .householdsTwo:
            Translation(
                french: "Deux ménages différents sont attendus.",
                english: "Two different households are expected.")
        case .recordGone:
            Translation(
                french: "Une des fiches de cette paire n'existe plus.",
                english: "One of the records of this pair is gone.")
        case .probabilityOutOfRange:
            Translation(
                french: "Une probabilité entre 0 et 1 est attendue, sans ces deux valeurs.",
                english: "A probability between 0 and 1 is expected, without the two.")
        }
    }
}
