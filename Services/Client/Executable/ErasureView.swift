import Basics
import Catalogue
import Messages
import Terminal

/// Erasures for people.
struct ErasureView {
    let terminal: Terminal

    func tell(_ answer: RegistrationV1.ErasePersonalDataResponse, as text: EraseText) {
        terminal.say(text.of(answer.erasure), arguments(of: answer))
    }

    /// The numbers that the texts name.
    func arguments(of answer: RegistrationV1.ErasePersonalDataResponse) -> [String: String] {
        let erasure = answer.erasure ?? .init()
        return [
            "number": erasure.caseNumber, "people": "\(answer.people)", "held": "\(answer.held)",
            "corrections": "\(answer.corrections)",
            "records": "\(answer.held + answer.corrections)", "time": time(erasure),
            "reason": reason(erasure),
        ]
    }

    func tell(_ erasures: [RegistrationV1.Erasure]) {
        guard !erasures.isEmpty else { return terminal.say(EraseText.nothing) }
        let headings = [
            EraseText.time.text(in: terminal.language),
            RegistrarText.caseNumber.text(in: terminal.language),
            EraseText.person.text(in: terminal.language),
            EraseText.reason.text(in: terminal.language),
            EraseText.by.text(in: terminal.language),
        ]
        var table = TextTable(headings.map { ($0, .leading) })
        for erasure in erasures.sorted(by: {
            $0.erasedAtMilliseconds < $1.erasedAtMilliseconds
        }) {
            table.add([
                time(erasure), erasure.caseNumber,
                Identifier.text(erasure.personID + erasure.correctionID + erasure.heldID),
                reason(erasure), erasure.erasedBy,
            ])
        }
        terminal.write(table.text)
    }

    private func time(_ erasure: RegistrationV1.Erasure) -> String {
        "\(Timestamp(millisecondsSinceEpoch: erasure.erasedAtMilliseconds))"
    }

    private func reason(_ erasure: RegistrationV1.Erasure) -> String {
        ErasureReasonText.text(of: erasure.reason)?.text(in: terminal.language) ?? "?"
    }
}

/// An erasure for programs, and for `jatigi erasures repeat`: no personal data.
struct ErasureJSON: Codable {
    struct Form: Codable {
        let source: String
        let sourceKey: String
    }

    let householdID: String
    let personID: String
    let caseNumber: String
    let reason: String
    let erasedBy: String
    let erasedAtMilliseconds: Int64
    let forms: [Form]
    /// Nil where no correction, or nothing held, went alone.
    let correctionID: String?
    let heldID: String?
    /// Of the command that said it, written as ids are; nil where there was none, and in a list of an older program.
    let commandDigest: String?
    /// Of what the household called a person, written so, too.
    let personKeyDigest: String?
    /// Of the key that the digests are under; nil where there are none, and in a list of an older program.
    let digestKeyID: String?

    init(_ erasure: RegistrationV1.Erasure) {
        householdID = Identifier.text(erasure.householdID)
        personID = Identifier.text(erasure.personID)
        caseNumber = erasure.caseNumber
        reason = ErasureReasonText.text(of: erasure.reason)?.rawValue ?? ""
        erasedBy = erasure.erasedBy
        erasedAtMilliseconds = erasure.erasedAtMilliseconds
        forms = erasure.forms.map { Form(source: $0.source, sourceKey: $0.sourceKey) }
        correctionID =
            erasure.correctionID.isEmpty ? nil : Identifier.text(erasure.correctionID)
        heldID = erasure.heldID.isEmpty ? nil : Identifier.text(erasure.heldID)
        commandDigest =
            erasure.commandDigest.isEmpty ? nil : Identifier.text(erasure.commandDigest)
        personKeyDigest =
            erasure.personKeyDigest.isEmpty ? nil : Identifier.text(erasure.personKeyDigest)
        digestKeyID = erasure.digestKeyID.isEmpty ? nil : Identifier.text(erasure.digestKeyID)
    }

    /// The erasure as it was; nil where an id or the reason is none.
    var erasure: RegistrationV1.Erasure? {
        let texts = [
            householdID, personID, correctionID ?? "", heldID ?? "", commandDigest ?? "",
            personKeyDigest ?? "", digestKeyID ?? "",
        ]
        let ids = texts.compactMap { $0.isEmpty ? [] : RecordID(written: $0)?.bytes }
        guard ids.count == texts.count, !householdID.isEmpty || heldID != nil,
            let reason = ErasureReasonText(rawValue: reason)?.reason
        else { return nil }
        return RegistrationV1.Erasure(
            householdID: ids[0], personID: ids[1], caseNumber: caseNumber,
            reason: reason, erasedBy: erasedBy, erasedAtMilliseconds: erasedAtMilliseconds,
            forms: forms.map { .init(source: $0.source, sourceKey: $0.sourceKey) },
            correctionID: ids[2], heldID: ids[3],
            commandDigest: ids[4], personKeyDigest: ids[5], digestKeyID: ids[6])
    }
}

/// What an erasure took, for programs.
struct ErasedJSON: Encodable {
    let isPreview: Bool
    let wasErasedBefore: Bool
    let people: UInt32
    let held: UInt32
    let corrections: UInt32
    let erasure: ErasureJSON

    init(_ answer: RegistrationV1.ErasePersonalDataResponse, isPreview: Bool) {
        self.isPreview = isPreview
        wasErasedBefore = answer.alreadyErased
        people = answer.people
        held = answer.held
        corrections = answer.corrections
        erasure = ErasureJSON(answer.erasure ?? .init())
    }
}
