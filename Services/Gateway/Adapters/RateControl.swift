import Access
import GatewayCore
import RPC
import Status
import Synchronization

/// Admits calls by each subject's rate, as an interceptor that stands behind authentication.
final class RateControl: ServerInterceptor {
    private let rate = Mutex(CallRate())

    func begin(_ call: inout Call) throws(RPCError) {
        guard let subject = call.claims?.subject else { return }
        let now = call.startedAt
        let refusal = rate.withLock { rate -> CallRate.Refusal? in
            do throws(CallRate.Refusal) {
                try rate.take(subject, at: now)
                return nil
            } catch {
                return error
            }
        }
        if let refusal { throw RPCError.overloaded(retryAfter: refusal.retryAfter) }
    }
}
