import Catalogue
import Messages
import Status
import Terminal
import Testing

@Suite struct TerminalExitTests {
    // Both ended with 69, "no connection", so that a script could not tell which of them passes by itself.
    @Test func `a service that asks to come back later is no missing connection`() {
        let rebuilding = RPCError(
            .unavailable, .follower(.rebuilding), arguments: ["service": "registration"],
            retryAfter: .seconds(1))
        #expect(TerminalExit.code(for: rebuilding) == TerminalExit.temporary)
        let nobody = RPCError(.unavailable, .rpc(.unavailable), arguments: ["service": "gateway"])
        #expect(TerminalExit.code(for: nobody) == TerminalExit.unavailable)
        let late = RPCError(.deadlineExceeded, .rpc(.deadlineExceeded))
        #expect(TerminalExit.code(for: late) == TerminalExit.unavailable)
    }

    // It was said twice, the second time behind the field's name in the protocol.
    @Test func `an error of one field is said once, with the field's name`() {
        func error(_ field: String, of reason: MessageKey) -> RPCError {
            RPCError(
                .invalidArgument, .registration(.caseNumberMalformed),
                violations: [RPCV1.Violation(field, reason)])
        }
        let french = Terminal(language: .french)
        let once = french.text(of: error("case_number", of: .registration(.caseNumberMalformed)))
        #expect(once.hasPrefix("numéro de dossier : Numéro de dossier invalide."), "\(once)")
        #expect(!once.contains("\n"))
        let record = french.text(of: error("site.place.code", of: .registration(.required)))
        #expect(record.hasSuffix("\n  place : Cette valeur est obligatoire."), "\(record)")
        let other = french.text(of: error("members[1].case_number", of: .registration(.required)))
        #expect(
            other.hasSuffix("\n  members[1].case_number : Cette valeur est obligatoire."),
            "\(other)")
    }
}
