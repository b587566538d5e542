import ArgumentParser
import Basics
import Catalogue
import ClientSpool
import Messages
import Operations
import RPC
import Terminal

/// How a person who is registered is named on a command line.
///
/// A team knows its batch, the form and the member's place on it, which the receipt turns into an id; a registrar knows
/// the household's number. A correction may change the order of a household's members: so a place in it is looked up at
/// once, and what is kept on the device holds the id. Nobody learns an id by it that their role may not see anyway.
struct PersonOptions: ParsableArguments {
    @Option(
        name: .long,
        help: .text(
            french: "Identifiant de la personne.",
            english: "The person's id."))
    var personID: String?

    @Option(
        name: .long,
        help: .text(
            french:
                "Numéro du lot ; ses premiers caractères suffisent pour un lot de cet appareil.",
            english: "The batch's id; of a batch of this device its first characters are enough."))
    var batch: String?

    @Option(
        name: .long,
        help: .text(
            french: "Numéro de la fiche dans le lot.",
            english: "Number of the form in the batch."))
    var form: String?

    @Option(
        name: .long,
        help: .text(
            french: "Numéro de dossier (agents d'enregistrement ; il faut une connexion).",
            english: "Case number (registrars; needs a connection)."))
    var caseNumber: String?

    @Option(
        name: .long,
        help: .text(
            french:
                "Place de la personne sur la fiche, ou dans le ménage tel que « jatigi household » le montre, à partir de 1.",
            english:
                "Place of the person on the form, or in the household as 'jatigi household' shows it, from 1."
        ))
    var member: Int?

    /// Whether each file names its own person.
    var isWholeBatch: Bool { batch != nil && form == nil && member == nil }

    func validate() throws {
        let ways = [personID, batch, caseNumber].compactMap { $0 }.count
        let isNamed = personID != nil ? form == nil && member == nil : true
        let isMember = caseNumber != nil ? member != nil && form == nil : true
        let isForm = batch != nil ? (form == nil) == (member == nil) : true
        guard ways == 1, isNamed, isMember, isForm, member ?? 1 > 0 else {
            throw ValidationError(
                french: """
                    un seul de : --person-id ; --case-number avec --member ; --batch, avec --form et --member (dès 1) ou \
                    sans les deux
                    """,
                english: """
                    exactly one of: --person-id; --case-number with --member; --batch, with --form and --member (from 1) \
                    or with neither
                    """)
        }
    }

    /// The one person that the options name.
    ///
    /// - Throws: an exit code, after saying why.
    func name(
        _ spool: SpoolOptions, _ connection: ConnectionOptions
    ) async throws -> CapturedPerson {
        let names = try await names([nil], spool, connection)
        guard !isWholeBatch, let name = names.first else {
            throw ValidationError(
                french: "une personne est demandée : --batch avec --form et --member",
                english: "one person is asked for: --batch with --form and --member")
        }
        return name
    }

    /// What the one person may be called by in captures that lie on this device, as far as that is known without the region.
    ///
    /// - Throws: an exit code, after saying why.
    func nameHere(
        _ spool: SpoolOptions, _ connection: ConnectionOptions
    ) async throws -> CapturedPerson {
        if let caseNumber { return .household(caseNumber: caseNumber, member: member ?? 0) }
        return try await name(spool, connection)
    }

    /// A person for each of some names of files; where the options name one it is that one for all.
    ///
    /// - Throws: an exit code, after saying why.
    func names(
        _ files: [MemberName?], _ spool: SpoolOptions, _ connection: ConnectionOptions
    ) async throws -> [CapturedPerson] {
        if let batch {
            let id = try batchID(batch, spool, connection)
            return files.map { file in
                .member(
                    batchID: id, form: form ?? file?.form ?? "",
                    member: member ?? file?.member ?? 0)
            }
        }
        if let personID {
            guard let id = RecordID(written: personID) else {
                connection.terminal.warn(BiometricsText.personUnknown)
                throw TerminalExit.data
            }
            return files.map { _ in .person(id: Self.hexadecimal(id)) }
        }
        let person = try await member(member ?? 0, of: caseNumber ?? "", connection)
        return files.map { _ in person }
    }

    /// Who stands at a place in a household now; says who that is.
    private func member(
        _ member: Int, of caseNumber: String, _ connection: ConnectionOptions
    ) async throws -> CapturedPerson {
        var found: CapturedPerson?
        try await connection.withGateway { client, terminal in
            let answer = try await client.call(
                RegistrationV1.RegistrationService.getHousehold,
                .init(key: .caseNumber(caseNumber)))
            let members = answer.household?.members ?? []
            guard members.indices.contains(member - 1),
                let id = RecordID(bytes: members[member - 1].personID)
            else {
                terminal.warn(BiometricsText.personUnknown)
                throw TerminalExit.data
            }
            terminal.warn(
                BiometricsText.member,
                [
                    "number": answer.household?.caseNumber ?? "", "member": "\(member)",
                    "name": TextTable.printable(FieldChange.name(members[member - 1])),
                ])
            found = .person(id: Self.hexadecimal(id))
        }
        guard let found else { throw TerminalExit.software }
        return found
    }

    private func batchID(
        _ batch: String, _ spool: SpoolOptions, _ connection: ConnectionOptions
    ) throws -> String {
        let entries = try spool.list(connection)?.entries ?? []
        let entry = try SpoolSearch(terminal: connection.terminal).entry(batch, in: entries)
        guard let id = RecordID(written: entry?.batchID ?? batch) else {
            connection.terminal.warn(
                BatchText.idMalformed,
                ["batch": TextTable.printable(String(batch.prefix(36)))])
            throw TerminalExit.data
        }
        return Self.hexadecimal(id)
    }

    private static func hexadecimal(_ id: RecordID) -> String {
        id.description.filter { $0 != "-" }
    }
}
