import Catalogue
import Messages
public import Status
public import Validation

extension Findings {
    /// Ends in `INVALID_ARGUMENT` with every wrong field, where there is one.
    public func throwIfAny() throws(RPCError) {
        guard !rejections.isEmpty else { return }
        throw RPCError(.invalidArgument, .directory(.recordInvalid), violations: rejections)
    }
}
