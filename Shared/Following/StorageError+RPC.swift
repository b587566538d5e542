import Catalogue
import Messages
public import Status
public import Storage

extension StorageError: RPCErrorConvertible {
    /// The failure as callers see it; what is not theirs to know stays `INTERNAL`.
    public var rpcError: RPCError {
        switch code {
        case .diskFull: RPCError(.resourceExhausted, .storage(.diskFull), retryAfter: .seconds(60))
        case .busy: RPCError(.unavailable, .storage(.locked), retryAfter: .seconds(1))
        case .overloaded:
            RPCError(
                .resourceExhausted, .rpc(.overloaded), arguments: ["seconds": "1"],
                retryAfter: .seconds(1))
        case .closed: RPCError(.unavailable, .rpc(.unavailable), arguments: ["service": ""])
        case .corrupt, .unreadable: RPCError(.dataLoss, .storage(.corrupt))
        // Nothing is wrong with the request: it succeeds when the disk can be written again.
        case .readOnly: RPCError(.unavailable, .storage(.readOnly), retryAfter: .seconds(60))
        case .dataLoss: RPCError(.dataLoss, .rpc(.dataLoss))
        case .interrupted: RPCError(.cancelled, .rpc(.cancelled))
        default: .internal
        }
    }
}
