import ArgumentParser
import Basics
import Biometrics
import Catalogue
import Messages
import Operations
import RPC
import Status
import Terminal

/// `jatigi biometrics`: fingerprints of people who are registered and agreed to give them.
struct BiometricsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "biometrics",
        abstract: Translation(
            french: "Remet ou efface des empreintes digitales.",
            english: "Hand in fingerprints, or have them deleted."),
        discussion: Translation(
            french: """
                Les empreintes ne servent qu'à reconnaître une personne. Elles ne sont jamais exigées : un enregistrement est complet \
                sans elles. La région les garde chiffrées et n'en rend aucune.
                """,
            english: """
                Fingerprints serve to recognise a person, and nothing else. They are never required: a registration is whole \
                without them. The region keeps them encrypted and gives none back.
                """),
        subcommands: [
            BiometricsAddCommand.self, BiometricsStatusCommand.self, BiometricsForgetCommand.self,
        ])
}

/// `jatigi biometrics add`: hands in files of a scanner.
struct BiometricsAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: Translation(
            french: "Remet des fichiers de minuties (ISO/IEC 19794-2:2005).",
            english: "Hand in minutiae files (ISO/IEC 19794-2:2005)."),
        discussion: Translation(
            french: """
                D'une personne : tous les fichiers donnés. De tout un lot : --batch et un dossier dont les fichiers s'appellent \
                FICHE_MEMBRE.fmr ou FICHE_MEMBRE_DOIGT.fmr, par exemple 17_2_right-index.fmr pour le deuxième membre de la fiche 17. \
                Recommencer ne change rien. Effacez les fichiers du lecteur une fois remis.
                """,
            english: """
                Of one person: all files that are given. Of a whole batch: --batch and a folder whose files are called \
                FORM_MEMBER.fmr or FORM_MEMBER_FINGER.fmr, e.g. 17_2_right-index.fmr for the second member of form 17. \
                Doing it again changes nothing. Delete the scanner's files once they are handed in.
                """))

    @OptionGroup var person: PersonOptions

    @Option(
        name: .long,
        help: .text(
            french:
                "Le doigt, si le fichier ne le dit pas : right-thumb right-index right-middle right-ring right-little left-thumb …",
            english:
                "The finger, where the file does not say: right-thumb right-index right-middle right-ring right-little left-thumb …"
        ))
    var finger: String?

    @Option(
        name: .long,
        help: .text(
            french:
                "Jour où la personne, ou qui parle pour un enfant, a donné son accord, comme 2026-03-31.",
            english:
                "Day on which the person, or who speaks for a child, agreed, such as 2026-03-31.")
    )
    var consentedOn: String

    @Argument(
        help: .text(
            french: "Fichiers de minuties, ou un dossier avec --batch.",
            english: "Minutiae files, or a folder with --batch."))
    var files: [String]

    @OptionGroup var spool: SpoolOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let terminal = connection.terminal
        let consent = try consent(terminal)
        // What is wrong in a file is told before anything is sent.
        let captures = try captures(terminal)
        try await connection.withGateway { client, terminal in
            let people = try await person.find(
                captures.map(\.name), spool, connection, client, terminal)
            var results: [BiometricsJSON] = []
            // Also where one of them ends it: what was sent before is told.
            defer { if connection.json { try? terminal.printJSON(results) } }
            for (capture, person) in zip(captures, people) {
                guard let person else { continue }
                let request = DeduplicationV1.SubmitFingerprintsRequest(
                    personID: person.id, record: capture.record, finger: capture.finger,
                    consentedAtMilliseconds: consent, position: person.position)
                guard let answer = try await submit(request, capture, client, terminal) else {
                    continue
                }
                let result = BiometricsJSON(capture.path, person.id, answer)
                if !connection.json { BiometricsView(terminal: terminal).tell(result, answer) }
                results.append(result)
            }
            if results.count < captures.count {
                throw results.isEmpty ? TerminalExit.data : TerminalExit.partial
            }
        }
    }

    /// Nil, after saying why, where the region does not take one file and may take the next.
    private func submit(
        _ request: DeduplicationV1.SubmitFingerprintsRequest, _ capture: FingerCapture,
        _ client: RPCClient, _ terminal: Terminal
    ) async throws -> DeduplicationV1.SubmitFingerprintsResponse? {
        do throws(RPCError) {
            return try await client.call(
                DeduplicationV1.BiometricsService.submitFingerprints, request)
        } catch {
            guard error.code == .notFound || error.code == .invalidArgument else { throw error }
            terminal.warn("\(TextTable.printable(capture.path)): \(terminal.text(of: error))")
            return nil
        }
    }

    private func consent(_ terminal: Terminal) throws -> Int64 {
        guard let day = CalendarDate(consentedOn), day <= CalendarDate(Timestamp.now()),
            let moment = Timestamp("\(day)T00:00:00Z")
        else {
            terminal.warn(ClientText.dayUnreadable, ["option": "--consented-on"])
            throw TerminalExit.data
        }
        return moment.millisecondsSinceEpoch
    }

    private func captures(_ terminal: Terminal) throws -> [FingerCapture] {
        let named = try finger.map { code in
            guard let finger = FingerPosition(code: code) else {
                let codes = FingerPosition.allCases.map(\.code).joined(separator: " ")
                terminal.warn(
                    BiometricsText.fingerUnknown,
                    ["finger": TextTable.printable(String(code.prefix(32))), "fingers": codes])
                throw TerminalExit.data
            }
            return finger
        }
        return try FingerCapture.read(
            files, ofWholeBatch: person.isWholeBatch, finger: named, terminal)
    }
}

/// `jatigi biometrics status`: which fingers are kept.
struct BiometricsStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: Translation(
            french: "Dit quels doigts d'une personne sont gardés, et s'ils ont été comparés.",
            english: "Say which fingers of a person are kept, and whether they were compared."))

    @OptionGroup var person: PersonOptions
    @OptionGroup var spool: SpoolOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withGateway { client, terminal in
            let id = try await person.findOne(spool, connection, client, terminal).id
            let answer = try await client.call(
                DeduplicationV1.BiometricsService.getFingerprintStatus, .init(personID: id))
            if connection.json {
                try terminal.printJSON(BiometricsStatusJSON(id, answer))
            } else {
                BiometricsView(terminal: terminal).tell(answer)
            }
        }
    }
}

/// `jatigi biometrics forget`: consent was withdrawn.
struct BiometricsForgetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: Translation(
            french: "Efface les empreintes d'une personne qui retire son accord.",
            english: "Delete the fingerprints of a person who withdraws consent."))

    @OptionGroup var person: PersonOptions
    @OptionGroup var spool: SpoolOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withGateway { client, terminal in
            let id = try await person.findOne(spool, connection, client, terminal).id
            let answer = try await client.call(
                DeduplicationV1.BiometricsService.forgetFingerprints, .init(personID: id))
            if connection.json {
                try terminal.printJSON(["forgotten": answer.forgotten])
            } else {
                terminal.say(BiometricsText.forgotten, ["count": "\(answer.forgotten)"])
            }
        }
    }
}
