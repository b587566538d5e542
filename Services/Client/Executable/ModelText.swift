import Catalogue

/// Words about models.
enum ModelText: String, MessageArea {
    case model
    case state
    case asked
    case takenBy = "taken_by"
    case decisions
    case inForce = "in_force"
    case shipped
    case learning
    case ready
    case wasTaken = "was_taken"
    case putAway = "put_away"
    case failed
    case heading
    case learntFrom = "learnt_from"
    case shippedFields = "shipped_fields"
    case shippedFieldsInForce = "shipped_fields_in_force"
    case effect
    case of
    case byModel = "by_model"
    case sameHidden = "same_hidden"
    case differentProbable = "different_probable"
    case openGone = "open_gone"
    case openProbable = "open_probable"
    case reopened
    case errors
    case logLoss = "log_loss"
    case pairsDrawn = "pairs_drawn"
    case notJudged = "not_judged"
    case examples
    case waiting
    case begun
    case taken
    case discarded

    static let prefix = "model_view"

    var translation: Translation {
        switch self {
        case .model: Translation(french: "modèle", english: "model")
        case .state: Translation(french: "état", english: "state")
        case .asked: Translation(french: "demandé", english: "asked for")
        case .takenBy: Translation(french: "pris", english: "taken")
        case .decisions: Translation(french: "décisions", english: "decisions")
        case .inForce: Translation(french: "en vigueur", english: "in force")
        case .shipped: Translation(french: "livré", english: "shipped")
        case .learning:
            Translation(french: "apprend ({percent} %)", english: "learning ({percent}%)")
        case .ready: Translation(french: "prêt", english: "ready")
        case .wasTaken: Translation(french: "a servi", english: "was in force")
        case .putAway: Translation(french: "écarté", english: "discarded")
        case .failed: Translation(french: "échoué", english: "failed")
        case .heading:
            Translation(french: "Modèle {number} : {state}.", english: "Model {number}: {state}.")
        case .learntFrom:
            Translation(
                french:
                    "Appris de {searched} personnes sur {people}, {candidates} rapprochements, et des "
                    + "décisions : {same} même personne, {different} différentes.",
                english:
                    "Learnt from {searched} of {people} people, {candidates} candidates, and the "
                    + "decisions: {same} same, {different} different.")
        case .shippedFields:
            Translation(
                french:
                    "Une autre version du programme l'a appris ; celle-ci pèserait comme le modèle livré : "
                    + "{fields}.",
                english:
                    "Another version of the program learnt it; this one would weigh as the shipped model does: "
                    + "{fields}.")
        case .shippedFieldsInForce:
            Translation(
                french:
                    "Une autre version du programme l'a appris ; celle-ci pèse comme le modèle livré : "
                    + "{fields}. Pour les apprendre aussi : jatigi model learn",
                english:
                    "Another version of the program learnt it; this one weighs as the shipped model does: "
                    + "{fields}. To learn these, too: jatigi model learn")
        case .effect: Translation(french: "ce qu'il changerait", english: "what it would change")
        case .of: Translation(french: "sur", english: "of")
        case .byModel: Translation(french: "modèle {number}", english: "model {number}")
        case .sameHidden:
            Translation(
                french: "même personne, mais pas montrées", english: "same person, but not shown")
        case .differentProbable:
            Translation(
                french: "différentes, mais probables", english: "different, but probable")
        case .openGone:
            Translation(french: "à examiner, qui partiraient", english: "open, that would go")
        case .openProbable: Translation(french: "à examiner, probables", english: "open, probable")
        case .reopened:
            Translation(
                french: "fusionnées par la règle, rouvertes", english: "merged by rule, reopened")
        case .errors:
            Translation(
                french: "décisions gardées pour juger : contredites",
                english: "decisions kept to judge by: contradicted")
        case .logLoss:
            Translation(
                french: "les mêmes : perte logarithmique, bits", english: "the same: log loss, bits"
            )
        case .pairsDrawn:
            Translation(
                french: "paires de personnes tirées au sort",
                english: "pairs of people drawn by lot")
        case .notJudged:
            Translation(
                french:
                    "Aucune décision n'a été gardée pour juger : rien ne dit lequel des deux est le meilleur.",
                english: "No decision was kept to judge by: nothing says which of both is better.")
        case .examples:
            Translation(
                french: "Ce qui changerait le plus (jatigi review {pair}) :",
                english: "What would change most (jatigi review {pair}):")
        case .waiting:
            Translation(
                french:
                    "{count} {count|personne reste|personnes restent} à comparer de nouveau par le modèle en vigueur.",
                english:
                    "{count} {count|person is|people are} still to be screened again by the model in force."
            )
        case .begun:
            Translation(
                french:
                    "Le modèle {number} est en cours d'apprentissage ; ensuite : jatigi model show {number}",
                english: "Model {number} is being learnt; then: jatigi model show {number}")
        case .taken:
            Translation(
                french:
                    "Le modèle {number} est en vigueur ; tous les ménages sont comparés de nouveau, peu à peu.",
                english:
                    "Model {number} is in force; all households are screened again, little by little."
            )
        case .discarded:
            Translation(
                french: "Le modèle {number} est écarté.", english: "Model {number} is discarded.")
        }
    }
}
