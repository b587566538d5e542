import ArgumentParser
import Catalogue
import Glibc
import Messages
import Operations
import RPC
import Terminal

/// `jatigi review replay`: what other thresholds would have done with the pairs that are stored.
struct ReviewReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: Translation(
            french: "Montre ce que d'autres seuils auraient fait des paires gardées.",
            english: "Show what other thresholds would have done with the stored pairs."))

    @Option(
        name: .long,
        help: .text(
            french:
                "Probabilité dès laquelle deux fiches font une paire ; l'actuelle si rien n'est dit.",
            english: "Probability from which two records are a pair; the present one by default."))
    var possible = 0.0

    @Option(
        name: .long,
        help: .text(
            french:
                "Probabilité dès laquelle une paire est probable ; l'actuelle si rien n'est dit.",
            english: "Probability from which a pair is probable; the present one by default."))
    var probable = 0.0

    @Option(
        name: .long,
        help: .text(
            french:
                "Probabilité dès laquelle la règle de la région, ou une règle sans autre condition, fusionnerait une paire ; aucune si rien n'est dit.",
            english:
                "Probability from which the region's rule, or one without other conditions, would merge a pair; none by default."
        ))
    var merge = 0.0

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withGateway { client, terminal in
            let answer = try await client.call(
                DeduplicationV1.DeduplicationService.replayThresholds,
                .init(possible: possible, probable: probable, merge: merge))
            if connection.json { return try terminal.printJSON(ReplayJSON(answer)) }
            ReplayView(terminal: terminal).tell(answer)
        }
    }
}

/// A replay for people.
struct ReplayView {
    let terminal: Terminal

    func tell(_ answer: DeduplicationV1.ReplayThresholdsResponse) {
        var table = TextTable([
            (word(.bits), .leading), (word(.probability), .leading), (word(.open), .trailing),
            (word(.same), .trailing), (word(.byRule), .trailing), (word(.different), .trailing),
            (word(.unsure), .trailing),
        ])
        for band in answer.bands {
            table.add([
                "\(bits(band.fromBits)) … \(bits(band.toBits))",
                share(band.fromBits), "\(band.open)", "\(band.same)", "\(band.sameByRule)",
                "\(band.different)", "\(band.unsure)",
            ])
        }
        terminal.write(table.text)
        say(.openThen, answer.possible, answer.open, answer.openGone)
        if answer.possible < answer.storedFrom {
            terminal.say(
                ReplayText.notStored, ["probability": Self.percent(answer.storedFrom, terminal)])
        }
        say(.probableThen, answer.probable, answer.probableNow, answer.probableThen)
        if answer.sameNeverShown > 0 {
            terminal.say(ReplayText.neverShown, ["count": "\(answer.sameNeverShown)"])
        }
        guard answer.merge > 0 else { return }
        terminal.say(
            ReplayText.mergedThen,
            [
                "count": "\(answer.merged)", "joined": "\(answer.identitiesJoined)",
                "made": "\(answer.identitiesMade)", "rule": answer.rule,
            ])
        terminal.say(
            ReplayText.mergedAgainst, ["count": "\(answer.mergedAgainstDecision)"])
        if answer.mergedReopened > 0 {
            terminal.say(ReplayText.mergedReopened, ["count": "\(answer.mergedReopened)"])
        }
        if case .mergeLookedFrom(let probability) = answer.cutOff {
            terminal.say(
                ReplayText.mergedCut,
                ["bits": bits(log2(probability / (1 - probability)))])
        }
    }

    private func say(_ text: ReplayText, _ probability: Double, _ one: UInt64, _ other: UInt64) {
        terminal.say(
            text,
            [
                "probability": Self.percent(probability, terminal), "one": "\(one)",
                "other": "\(other)",
            ])
    }

    private func bits(_ bits: Double) -> String { EvidenceText.bits(bits, in: terminal.language) }

    private func share(_ bits: Double) -> String { Self.percent(Probability.of(bits), terminal) }

    private static func percent(_ probability: Double, _ terminal: Terminal) -> String {
        Probability.text(probability, in: terminal.language)
    }

    private func word(_ text: ReplayText) -> String { text.text(in: terminal.language) }
}

/// A replay for programs.
struct ReplayJSON: Encodable {
    struct Band: Encodable {
        let fromBits: Double
        let toBits: Double
        let open: UInt64
        let same: UInt64
        let sameByRule: UInt64
        let different: UInt64
        let unsure: UInt64
    }

    let possible: Double
    let probable: Double
    let merge: Double
    let open: UInt64
    let openGone: UInt64
    let storedFrom: Double
    let probableNow: UInt64
    let probableThen: UInt64
    /// The rule that was replayed, in its own words; empty where none was asked for.
    let rule: String
    let merged: UInt64
    let mergedAgainstDecision: UInt64
    let mergedReopened: UInt64
    let identitiesJoined: UInt64
    let identitiesMade: UInt64
    /// Set where the time was over: less likely pairs were not looked at for merging.
    let mergeLookedFrom: Double?
    let sameNeverShown: UInt64
    let bands: [Band]

    init(_ answer: DeduplicationV1.ReplayThresholdsResponse) {
        possible = answer.possible
        probable = answer.probable
        merge = answer.merge
        self.open = answer.open
        openGone = answer.openGone
        storedFrom = answer.storedFrom
        probableNow = answer.probableNow
        probableThen = answer.probableThen
        rule = answer.rule
        merged = answer.merged
        mergedReopened = answer.mergedReopened
        identitiesJoined = answer.identitiesJoined
        identitiesMade = answer.identitiesMade
        mergeLookedFrom =
            if case .mergeLookedFrom(let probability) = answer.cutOff { probability } else { nil }
        mergedAgainstDecision = answer.mergedAgainstDecision
        sameNeverShown = answer.sameNeverShown
        bands = answer.bands.map {
            Band(
                fromBits: $0.fromBits, toBits: $0.toBits, open: $0.open, same: $0.same,
                sameByRule: $0.sameByRule, different: $0.different, unsure: $0.unsure)
        }
    }
}

/// Words about a replay.
enum ReplayText: String, MessageArea {
    case bits
    case probability
    case open
    case same
    case byRule = "by_rule"
    case different
    case unsure
    case openThen = "open_then"
    case notStored = "not_stored"
    case probableThen = "probable_then"
    case neverShown = "never_shown"
    case mergedThen = "merged_then"
    case mergedAgainst = "merged_against"
    case mergedReopened = "merged_reopened"
    case mergedCut = "merged_cut"

    static let prefix = "replay"

    var translation: Translation {
        switch self {
        case .bits: Translation(french: "bits", english: "bits")
        case .probability: Translation(french: "dès", english: "from")
        case .open: Translation(french: "à examiner", english: "open")
        case .same: Translation(french: "même pers.", english: "same person")
        case .byRule: Translation(french: "par règle", english: "by rule")
        case .different: Translation(french: "différentes", english: "different")
        case .unsure: Translation(french: "incertain", english: "unsure")
        case .openThen:
            Translation(
                french:
                    "Paires dès {probability} : {one} à examiner, dont {other} ne le seraient plus.",
                english: "Pairs from {probability}: {one} open, {other} of which would not be.")
        case .notStored:
            Translation(
                french:
                    "Sous {probability} aucune paire n'est gardée : combien s'y ajouteraient n'est pas connu.",
                english:
                    "Below {probability} no pair is stored: how many would come is not known.")
        case .probableThen:
            Translation(
                french: "Probables dès {probability} : {other}, au lieu de {one}.",
                english: "Probable from {probability}: {other}, instead of {one}.")
        case .neverShown:
            Translation(
                french:
                    "{count} {count|paire que des personnes ont dite la même n'aurait pas été montrée|"
                    + "paires que des personnes ont dites la même n'auraient pas été montrées}.",
                english:
                    "{count} {count|pair|pairs} that people called the same would never have been shown."
            )
        case .mergedThen:
            Translation(
                french:
                    "La règle « {rule} » fusionnerait {count} {count|paire|paires} à examiner : de {joined} "
                    + "{joined|personne connue|personnes connues} elle en ferait {made}.",
                english:
                    "The rule “{rule}” would merge {count} open {count|pair|pairs}: of {joined} "
                    + "{joined|person|people} known it would make {made}.")
        case .mergedAgainst:
            Translation(
                french:
                    "Elle aurait fusionné {count} {count|paire|paires} que des personnes ont "
                    + "{count|dite différente ou incertaine|dites différentes ou incertaines}.",
                english:
                    "It would have merged {count} {count|pair|pairs} that people called different "
                    + "or left unsure.")
        case .mergedReopened:
            Translation(
                french:
                    "Elle rouvrirait au moins {count} {count|paire|paires} que la règle actuelle a "
                    + "{count|fusionnée|fusionnées} ; d'autres des mêmes personnes peuvent suivre.",
                english:
                    "It would open at least {count} {count|pair|pairs} again that the present rule "
                    + "merged; others of the same people may follow.")
        case .mergedCut:
            Translation(
                french:
                    "Faute de temps, les paires de moins de {bits} bits n'ont pas été regardées : "
                    + "ces nombres sont des minimums.",
                english:
                    "For want of time, pairs of less than {bits} bits were not looked at: these "
                    + "counts are minimums.")
        }
    }
}
