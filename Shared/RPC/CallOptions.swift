/// How one call is made.
public struct CallOptions: Sendable {
    /// The time that the caller has. Never more than 600 s.
    public var timeout: Duration
    /// Token; nil takes the client's own.
    public var authorization: String?
    /// W3C Trace Context; empty for none.
    public var traceparent: String
    /// Region whose services are meant; empty for the callee's own.
    public var region: String
    /// When to try again.
    public var retry: RetryPolicy

    /// Makes options for a call that starts here.
    public init(
        timeout: Duration = .seconds(10), authorization: String? = nil, traceparent: String = "",
        region: String = "", retry: RetryPolicy = RetryPolicy()
    ) {
        self.timeout = timeout
        self.authorization = authorization
        self.traceparent = traceparent
        self.region = region
        self.retry = retry
    }

    /// Makes options for a call on behalf of another: its token, its trace and what is left of its
    /// time.
    public init(continuing call: Call) {
        self.init(
            timeout: call.remaining, authorization: call.authorization,
            traceparent: call.traceparent, region: call.region)
    }
}
