import Catalogue
import Logging
import Messages
import Status
import Testing

@testable import Operations

@Suite struct CallLogTests {
    @Test(arguments: [
        (RPCV1.StatusCode.internal, Logger.Level.error), (.dataLoss, .error), (.unknown, .error),
        (.deadlineExceeded, .warning), (.unavailable, .warning), (.resourceExhausted, .warning),
        (.permissionDenied, .warning), (.unauthenticated, .warning), (.invalidArgument, .debug),
        (.notFound, .debug),
    ])
    func `a call that failed by the system's fault is seen without the debug level`(
        code: RPCV1.StatusCode, level: Logger.Level
    ) {
        #expect(CallLog.level(of: RPCError(code, .rpc(.cancelled))) == level)
        #expect(CallLog.level(of: nil) == .debug)
    }
}
