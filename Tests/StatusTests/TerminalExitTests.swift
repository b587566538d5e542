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
}
