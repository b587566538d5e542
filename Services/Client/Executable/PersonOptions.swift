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
/// the household's number. Nobody learns an id by it that their role may not see anyway.
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
            french: "Numéro de ménage (agents d'enregistrement).",
            english: "Case number (registrars)."))
    var caseNumber: String?

    @Option(
        name: .long,
        help: .text(
            french: "Place de la personne sur la fiche, à partir de 1.",
            english: "Place of the person on the form, from 1."))
    var member: Int?

    /// A person, and the position of the receipt that named them.
    struct Found {
        let id: [UInt8]
        var position: CommonV1.LogPosition?
    }

    /// Whether each file names its own person.
    var isWholeBatch: Bool { batch != nil && form == nil && member == nil }

    func validate() throws {
        let ways = [personID, batch, caseNumber].compactMap { $0 }.count
        let isNamed = personID != nil ? form == nil && member == nil : true
        let isMember = caseNumber != nil ? member != nil && form == nil : true
        let isForm = batch != nil ? (form == nil) == (member == nil) : true
        guard ways == 1, isNamed, isMember, isForm, member ?? 1 > 0 else {
            throw ValidationError(
                "--person-id | --batch --form --member | --case-number --member")
        }
    }

    /// The one person that the options name.
    ///
    /// - Throws: an exit code, after saying why; failures of the call.
    func findOne(
        _ spool: SpoolOptions, _ connection: ConnectionOptions, _ client: RPCClient,
        _ terminal: Terminal
    ) async throws -> Found {
        guard !isWholeBatch else {
            throw ValidationError("--batch --form --member")
        }
        let found = try await find([nil], spool, connection, client, terminal)
        guard let first = found.first.flatMap({ $0 }) else { throw TerminalExit.data }
        return first
    }

    /// A person for each of some names of files; where the options name one it is that one for all. Nil, after saying why,
    /// for a form that has no such member.
    ///
    /// - Throws: an exit code, after saying why; failures of the call.
    func find(
        _ names: [MemberName?], _ spool: SpoolOptions, _ connection: ConnectionOptions,
        _ client: RPCClient, _ terminal: Terminal
    ) async throws -> [Found?] {
        if let batch {
            let receipt = try await receipt(batch, spool, connection, client, terminal)
            return names.map { name in
                Self.member(
                    member ?? name?.member ?? 0, of: form ?? name?.form ?? "", receipt, terminal)
            }
        }
        let found = Found(id: try await id(client, terminal))
        return names.map { _ in found }
    }

    private func id(_ client: RPCClient, _ terminal: Terminal) async throws -> [UInt8] {
        if let personID {
            guard let id = RecordID(written: personID) else {
                throw Self.unknown(terminal)
            }
            return id.bytes
        }
        let answer = try await client.call(
            RegistrationV1.RegistrationService.getHousehold,
            .init(key: .caseNumber(caseNumber ?? "")))
        let members = answer.household?.members ?? []
        guard let member, members.indices.contains(member - 1) else {
            throw Self.unknown(terminal)
        }
        return members[member - 1].personID
    }

    private func receipt(
        _ batch: String, _ spool: SpoolOptions, _ connection: ConnectionOptions,
        _ client: RPCClient, _ terminal: Terminal
    ) async throws -> RegistrationV1.Receipt {
        let entries = try spool.list(connection)?.entries ?? []
        let entry = try SpoolSearch(terminal: terminal).entry(batch, in: entries)
        guard let id = RecordID(written: entry?.batchID ?? batch) else {
            terminal.warn(
                BatchText.idMalformed,
                ["batch": TextTable.printable(String(batch.prefix(36)))])
            throw TerminalExit.data
        }
        let status = try await BatchLookup(client: client).batch(id).status
        guard let receipt = status.receipt else { throw TerminalExit.software }
        return receipt
    }

    private static func member(
        _ member: Int, of form: String, _ receipt: RegistrationV1.Receipt, _ terminal: Terminal
    ) -> Found? {
        let people = receipt.results.first { $0.sourceKey == form }?.personIDs ?? []
        guard people.indices.contains(member - 1), !people[member - 1].isEmpty else {
            terminal.warn(
                BiometricsText.memberUnknown,
                [
                    "form": TextTable.printable(String(form.prefix(64))), "member": "\(member)",
                ])
            return nil
        }
        return Found(id: people[member - 1], position: receipt.position)
    }

    private static func unknown(_ terminal: Terminal) -> ExitCode {
        terminal.warn(BiometricsText.personUnknown)
        return TerminalExit.data
    }
}
