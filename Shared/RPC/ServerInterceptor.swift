public import Status

/// Something that happens around every call: authentication, metrics, logs.
///
/// Interceptors run on the thread that received the call and must not block.
public protocol ServerInterceptor: AnyObject, Sendable {
    /// Before the handler, in order; throwing refuses the call.
    func begin(_ call: inout Call) throws(RPCError)

    /// After the handler, in reverse order, and also for refused calls. `error` is nil where the
    /// call succeeded.
    func end(_ call: Call, error: RPCError?, elapsed: Duration)
}

extension ServerInterceptor {
    /// Lets every call pass.
    public func begin(_ call: inout Call) throws(RPCError) {}

    /// Does nothing.
    public func end(_ call: Call, error: RPCError?, elapsed: Duration) {}
}
