import Catalogue
import Linkage

/// What is said about encoded lists.
enum ClkText: String, MessageArea {
    case keyMade = "key_made"
    case encoded
    case shown
    case linked
    case tooLarge = "too_large"
    case failed
    case unusable
    case notEncoded = "not_encoded"
    case otherVersion = "other_version"
    case damaged
    case tooMany = "too_many"
    case otherProject = "other_project"
    case otherWeights = "other_weights"
    case otherSalt = "other_salt"

    static let prefix = "clk"

    var translation: Translation {
        switch self {
        case .keyMade:
            Translation(
                french: "Clé du projet dans {path}. Remettez-la en main propre, à part des listes.",
                english: "Project key in {path}. Hand it over in person, apart from the lists.")
        case .encoded:
            Translation(
                french:
                    "{records} {records|fiche codée|fiches codées} dans {path}, projet {project} ; "
                    + "{left_out} {left_out|omise|omises} car presque vides.",
                english: "{records} {records|record|records} encoded in {path}, project {project}; "
                    + "{left_out} left out, almost empty.")
        case .shown:
            Translation(
                french: "{records} {records|fiche|fiches}, projet {project} ; faites de : {parts}.",
                english: "{records} {records|record|records}, project {project}; made of: {parts}.")
        case .linked:
            Translation(
                french: "{comparisons} {comparisons|comparaison|comparaisons} ; {pairs} "
                    + "{pairs|paire|paires} de fiches de la même personne.",
                english: "{comparisons} {comparisons|comparison|comparisons}; {pairs} "
                    + "{pairs|pair|pairs} of records of one person.")
        case .tooLarge:
            Translation(
                french:
                    "{path} : {records} fiches au plus, {bytes} octets au plus par identifiant.",
                english: "{path}: {records} records at most, {bytes} bytes an id at most.")
        case .failed: Translation(french: "Impossible : {reason}.", english: "Failed: {reason}.")
        case .unusable: Translation(french: "{path} : {reason}", english: "{path}: {reason}")
        default: problems
        }
    }

    private var problems: Translation {
        switch self {
        case .notEncoded:
            Translation(
                french: "ce n'est pas une liste codée par « jatigi clk encode ».",
                english: "this is no list that 'jatigi clk encode' made.")
        case .otherVersion:
            Translation(
                french: "codée par une autre version de jatigi.",
                english: "encoded by another version of jatigi.")
        case .damaged:
            Translation(
                french: "le fichier a été coupé ou modifié en route.",
                english: "the file was cut or changed on its way.")
        case .tooMany:
            Translation(
                french: "il a plus de fiches que ce qui peut être relié.",
                english: "it has more records than can be linked.")
        case .otherProject:
            Translation(
                french: "les deux listes ont été codées avec des clés différentes.",
                english: "the two lists were encoded with different keys.")
        case .otherWeights:
            Translation(
                french: "les deux listes ont été codées avec des poids différents.",
                english: "the two lists were encoded with different weights.")
        default:
            Translation(
                french: "une liste a le sexe et l'autre non : les noms sont salés avec lui. "
                    + "Codez les deux avec ou sans.",
                english: "one list has the sex and the other has not: names are salted with it. "
                    + "Encode both with it or without.")
        }
    }
}

extension EncodedList.Problem {
    /// Why an encoded list cannot be used.
    func text(in language: Language) -> String {
        (ClkText(rawValue: rawValue) ?? .damaged).text(in: language)
    }
}
