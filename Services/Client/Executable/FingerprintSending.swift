import ArgumentParser
import Catalogue
import ClientService
import ClientSpool
import Messages
import RPC
import Status
import Terminal

/// Hands captures to the region, one after another: those that lie in the device's spool, sealed, or as they are.
struct FingerprintSending {
    /// A capture on its way.
    struct Item {
        let fileName: String
        let person: CapturedPerson
        let content: DeduplicationV1.SubmitFingerprintsRequest.Content
        /// Where it lies on this device, if it does.
        var kept: KeptCapture?
    }

    let terminal: Terminal
    /// Whether standard output is for a program.
    let json: Bool
    let captures: CaptureSpool
    /// What the region took.
    private(set) var results: [BiometricsJSON] = []

    init(terminal: Terminal, json: Bool, captures: CaptureSpool) {
        self.terminal = terminal
        self.json = json
        self.captures = captures
    }

    /// Sends until all were tried, or an error came that the next one would meet as well. What the region took leaves the
    /// device, and so does what may not be kept, since consent was withdrawn; what else it did not take stays, with the
    /// reason said.
    ///
    /// - Throws: the error that the next one would meet as well.
    mutating func send(_ items: [Item], over client: RPCClient) async throws {
        var lookup = PersonLookup(client: client)
        for item in items {
            do {
                guard let person = try await lookup.find(item.person) else {
                    tellUnknown(item)
                    continue
                }
                let answer = try await client.call(
                    DeduplicationV1.BiometricsService.submitFingerprints,
                    .init(personID: person.id, content: item.content, position: person.position))
                let result = BiometricsJSON(item.fileName, person.id, answer)
                if !json { BiometricsView(terminal: terminal).tell(result, answer) }
                results.append(result)
                if let kept = item.kept { try captures.remove(kept) }
            } catch let error as RPCError {
                let isWithdrawn =
                    error.details.reason == MessageKey.biometrics(.consentWithdrawn).rawValue
                guard error.code == .notFound || error.code == .invalidArgument || isWithdrawn
                else { throw error }
                if isWithdrawn, let kept = item.kept { try captures.remove(kept) }
                terminal.warn(
                    "\(TextTable.printable(item.fileName)): \(terminal.text(of: error))")
            }
        }
    }

    private func tellUnknown(_ item: Item) {
        guard case .member(_, let form, let member) = item.person else {
            return terminal.warn(BiometricsText.personUnknown)
        }
        terminal.warn(
            BiometricsText.memberUnknown,
            ["form": TextTable.printable(String(form.prefix(64))), "member": "\(member)"])
    }
}
