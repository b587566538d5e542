import Access
import Catalogue
import GatewayCore
import Messages
import RPC
import Status
import Synchronization

/// Admits calls by subject, as an interceptor that stands behind authentication.
final class AdmissionControl: ServerInterceptor {
    private let admission = Mutex(Admission())

    func begin(_ call: inout Call) throws(RPCError) {
        guard let subject = call.claims?.subject else { return }
        let now = call.startedAt
        let refusal = admission.withLock { admission -> Admission.Refusal? in
            do throws(Admission.Refusal) {
                try admission.enter(subject, at: now)
                return nil
            } catch {
                return error
            }
        }
        guard let refusal else {
            call.isAdmitted = true
            return
        }
        throw RPCError(
            .resourceExhausted, .rpc(.overloaded),
            arguments: ["seconds": "\(max(1, refusal.retryAfter.components.seconds))"],
            retryAfter: refusal.retryAfter)
    }

    func end(_ call: Call, error: RPCError?, elapsed: Duration) {
        guard call.isAdmitted, let subject = call.claims?.subject else { return }
        admission.withLock { $0.leave(subject) }
    }
}
