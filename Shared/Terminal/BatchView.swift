public import ArgumentParser
import Basics
public import Catalogue
import Messages

/// Where a batch is and why it waits, for people.
public struct BatchView {
    private let terminal: Terminal

    /// A view on a terminal.
    public init(terminal: Terminal) { self.terminal = terminal }

    /// Says where the batch is.
    public func tell(_ report: BatchReport) {
        let received = Timestamp(millisecondsSinceEpoch: report.receivedAtMilliseconds)
        terminal.say(
            BatchText.received,
            [
                "batch": report.batchID, "at": "\(received)",
                "source": TextTable.printable(report.source),
                "position": "\(TextTable.printable(report.region)) \(report.sequence)",
            ])
        for (_, text) in OutcomeText.all {
            guard let count = report.outcomes[text.rawValue] else { continue }
            terminal.write("  \(count)  \(text.text(in: terminal.language))\n")
        }
        tellHeld(report)
        tellScreening(report)
    }

    /// The exit code: 75 while the search for duplicates is not done, 1 where records wait for somebody, else nil.
    public static func exit(_ report: BatchReport) -> ExitCode? {
        if report.screening == .pending { return TerminalExit.temporary }
        return report.held.isEmpty ? nil : TerminalExit.partial
    }

    private func tellHeld(_ report: BatchReport) {
        guard !report.held.isEmpty else { return }
        terminal.say(BatchText.held, ["count": "\(report.held.count)"])
        for held in report.held {
            for violation in held.violations {
                terminal.write(
                    "  \(TextTable.printable(held.sourceKey))  "
                        + TextTable.printable(violation.fieldName) + terminal.language.colon
                        + "\(terminal.text(of: violation))\n")
            }
        }
    }

    private func tellScreening(_ report: BatchReport) {
        switch report.screening {
        case .done:
            if let pairs = report.pairs {
                terminal.say(BatchText.screeningDone, ["count": "\(pairs)"])
            } else {
                terminal.say(BatchText.screeningPassed)
            }
        case .unknown: terminal.say(BatchText.screeningUnknown)
        case .pending:
            if let behind = report.eventsBehind {
                terminal.say(BatchText.screeningBehind, ["count": "\(behind)"])
            } else {
                terminal.say(BatchText.screeningPending)
            }
        }
        for failure in report.screeningFailures {
            let reason = MessageKey.text(
                forWireKey: failure.reason, in: terminal.language,
                arguments: ["service": failure.service], fallback: failure.reason)
            terminal.say(BatchText.screeningFailure, ["reason": reason])
        }
    }
}

/// What is said about a batch.
public enum BatchText: String, MessageArea {
    /// The region has it.
    case received
    /// Records of it wait.
    case held
    /// Its people were compared.
    case screeningDone = "screening_done"
    /// They were, and the role may not see what was found.
    case screeningPassed = "screening_passed"
    /// They were not yet.
    case screeningPending = "screening_pending"
    /// They were not yet, and how far it is.
    case screeningBehind = "screening_behind"
    /// The role may not ask.
    case screeningUnknown = "screening_unknown"
    /// What keeps screening back.
    case screeningFailure = "screening_failure"
    /// What was typed is no id.
    case idMalformed = "id_malformed"
    /// Nobody knows it.
    case unknown

    /// First part of the keys.
    public static let prefix = "batch"

    /// The texts.
    public var translation: Translation {
        switch self {
        case .received:
            Translation(
                french: "Lot {batch} : reçu le {at} de {source}, journal {position}",
                english: "Batch {batch}: received {at} from {source}, log {position}")
        case .held:
            Translation(
                french: "{count} {count|fiche gardée attend|fiches gardées attendent} un agent "
                    + "d'enregistrement (« jatigi held ») :",
                english: "{count} kept {count|record waits|records wait} for a registrar "
                    + "(“jatigi held”):")
        case .screeningDone:
            Translation(
                french: "Recherche de doublons terminée : {count} {count|paire|paires} à examiner.",
                english: "Screening for duplicates done: {count} {count|pair|pairs} to review.")
        case .screeningPassed:
            Translation(
                french: "Recherche de doublons terminée.", english: "Screening for duplicates done."
            )
        case .screeningPending:
            Translation(
                french: "Recherche de doublons en attente.",
                english: "Screening for duplicates pending.")
        case .screeningBehind:
            Translation(
                french: "Recherche de doublons en attente : encore {count} "
                    + "{count|événement|événements} du journal avant la fin de ce lot.",
                english: "Screening for duplicates pending: {count} more {count|event|events} of "
                    + "the log until the end of this batch.")
        case .screeningUnknown:
            Translation(
                french: "Recherche de doublons : votre rôle ne permet pas de la voir.",
                english: "Screening for duplicates: your role may not see it.")
        case .screeningFailure:
            Translation(french: "  Pourquoi : {reason}", english: "  Why: {reason}")
        case .idMalformed:
            Translation(
                french: "« {batch} » n'est pas un numéro de lot (32 chiffres hexadécimaux, avec "
                    + "ou sans tirets).",
                english: "“{batch}” is no batch id (32 hexadecimal digits, with or without "
                    + "hyphens).")
        case .unknown:
            Translation(
                french: "La région n'a pas reçu le lot {batch}. Cherchez-le sur l'appareil qui l'a "
                    + "préparé : « jatigi spool » montre ce qui y attend, « jatigi sync » l'envoie.",
                english: "The region has not received batch {batch}. Look on the device that "
                    + "prepared it: “jatigi spool” shows what waits there, “jatigi sync” sends it.")
        }
    }
}
