import Basics
import Biometrics
import Catalogue
import Messages
import Terminal

/// Fingerprints in words: which fingers, and what became of them.
struct BiometricsView {
    let terminal: Terminal

    func tell(
        _ result: BiometricsJSON, _ answer: DeduplicationV1.SubmitFingerprintsResponse
    ) {
        for finger in answer.results {
            terminal.say(
                FingerOutcomeText(finger.outcome),
                [
                    "file": TextTable.printable(result.file),
                    "finger": FingerText.name(finger.finger, in: terminal.language),
                ])
        }
    }

    func tell(_ answer: DeduplicationV1.GetFingerprintStatusResponse) {
        if answer.consentWithdrawnAtMilliseconds > 0 {
            let moment = Timestamp(millisecondsSinceEpoch: answer.consentWithdrawnAtMilliseconds)
            terminal.say(BiometricsText.withdrawn, ["withdrawal": "\(moment)"])
        }
        terminal.say(BiometricStateText(answer.state))
        for finger in answer.fingers {
            terminal.say(
                BiometricsText.kept,
                [
                    "finger": FingerText.name(finger.finger, in: terminal.language),
                    "quality": "\(finger.quality)",
                ])
        }
        guard answer.waitingSinceMilliseconds > 0 else { return }
        let since = Timestamp(millisecondsSinceEpoch: answer.waitingSinceMilliseconds)
        let reason = MessageKey.text(
            forWireKey: answer.waitingReason, in: terminal.language, fallback: "–")
        terminal.say(
            BiometricsText.waiting,
            ["since": "\(since)", "reason": answer.waitingReason.isEmpty ? "–" : reason])
    }
}

/// What became of one file, for programs.
struct BiometricsJSON: Encodable {
    struct Finger: Encodable {
        let finger: String
        let outcome: String
    }

    let file: String
    let personID: String
    let fingers: [Finger]
    let state: String

    init(
        _ file: String, _ person: [UInt8], _ answer: DeduplicationV1.SubmitFingerprintsResponse
    ) {
        self.file = file
        personID = Identifier.text(person)
        fingers = answer.results.map {
            Finger(
                finger: FingerText.code($0.finger), outcome: FingerOutcomeText($0.outcome).rawValue)
        }
        state = BiometricStateText(answer.state).rawValue
    }
}

/// What is kept of a person, for programs.
struct BiometricsStatusJSON: Encodable {
    struct Finger: Encodable {
        let finger: String
        let quality: UInt32
    }

    let personID: String
    let state: String
    let fingers: [Finger]
    let waitingSinceMilliseconds: Int64
    let waitingReason: String
    let consentWithdrawnAtMilliseconds: Int64

    init(_ person: [UInt8], _ answer: DeduplicationV1.GetFingerprintStatusResponse) {
        personID = Identifier.text(person)
        state = BiometricStateText(answer.state).rawValue
        fingers = answer.fingers.map {
            Finger(finger: FingerText.code($0.finger), quality: $0.quality)
        }
        waitingSinceMilliseconds = answer.waitingSinceMilliseconds
        waitingReason = answer.waitingReason
        consentWithdrawnAtMilliseconds = answer.consentWithdrawnAtMilliseconds
    }
}

/// Names of fingers.
enum FingerText {
    static func code(_ finger: DeduplicationV1.Finger) -> String {
        UInt8(exactly: finger.rawValue).flatMap(FingerPosition.init)?.code ?? "\(finger.rawValue)"
    }

    static func name(_ finger: DeduplicationV1.Finger, in language: Language) -> String {
        guard let position = UInt8(exactly: finger.rawValue).flatMap(FingerPosition.init) else {
            return "\(finger.rawValue)"
        }
        let isRight = position <= .rightLittle
        let place = Int(position.rawValue - 1) % 5
        switch language {
        case .french:
            let name = ["pouce", "index", "majeur", "annulaire", "auriculaire"][place]
            return "\(name) \(isRight ? "droit" : "gauche")"
        case .english:
            let name = ["thumb", "index finger", "middle finger", "ring finger", "little finger"]
            return "\(isRight ? "right" : "left") \(name[place])"
        }
    }
}
