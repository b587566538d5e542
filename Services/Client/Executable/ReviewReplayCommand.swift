import ArgumentParser
import Catalogue
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
                "Probabilité dès laquelle une paire serait fusionnée sans personne ; aucune si rien n'est dit.",
            english:
                "Probability from which a pair would be merged without a person; none by default."))
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
        say(.mergedThen, answer.merge, answer.merged, answer.mergedAgainstDecision)
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
    let merged: UInt64
    let mergedAgainstDecision: UInt64
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
        merged = answer.merged
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
                    "Fusionnées dès {probability} : {one} à examiner ; {other} contre l'avis d'une personne.",
                english:
                    "Merged from {probability}: {one} open; {other} against what people decided.")
        }
    }
}
