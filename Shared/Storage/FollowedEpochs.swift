public import Basics

/// The epochs of a followed log, as its events told them.
public struct FollowedEpochs: Sendable {
    /// What a position of the followed log is to its follower.
    public enum Verdict: Sendable, Hashable {
        /// Its event was applied.
        case passed
        /// It is still to come.
        case ahead
        /// The log does not hold it, or not any more: it was restored from a backup made before.
        case lost
    }

    /// First followed sequence of each epoch, in order.
    private let epochs: [(first: UInt64, epoch: RecordID)]

    /// - Parameter epochs: first sequence and id of each, in the order of the sequences.
    public init(_ epochs: [(first: UInt64, epoch: RecordID)]) { self.epochs = epochs }

    /// The verdict on a position; one given before the point that a log was restored to stays valid.
    ///
    /// - Parameter followed: sequence of the last applied event.
    public func verdict(sequence: UInt64, epoch: RecordID, followed: UInt64) -> Verdict {
        if sequence <= followed {
            return epochs.last { $0.first <= sequence }?.epoch == epoch ? .passed : .lost
        }
        // An epoch that a later one has followed gives no sequences any more.
        guard let index = epochs.firstIndex(where: { $0.epoch == epoch }) else { return .ahead }
        return index == epochs.count - 1 ? .ahead : .lost
    }
}
