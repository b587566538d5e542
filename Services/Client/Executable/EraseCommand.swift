import ArgumentParser
import Basics
import Catalogue
import Messages
import Operations
import RPC
import Terminal

/// `jatigi erase`: takes a household, or one person of it, out of the record for good, or a record that names people who
/// are in no household.
struct EraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: Translation(
            french: "Efface un ménage, ou une personne, pour toujours.",
            english: "Erase a household, or one person, for good."),
        discussion: Translation(
            french: """
                Montre ce qui disparaît et demande ; --yes répond, --dry-run s'arrête là. Restent les numéros, le jour, le motif et \
                qui l'a fait : une fiche remise de nouveau est refusée. Qui n'est que dans une fiche en attente ou dans une correction, \
                même refusée, s'efface avec elle. Les sauvegardes gardent ce qu'elles tiennent ; après une restauration, lancez \
                « jatigi erasures repeat ».
                """,
            english: """
                Shows what goes and asks; --yes answers, --dry-run stops there. Ids and numbers stay, with the day, the reason and \
                who did it: a form that comes again is refused. Who is only in something held, or in a correction, a declined one \
                too, is erased with that. Backups keep what they hold; after a restore, run 'jatigi erasures repeat'.
                """))

    @Option(
        name: .long,
        help: .text(
            french: "Numéro de dossier, par exemple BDG-00042-X.",
            english: "Case number, e.g. BDG-00042-X."))
    var caseNumber: String?

    @Option(
        name: .long,
        help: .text(
            french: "Identifiant du ménage.",
            english: "The household's id."))
    var householdID: String?

    @Option(
        name: .long,
        help: .text(
            french: "Identifiant d'une personne ; le reste du ménage demeure.",
            english: "A person's id; the others of the household stay."))
    var personID: String?

    @Option(
        name: .long,
        help: .text(
            french: "Identifiant entier d'une correction, qu'un enregistreur lit "
                + "(jatigi corrections --state … --json).",
            english: "A correction's whole id, which a registrar reads "
                + "(jatigi corrections --state … --json)."))
    var correctionID: String?

    @Option(
        name: .long,
        help: .text(
            french: "Identifiant entier d'une fiche en attente, qu'un enregistreur lit "
                + "(jatigi held --json).",
            english: "The whole id of something held, which a registrar reads "
                + "(jatigi held --json)."))
    var heldID: String?

    @Option(
        name: .long,
        help: .text(
            french:
                "Motif : requested (demandé), mistaken (par erreur), danger, expired (délai passé).",
            english: "Reason: requested, mistaken, danger, expired."))
    var reason: String?

    @Flag(
        name: .long,
        help: .text(
            french: "Montre seulement ce qui disparaîtrait.",
            english: "Only show what would go."))
    var dryRun = false

    @Flag(
        name: .long,
        help: .text(
            french: "Efface sans demander.",
            english: "Erase without asking."))
    var yes = false

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        let subjects = [caseNumber, householdID, personID, correctionID, heldID]
        guard subjects.count(where: { $0 != nil }) == 1 else {
            let ways = "--case-number, --household-id, --person-id, --correction-id, --held-id"
            throw ValidationError(
                french: "un seul de : \(ways)", english: "exactly one of: \(ways)")
        }
        guard dryRun || reason != nil else {
            let reasons = ErasureReasonText.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError(
                french: "il manque --reason, l'une de : \(reasons)",
                english: "--reason is missing, one of: \(reasons)")
        }
    }

    func run() async throws {
        let terminal = connection.terminal
        let subject = try subject(terminal)
        let reason = try reason.map { try Self.reason($0, terminal) }
        try await connection.withGateway { client, terminal in
            let service = RegistrationV1.RegistrationService.self
            let preview = try await client.call(
                service.erasePersonalData, .init(subject: subject, preview: true))
            guard let reason, !dryRun else {
                return try tell(preview, isDone: false, terminal)
            }
            // Said again of what is erased, it makes up for a log that could not be emptied then.
            if !yes, !preview.alreadyErased {
                let numbers = ErasureView(terminal: terminal).arguments(of: preview)
                terminal.warn(EraseText.wouldGo.of(preview.erasure), numbers)
                guard try terminal.confirms(EraseText.question.of(preview.erasure), numbers) else {
                    terminal.warn(EraseText.left)
                    throw TerminalExit.partial
                }
            }
            try tell(
                try await client.call(
                    service.erasePersonalData, .init(subject: subject, reason: reason)),
                isDone: true, terminal)
        }
    }

    private func tell(
        _ answer: RegistrationV1.ErasePersonalDataResponse, isDone: Bool, _ terminal: Terminal
    ) throws {
        if connection.json {
            return try terminal.printJSON(ErasedJSON(answer, isPreview: !isDone))
        }
        let view = ErasureView(terminal: terminal)
        guard !answer.alreadyErased else { return view.tell(answer, as: .already) }
        view.tell(answer, as: isDone ? .gone : .wouldGo)
        if isDone { terminal.say(EraseText.backups) }
    }

    private func subject(
        _ terminal: Terminal
    ) throws -> RegistrationV1.ErasePersonalDataRequest.Subject {
        func id(_ text: String) throws -> [UInt8] {
            guard let id = RecordID(written: text) else {
                terminal.warn(EraseText.idMalformed)
                throw TerminalExit.data
            }
            return id.bytes
        }
        if let householdID { return .householdID(try id(householdID)) }
        if let personID { return .personID(try id(personID)) }
        if let correctionID { return .correctionID(try id(correctionID)) }
        if let heldID { return .heldID(try id(heldID)) }
        return .caseNumber(caseNumber ?? "")
    }

    private static func reason(
        _ text: String, _ terminal: Terminal
    ) throws -> RegistrationV1.ErasureReason {
        guard let reason = ErasureReasonText(rawValue: text)?.reason else {
            terminal.warn(EraseText.reasonUnknown)
            throw TerminalExit.usage
        }
        return reason
    }
}
