import Access
public import Logging
import Messages
public import RPC
public import Status

/// Logs every call that failed through a fault of the system or ran out of time, and all calls at debug level: method,
/// request id, status, time; never a payload, never who is registered.
public final class CallLog: ServerInterceptor {
    private let logger: Logger

    /// Makes a log of calls.
    public init(logger: Logger) { self.logger = logger }

    /// Writes the line.
    public func end(_ call: Call, error: RPCError?, elapsed: Duration) {
        let level = Self.level(of: error)
        guard logger.logLevel <= level else { return }
        var metadata: Logger.Metadata = [
            "method": "\(call.method.prefix(128))",
            "request": "\(Self.hex(call.requestID))",
            "microseconds": "\(Int64(elapsed / .microseconds(1)))",
        ]
        if let error {
            metadata["status"] = "\(error.code)"
            metadata["reason"] = "\(error.details.reason)"
            if !error.cause.isEmpty { metadata["cause"] = "\(error.cause)" }
        }
        if let claims = call.claims { metadata["subject"] = "\(claims.subject)" }
        logger.log(level: level, "call", metadata: metadata)
    }

    static func level(of error: RPCError?) -> Logger.Level {
        switch error?.code {
        case .internal, .dataLoss, .unknown: .error
        case .unavailable, .deadlineExceeded, .resourceExhausted, .permissionDenied,
            .unauthenticated:
            .warning
        default: .debug
        }
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.prefix(16).reduce(into: "") { text, byte in
            text += String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }
    }
}
