public import Access
import Catalogue
import Messages
public import Status

extension AccessError: RPCErrorConvertible {
    /// `UNAUTHENTICATED`, with the reason why the token is refused.
    public var rpcError: RPCError {
        switch code {
        case .expired: RPCError(.unauthenticated, .access(.expired))
        case .notYetValid: RPCError(.unauthenticated, .access(.notYetValid))
        case .revoked: RPCError(.unauthenticated, .access(.revoked))
        case .unknownKey: RPCError(.unauthenticated, .access(.unknownKey))
        case .forgedToken: RPCError(.unauthenticated, .access(.forged))
        default: RPCError(.unauthenticated, .access(.malformed))
        }
    }
}
