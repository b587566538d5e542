import Basics
import Messages
import Operations
import Status

/// What was learnt of one program.
struct StatusRow: Sendable {
    /// Its state; of a program that did not answer its name and region alone.
    let program: HealthV1.ProgramStatus
    /// Why it did not answer; nil where it did.
    let failure: RPCError?

    init(_ program: HealthV1.ProgramStatus, failure: RPCError? = nil) {
        self.program = program
        self.failure = failure
    }

    /// Whether it did not answer because of whoever asked.
    var isRefused: Bool {
        failure?.code == .unauthenticated || failure?.code == .permissionDenied
    }

    /// Whether it serves, follows, has nothing quarantined, and holds nothing that must be renewed.
    func isWell(at now: Timestamp) -> Bool {
        program.status == .serving && program.statusReason.isEmpty
            && program.followers.allSatisfy {
                $0.quarantinedEvents == 0 && $0.lastFailureReason.isEmpty
            }
            && !Renewal.isDue(expiry: program.certificateExpiresAtMilliseconds, at: now)
            && !Renewal.isDue(expiry: program.tokenExpiresAtMilliseconds, at: now)
    }
}
