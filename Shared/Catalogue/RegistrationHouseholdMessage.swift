/// What is wrong with a household as a whole.
public enum RegistrationHouseholdMessage: String, MessageArea {
    /// A household without a head.
    case headMissing = "head_missing"
    /// A household with several heads.
    case headsMany = "heads_many"
    /// A household without members.
    case householdEmpty = "household_empty"
    /// More members than one household may have.
    case householdTooLarge = "household_too_large"
    /// The same source key twice in a batch.
    case duplicateInBatch = "duplicate_in_batch"
    /// The same person key twice in a household.
    case duplicatePersonKey = "duplicate_person_key"

    /// First part of the keys.
    public static let prefix = "registration"
}

extension RegistrationHouseholdMessage {
    /// The texts.
    public var translation: Translation {
        switch self {
        case .headMissing:
            Translation(
                french: "Le ménage n'a pas de chef. Un membre doit être chef de ménage.",
                english: "The household has no head. One member must be the head.")
        case .headsMany:
            Translation(
                french: "Le ménage a {count} chefs ; un seul est possible.",
                english: "The household has {count} heads; only one is possible.")
        case .householdEmpty:
            Translation(
                french: "Le ménage n'a aucun membre ; il en faut au moins un.",
                english: "The household has no members; at least one is needed.")
        case .householdTooLarge:
            Translation(
                french: "Le ménage a trop de membres : {max} au plus.",
                english: "The household has too many members: {max} at most.")
        case .duplicateInBatch:
            Translation(
                french: "Ce numéro de fiche est déjà à la position {other} du même envoi.",
                english: "This form number is already at position {other} of the same batch.")
        case .duplicatePersonKey:
            Translation(
                french: "Deux membres du ménage portent le même numéro.",
                english: "Two members of the household bear the same number.")
        }
    }
}
