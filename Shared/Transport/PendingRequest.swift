/// A request under way, for canceling it. Letting it go changes nothing.
public struct PendingRequest: Sendable {
    /// `nil` when the request never started.
    let context: RequestContext?
    let turn: UInt64

    /// Gives the request up; its completion gets `canceled`, unless an outcome was there first.
    ///
    /// The server may have run it all the same. Calling it again, or too late, does nothing.
    public func cancel() {
        context?.cancel(turn: turn)
    }
}
