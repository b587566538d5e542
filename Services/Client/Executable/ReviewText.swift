import Catalogue

/// Words of a review.
enum ReviewText: String, MessageArea {
    case sum
    case weaklyFor = "weakly_for"
    case speaksFor = "speaks_for"
    case stronglyFor = "strongly_for"
    case weaklyAgainst = "weakly_against"
    case speaksAgainst = "speaks_against"
    case stronglyAgainst = "strongly_against"
    case oddsFor = "odds_for"
    case oddsAgainst = "odds_against"
    case silent
    case reasonsFor = "reasons_for"
    case reasonsAgainst = "reasons_against"
    case pairHeading = "pair_heading"
    case said
    case weighedBy = "weighed_by"
    case byRule = "by_rule"
    case moved
    case leftSince = "left_since"
    case presentTwice = "present_twice"
    case apart
    case opinions
    case ownOpinion = "own_opinion"
    case registered
    case people
    case notShown = "not_shown"
    case noCounterpart = "no_counterpart"
    case bornSince = "born_since"
    case alsoWith = "also_with"
    case summary
    case noPairs = "no_pairs"
    case toDecide = "to_decide"
    case rowUnknown = "row_unknown"
    case seenChanged = "seen_changed"
    case decided
    case opinionsKept = "opinions_kept"
    case takenBack = "taken_back"
    case caseUnknown = "case_unknown"

    static let prefix = "review"

    var translation: Translation {
        switch self {
        case .sum: Translation(french: "= somme", english: "= sum")
        case .weaklyFor: Translation(french: "un peu pour", english: "weakly for")
        case .speaksFor: Translation(french: "pour", english: "for")
        case .stronglyFor: Translation(french: "nettement pour", english: "strongly for")
        case .weaklyAgainst: Translation(french: "un peu contre", english: "weakly against")
        case .speaksAgainst: Translation(french: "contre", english: "against")
        case .stronglyAgainst:
            Translation(french: "nettement contre", english: "strongly against")
        case .oddsFor:
            Translation(
                french:
                    "Probabilité que ce soit la même personne : {probability} ({odds} contre 1).",
                english: "Probability that it is one person: {probability} ({odds} to 1).")
        case .oddsAgainst:
            Translation(
                french:
                    "Probabilité que ce soit la même personne : {probability} (1 contre {odds}).",
                english: "Probability that it is one person: {probability} (1 to {odds}).")
        case .silent:
            Translation(french: "Sans poids", english: "Without weight")
        case .reasonsFor: Translation(french: "Pour", english: "For")
        case .reasonsAgainst: Translation(french: "Contre", english: "Against")
        case .pairHeading:
            Translation(french: "Paire {pair} ({state})", english: "Pair {pair} ({state})")
        case .weighedBy:
            Translation(
                french: "Pesée par le modèle {number}.", english: "Weighed by model {number}.")
        case .said:
            Translation(french: "{reviewer} : {decision}.", english: "{reviewer}: {decision}.")
        case .byRule:
            Translation(
                french: "Décidé par la règle de l'administrateur",
                english: "Decided by the operator's rule")
        case .moved:
            Translation(
                french: "L'une des deux fiches est notée partie quand l'autre a été recueillie : "
                    + "un déplacement ou un retour explique les deux.",
                english: "One of the two had left when the other was registered: a move or a "
                    + "return explains both.")
        case .leftSince:
            Translation(
                french: "L'une des deux fiches est notée partie depuis : personne n'est présent "
                    + "deux fois.",
                english: "One of the two has left since: nobody is present twice now.")
        case .presentTwice:
            Translation(
                french: "Présente dans les deux ménages : un départ reste à saisir.",
                english: "Present in both households: a departure is still to be recorded.")
        case .apart:
            Translation(
                french: "Les deux sont présentes, et leurs lots ont été clos le même jour dans des "
                    + "cercles différents : aucune règle ne les fusionne.",
                english: "Both are present, and their batches were closed on one day in different "
                    + "cercles: no rule merges them.")
        case .opinions:
            Translation(
                french: "{given} avis sur {needed} ; ceux des autres ne se montrent qu'ensuite.",
                english: "{given} of {needed} opinions; others' are shown only afterwards.")
        case .ownOpinion:
            Translation(french: "Votre avis : {decision}.", english: "Your opinion: {decision}.")
        case .registered: Translation(french: "enregistré le {day}", english: "registered {day}")
        case .people:
            Translation(
                french: "{count} {count|personne|personnes}",
                english: "{count} {count|person|people}")
        case .notShown:
            Translation(
                french: "{count} {count|membre n'est pas montré|membres ne sont pas montrés}.",
                english: "{count} {count|member is|members are} not shown.")
        case .noCounterpart:
            Translation(french: "(sans correspondant)", english: "(no counterpart)")
        case .bornSince:
            Translation(french: "(né ou née depuis)", english: "(born since)")
        case .alsoWith:
            Translation(french: "aussi avec {name}", english: "also with {name}")
        case .summary:
            Translation(
                french:
                    "{matched} {matched|membre a un correspondant|membres ont un correspondant} ; "
                    + "{earlier} seulement dans le premier ménage, {later} seulement dans le second "
                    + "({born} né(s) depuis).",
                english: "{matched} {matched|member has a counterpart|members have a counterpart}; "
                    + "{earlier} only in the first household, {later} only in the second "
                    + "({born} born since).")
        case .noPairs:
            Translation(
                french: "Aucune paire entre ces deux ménages.",
                english: "No pairs between these two households.")
        case .toDecide:
            Translation(
                french: "Pour décider de toutes les paires en une fois, par exemple :",
                english: "To decide on all pairs at once, for instance:")
        case .rowUnknown:
            Translation(
                french: "{row} : aucune paire n'a ce numéro, ou elle en a déjà une décision ici.",
                english: "{row}: no pair has this number, or it is named twice.")
        case .seenChanged:
            Translation(
                french: "Une de ces paires a changé depuis que vous les avez vues : relisez-les.",
                english: "One of these pairs has changed since you saw them: read them again.")
        case .decided:
            Translation(
                french: "{count} {count|décision notée|décisions notées}.",
                english: "{count} {count|decision|decisions} recorded.")
        case .opinionsKept:
            Translation(
                french: "{count} avis {count|gardé|gardés} ; une autre personne doit examiner.",
                english: "{count} {count|opinion|opinions} kept; someone else must review.")
        case .takenBack:
            Translation(
                french: "Décision reprise : la paire n'est plus décidée.",
                english: "Decision taken back: the pair is not decided any more.")
        case .caseUnknown:
            Translation(
                french: "{case} : numéro de paire ou deux numéros de dossier attendus.",
                english: "{case}: a pair's id or two case numbers are expected.")
        }
    }
}
