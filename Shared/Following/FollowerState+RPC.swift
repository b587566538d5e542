import Basics
import Catalogue
public import Messages
import Status
public import Storage

extension FollowerState {
    /// Refuses to answer from what was made of only a part of the log: at the first start, and
    /// after the log was found to be another one.
    ///
    /// To show the former state meanwhile would be no better: it tells of what the restored log no
    /// longer holds, and decisions made on it would outlive it.
    ///
    /// - Throws: `UNAVAILABLE`, until everything is applied that the log held when its reading began.
    public func requireWhole(in store: some Querying) throws {
        guard try isWhole(in: store) else {
            throw RPCError(
                .unavailable, .follower(.rebuilding), arguments: ["service": source],
                retryAfter: .seconds(1))
        }
    }

    /// What a position that a caller names, from a receipt for one, is to this follower.
    ///
    /// - Throws: `INVALID_ARGUMENT` where its epoch has not 16 bytes.
    public func verdict(
        on position: CommonV1.LogPosition, in store: some Querying
    ) throws -> FollowedEpochs.Verdict {
        // Before the first event there is nothing to wait for and nothing to lose.
        guard position.sequence > 0 else { return position.region == region ? .passed : .lost }
        guard let epoch = RecordID(bytes: position.epoch) else {
            throw RPCError(
                .invalidArgument, .request(.idMalformed),
                violations: [RPCV1.Violation("position.epoch", .request(.idMalformed))])
        }
        return try verdict(
            on: LogPosition(region: position.region, epoch: epoch, sequence: position.sequence),
            in: store)
    }
}
