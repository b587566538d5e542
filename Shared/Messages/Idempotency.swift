/// What a caller may assume of calling a method twice; `google.protobuf.MethodOptions.IdempotencyLevel`.
public enum Idempotency: Hashable, Sendable {
    /// Nothing: a call whose answer was lost must not be sent again.
    case unknown
    /// The method only reads: it may be sent again, and to another replica.
    case noSideEffects
    /// Twice has the effect of once: it may be sent again with the same request id.
    case idempotent
}
