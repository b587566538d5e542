public import ArgumentParser
import Messages
public import Status

/// Exit codes of the command line programs, after sysexits.h.
///
/// | code | meaning |
/// |---|---|
/// | 0 | done |
/// | 1 | done in part: some households were refused, or a service is not well |
/// | 64 | the command line is wrong |
/// | 65 | the file cannot be used |
/// | 69 | no connection; nothing was lost |
/// | 70 | a fault of the program |
/// | 74 | the output could not be written |
/// | 75 | try again later: a service is not ready or has too much to do |
/// | 77 | the token is refused, or its role may not do this |
/// | 78 | the configuration is wrong |
public enum TerminalExit {
    /// Done in part.
    public static let partial = ExitCode(1)
    /// The command line is wrong (EX_USAGE).
    public static let usage = ExitCode(64)
    /// The file cannot be used (EX_DATAERR).
    public static let data = ExitCode(65)
    /// No connection (EX_UNAVAILABLE).
    public static let unavailable = ExitCode(69)
    /// A fault of the program (EX_SOFTWARE).
    public static let software = ExitCode(70)
    /// Try again later (EX_TEMPFAIL).
    public static let temporary = ExitCode(75)
    /// The token is refused (EX_NOPERM).
    public static let permission = ExitCode(77)
    /// The configuration is wrong (EX_CONFIG).
    public static let configuration = ExitCode(78)

    /// The code for a failed call.
    public static func code(for error: RPCError) -> ExitCode {
        switch error.code {
        // Somebody answered, and says when to come back: a service that starts, rebuilds or stops.
        case .unavailable where error.retryAfter > .zero: temporary
        case .unavailable, .deadlineExceeded: unavailable
        case .resourceExhausted, .aborted: temporary
        case .unauthenticated, .permissionDenied: permission
        case .invalidArgument, .notFound, .failedPrecondition, .outOfRange, .alreadyExists: data
        default: software
        }
    }
}
