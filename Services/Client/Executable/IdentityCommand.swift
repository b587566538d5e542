import ArgumentParser
import Basics
import Catalogue
import Messages
import Operations
import RPC
import Reference
import Terminal

/// `jatigi identity`: which records are one person, and why.
struct IdentityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "identity",
        abstract: Translation(
            french: "Montre les fiches d'une même personne, et ce qui les lie.",
            english: "Show the records of one person, and what holds them together."))

    @Argument(
        help: .text(
            french:
                "Identifiant de la personne, ou numéro de dossier et place dans celui-ci, tel que « jatigi household » le montre : BDG-00042-X:2.",
            english:
                "The person's id, or a case number and the place in the household as 'jatigi household' shows it: BDG-00042-X:2."
        ))
    var person: String

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withGateway { client, terminal in
            let answer = try await client.call(
                DeduplicationV1.DeduplicationService.getIdentity,
                .init(personID: try await personID(client, terminal)))
            let households = try await households(answer, client)
            if connection.json {
                return try terminal.printJSON(IdentityJSON(answer, households))
            }
            terminal.write(
                IdentityView(
                    language: terminal.language, width: TerminalWidth.current,
                    relationships: try connection.referenceIfAny(nil)?.codes(.relationship)
                ).text(answer, households))
        }
    }

    /// The household of the first record beside each other one.
    private func households(
        _ identity: DeduplicationV1.GetIdentityResponse, _ client: RPCClient
    ) async throws -> [HouseholdComparison] {
        var known: Set<[UInt8]> = []
        let ids = identity.records.map(\.householdID).filter { known.insert($0).inserted }
        var comparisons: [HouseholdComparison] = []
        for other in ids.dropFirst() {
            comparisons.append(
                try await HouseholdComparison.read(.init(householdIDs: [ids[0], other]), client))
        }
        return comparisons
    }

    /// - Throws: an exit code, after saying why.
    private func personID(_ client: RPCClient, _ terminal: Terminal) async throws -> [UInt8] {
        if let id = RecordID(written: person) { return id.bytes }
        let parts = person.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let member = Int(parts[1]), member > 0 else {
            terminal.warn(
                IdentityText.personMalformed,
                ["person": TextTable.printable(String(person.prefix(36)))])
            throw TerminalExit.data
        }
        let answer = try await client.call(
            RegistrationV1.RegistrationService.getHousehold,
            .init(key: .caseNumber(String(parts[0]))))
        let members = answer.household?.members ?? []
        guard members.indices.contains(member - 1) else {
            terminal.warn(
                IdentityText.memberUnknown,
                ["number": answer.household?.caseNumber ?? "", "member": "\(member)"])
            throw TerminalExit.data
        }
        return members[member - 1].personID
    }
}
