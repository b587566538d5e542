import Catalogue
import Messages
import Terminal

/// Words about pairs.
enum PairText: String, MessageArea {
    case pair
    case level
    case probability
    case rule
    case opinions
    case caseNumber = "case_number"
    case name
    case birth
    case probable
    case possible
    case open
    case same
    case different
    case unsure
    case withdrawn
    case none
    case more
    case unknown
    case ambiguous
    case stateUnknown = "state_unknown"
    case levelUnknown = "level_unknown"
    case decisionUnknown = "decision_unknown"
    case decided
    case orderUnknown = "order_unknown"
    case screened

    static let prefix = "pairs"

    var translation: Translation {
        switch self {
        case .pair: Translation(french: "paire", english: "pair")
        case .level: Translation(french: "niveau", english: "level")
        case .probability: Translation(french: "proba.", english: "prob.")
        case .rule: Translation(french: "règle", english: "rule")
        case .opinions:
            Translation(
                french: "{given} avis sur {needed}", english: "{given} of {needed} opinions")
        case .caseNumber: Translation(french: "ménage", english: "household")
        case .name: Translation(french: "nom", english: "name")
        case .birth: Translation(french: "naissance", english: "birth")
        case .probable: Translation(french: "probable", english: "probable")
        case .possible: Translation(french: "possible", english: "possible")
        case .open: Translation(french: "à examiner", english: "open")
        case .same: Translation(french: "même personne", english: "same person")
        case .different: Translation(french: "personnes différentes", english: "different people")
        case .unsure: Translation(french: "incertain", english: "unsure")
        case .withdrawn: Translation(french: "retirée", english: "withdrawn")
        case .none: Translation(french: "Aucune paire.", english: "No pairs.")
        case .more:
            Translation(
                french: "… et d'autres paires : --limit pour en voir plus.",
                english: "… and more pairs: --limit shows them.")
        case .unknown:
            Translation(
                french: "Aucune paire ne commence par {pair}.",
                english: "No pair begins with {pair}.")
        case .ambiguous:
            Translation(
                french: "Plusieurs paires commencent par {pair} : donnez plus de caractères.",
                english: "Several pairs begin with {pair}: give more characters.")
        case .stateUnknown:
            Translation(
                french: "--state : open, same, different, unsure ou withdrawn.",
                english: "--state: open, same, different, unsure or withdrawn.")
        case .levelUnknown:
            Translation(
                french: "--level : probable ou possible.", english: "--level: probable or possible."
            )
        case .decisionUnknown:
            Translation(
                french: "Décision : same, different, unsure ou open.",
                english: "Decision: same, different, unsure or open.")
        case .decided:
            Translation(
                french: "Décision notée : {decision}.", english: "Decision recorded: {decision}.")
        case .orderUnknown:
            Translation(
                french: "--order : benefit, weight ou doubt.",
                english: "--order: benefit, weight or doubt.")
        case .screened:
            Translation(
                french: "ligne {row} : {level}, ménage {case} ({probability})",
                english: "row {row}: {level}, household {case} ({probability})")
        }
    }
}

extension PairText {
    /// The states by their names on the command line.
    static let states: [(state: DeduplicationV1.PairState, text: PairText)] = [
        (.open, .open), (.same, .same), (.different, .different), (.unsure, .unsure),
        (.withdrawn, .withdrawn),
    ]

    static func state(named name: String) -> DeduplicationV1.PairState? {
        states.first { $0.text.rawValue == name }?.state
    }

    static func text(of state: DeduplicationV1.PairState) -> PairText? {
        states.first { $0.state == state }?.text
    }

    static func level(named name: String) -> DeduplicationV1.PairLevel? {
        switch name {
        case PairText.probable.rawValue: .probable
        case PairText.possible.rawValue: .possible
        default: nil
        }
    }

    static func text(of level: DeduplicationV1.PairLevel) -> PairText {
        level == .probable ? .probable : .possible
    }
}
