public import Catalogue
import Messages
public import Status

/// Checks of single request fields that every service needs.
public enum Field {
    /// `INVALID_ARGUMENT` for one field.
    public static func invalid(
        _ field: String, _ reason: MessageKey, _ arguments: [String: String] = [:]
    ) -> RPCError {
        RPCError(
            .invalidArgument, reason, arguments: arguments,
            violations: [RPCV1.Violation(field, reason, arguments)])
    }

    /// The id, or `INVALID_ARGUMENT` where it has not 16 bytes.
    public static func id(_ bytes: [UInt8], _ field: String) throws(RPCError) -> [UInt8] {
        guard bytes.count == 16 else { throw invalid(field, .request(.idMalformed)) }
        return bytes
    }
}
