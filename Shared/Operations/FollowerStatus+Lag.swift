public import Messages

extension HealthV1.FollowerStatus {
    /// Events of the followed log that are still to be applied; nil where that is not known.
    public var lagEvents: UInt64? {
        switch lag {
        case .lagEvents(let count): count
        case nil: nil
        }
    }
}
