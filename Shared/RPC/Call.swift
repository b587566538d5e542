public import Access
import Catalogue
import Messages
import Status

/// What a handler knows about the call that it answers.
public struct Call: Sendable {
    /// The request as it came.
    let envelope: RPCV1.Request
    /// Who calls; nil only for public methods.
    public internal(set) var claims: Claims?
    /// When the request arrived.
    public let startedAt: ContinuousClock.Instant

    init(_ envelope: RPCV1.Request, startedAt: ContinuousClock.Instant) {
        self.envelope = envelope
        self.startedAt = startedAt
    }

    /// Full method name, "package.Service/Method".
    public var method: String { envelope.method }
    /// 16 bytes, the same for every retry.
    public var requestID: [UInt8] { envelope.requestID }
    /// W3C Trace Context; empty where there is none.
    public var traceparent: String { envelope.traceparent }
    /// The region that the caller meant; empty for this one.
    public var region: String { envelope.region }
    /// The token as it came, to be forwarded.
    public var authorization: String { envelope.authorization }

    /// When the caller stops waiting.
    public var deadline: ContinuousClock.Instant {
        startedAt + .milliseconds(Int64(envelope.timeoutMilliseconds))
    }

    /// The method's area, by which services are called: "registration" of "jatigi.registration.v1.…".
    var area: String {
        let parts = method.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        return parts.count == 3 ? String(parts[1].prefix(64)) : ""
    }

    /// The caller, or `UNAUTHENTICATED`; every method that is not public has one.
    public var caller: Claims {
        get throws(RPCError) {
            guard let claims else { throw RPCError(.unauthenticated, .access(.missingToken)) }
            return claims
        }
    }

    /// What is left of the caller's time, for the calls that this one makes; zero when it is over.
    public var remaining: Duration {
        max(.zero, deadline - .now)
    }
}
