import Access
import ArgumentParser
import Basics
import Biometrics
import Catalogue
import ClientSpool
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
                Sans connexion, elles sont gardées ici, scellées, et « jatigi sync » les envoie (--device-key, --biometrics-key). \
                Recommencer ne change rien. Effacez les fichiers du lecteur ensuite.
                """,
            english: """
                Of one person: all files that are given. Of a whole batch: --batch and a folder whose files are called \
                FORM_MEMBER.fmr or FORM_MEMBER_FINGER.fmr, e.g. 17_2_right-index.fmr for the second member of form 17. \
                Without a connection they are kept here, sealed, and 'jatigi sync' sends them (--device-key, --biometrics-key). \
                Doing it again changes nothing. Delete the scanner's files then.
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

    @Option(
        name: .long,
        help: .text(
            french:
                "Retrait de l'accord après lequel la personne l'a donné de nouveau, comme « jatigi biometrics status » le dit.",
            english:
                "The withdrawal of consent after which the person agreed again, as 'jatigi biometrics status' tells it."
        ))
    var afterWithdrawal: String?

    @Option(
        name: .long,
        help: .text(
            french:
                "Clé publique de la région pour les empreintes. Environnement : JATIGI_BIOMETRICS_KEY.",
            english: "The region's public key for fingerprints. Environment: JATIGI_BIOMETRICS_KEY."
        ))
    var biometricsKey: String?

    @Argument(
        help: .text(
            french: "Fichiers de minuties, ou un dossier avec --batch.",
            english: "Minutiae files, or a folder with --batch."))
    var files: [String]

    @OptionGroup var spool: SpoolOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        // It is one person's.
        guard afterWithdrawal == nil || !person.isWholeBatch else {
            throw ValidationError(
                french:
                    "--after-withdrawal vaut pour une personne : --batch avec --form et --member",
                english: "--after-withdrawal is for one person: --batch with --form and --member")
        }
    }

    func run() async throws {
        let terminal = connection.terminal
        let consent = try consent(terminal)
        let withdrawal = try withdrawal(terminal)
        // What is wrong in a file is told before anything is kept or sent.
        let files = try captures(terminal)
        let people = try await person.names(files.map(\.name), spool, connection)
        let captures = try spool.captures(connection)
        let items = try items(files, people, consent, after: withdrawal, captures)
        let isKept = items.contains { $0.kept != nil }
        if !isKept { terminal.warn(BiometricsText.nothingKept) }
        var sending = FingerprintSending(
            terminal: terminal, json: connection.json, captures: captures)
        do {
            try await connection.withGateway { client, _ in
                try await sending.send(items, over: client)
            }
        } catch {
            if isKept { try terminal.tellKept(captures) }
            if connection.json { try terminal.printJSON(sending.results) }
            throw error
        }
        if connection.json { try terminal.printJSON(sending.results) }
        guard sending.results.count < items.count else { return }
        if isKept { try terminal.tellKept(captures) }
        throw sending.results.isEmpty ? TerminalExit.data : TerminalExit.partial
    }

    /// The captures as they go: sealed and kept first, where this device has keys for that.
    private func items(
        _ files: [FingerCapture], _ people: [CapturedPerson], _ consent: Int64,
        after withdrawal: Int64, _ captures: CaptureSpool
    ) throws -> [FingerprintSending.Item] {
        let keys = try spool.biometricKeys(biometricsKey, connection)
        let items = try zip(files, people).map { file, person in
            let capture = DeduplicationV1.FingerCapture(
                record: file.record, finger: file.finger, consentedAtMilliseconds: consent,
                afterWithdrawalMilliseconds: withdrawal)
            guard let keys else {
                return FingerprintSending.Item(
                    fileName: file.fileName, person: person, content: .capture(capture))
            }
            let box = try SealedBox.seal(
                try capture.encoded(), from: keys.device, to: keys.region)
            return FingerprintSending.Item(
                fileName: file.fileName, person: person, content: .sealedCapture(box),
                kept: KeptCapture(
                    box, of: person, fileName: file.fileName,
                    storedAtMilliseconds: Timestamp.now().millisecondsSinceEpoch))
        }
        do {
            try captures.store(items.compactMap(\.kept))
        } catch {
            throw connection.terminal.told(error)
        }
        return items
    }

    private func consent(_ terminal: Terminal) throws -> Int64 {
        guard let day = CalendarDate(consentedOn), day <= CalendarDate(Timestamp.now()),
            let moment = Timestamp("\(day)T00:00:00Z")
        else {
            terminal.warn(ClientText.dayUnreadable, ["option": "--consented-on"])
            throw TerminalExit.usage
        }
        return moment.millisecondsSinceEpoch
    }

    /// 0 where none is named.
    private func withdrawal(_ terminal: Terminal) throws -> Int64 {
        guard let afterWithdrawal else { return 0 }
        guard let moment = Timestamp(afterWithdrawal) else {
            terminal.warn(BiometricsText.withdrawalUnreadable)
            throw TerminalExit.usage
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
                throw TerminalExit.usage
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
        let name = try await person.name(spool, connection)
        try await connection.withGateway { client, terminal in
            let id = try await client.find(name, terminal)
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
        // What waits here is gone whether the region can be reached or not.
        let nameHere = try await person.nameHere(spool, connection)
        try forgetHere(nameHere)
        // But for what is kept by an id that only the region tells.
        let name = try await person.name(spool, connection)
        if name != nameHere { try forgetHere(name) }
        try await connection.withGateway { client, terminal in
            let id = try await client.find(name, terminal)
            let answer = try await client.call(
                DeduplicationV1.BiometricsService.forgetFingerprints, .init(personID: id))
            if connection.json {
                try terminal.printJSON(["forgotten": answer.forgotten])
            } else {
                terminal.say(BiometricsText.forgotten, ["count": "\(answer.forgotten)"])
            }
        }
    }

    private func forgetHere(_ name: CapturedPerson) throws {
        let captures = try spool.captures(connection)
        do {
            let own = try captures.list().captures.filter { $0.person == name }
            for capture in own { try captures.remove(capture) }
            guard !own.isEmpty else { return }
            connection.terminal.warn(
                BiometricsText.forgottenHere, ["count": "\(own.count)"])
        } catch {
            throw connection.terminal.told(error)
        }
    }
}

extension RPCClient {
    /// The id of a person.
    ///
    /// - Throws: an exit code, after saying why; failures of the call.
    fileprivate func find(_ person: CapturedPerson, _ terminal: Terminal) async throws -> [UInt8] {
        var lookup = PersonLookup(client: self)
        guard let found = try await lookup.find(person) else {
            terminal.warn(BiometricsText.personUnknown)
            throw TerminalExit.data
        }
        return found.id
    }
}
