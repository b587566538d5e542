public import Catalogue
public import Messages

/// A failed call: one of gRPC's canonical status codes, and why as data.
///
/// What people read is rendered from ``details`` by the catalogue, in their language; ``message``
/// is English, for developers and logs. Neither ever holds personal data.
public struct RPCError: Error, Sendable, Hashable {
    /// The canonical status code; never OK.
    public var code: RPCV1.StatusCode
    /// English, for developers.
    public var message: String
    /// Catalogue key, named arguments, wrong fields, and how long to wait.
    public var details: RPCV1.ErrorDetails

    /// Makes an error from a catalogue key.
    ///
    /// - Parameter retryAfter: how long to wait before trying again; zero where that is no help.
    public init(
        _ code: RPCV1.StatusCode,
        _ reason: MessageKey,
        arguments: [String: String] = [:],
        violations: [RPCV1.Violation] = [],
        retryAfter: Duration = .zero
    ) {
        assert(reason.isComplete(with: arguments), "\(reason.rawValue) lacks an argument")
        self.code = code
        self.message = reason.text(in: .english, arguments: arguments)
        self.details = RPCV1.ErrorDetails(
            reason: reason.rawValue,
            arguments: arguments.sorted { $0.key < $1.key }.map {
                RPCV1.Argument(name: $0.key, value: $0.value)
            },
            violations: Array(violations.prefix(Self.violationsMax)),
            // Rounded up: to come back too early is to be refused again.
            retryAfterMilliseconds: UInt32(
                clamping: (retryAfter + .nanoseconds(999_999)).wholeMilliseconds)
        )
    }

    /// Takes the error out of an answer.
    public init(answer: RPCV1.Response) {
        self.code = answer.statusCode
        self.message = answer.message
        self.details = answer.details ?? RPCV1.ErrorDetails()
    }

    /// The most violations that one error reports.
    public static let violationsMax = 256

    /// What every fault of the program itself becomes; the cause goes to the log, not to the
    /// caller.
    public static let `internal` = RPCError(.internal, .rpc(.internalError))

    /// Whether the same call may succeed later without anybody changing anything.
    public var isTransient: Bool {
        switch code {
        case .unavailable, .aborted: true
        // A message that is too large stays so.
        case .resourceExhausted: details.reason != MessageKey.rpc(.tooLarge).rawValue
        default: false
        }
    }

    /// How long the callee asks to wait.
    public var retryAfter: Duration {
        .milliseconds(Int64(details.retryAfterMilliseconds))
    }
}

/// An error of a lower layer that has a meaning for callers.
public protocol RPCErrorConvertible: Error {
    /// The same failure as a canonical status.
    var rpcError: RPCError { get }
}

extension RPCError {
    /// The status of any error: its own, its translation, or `INTERNAL`.
    public init(wrapping error: any Error) {
        switch error {
        case let error as RPCError: self = error
        case let error as any RPCErrorConvertible: self = error.rpcError
        case is CancellationError: self = RPCError(.cancelled, .rpc(.cancelled))
        default: self = .internal
        }
    }
}

extension RPCV1.Violation {
    /// A wrong field, by path and catalogue key.
    public init(_ field: String, _ reason: MessageKey, _ arguments: [String: String] = [:]) {
        assert(reason.isComplete(with: arguments), "\(reason.rawValue) lacks an argument")
        self.init(
            field: field,
            reason: reason.rawValue,
            arguments: arguments.sorted { $0.key < $1.key }.map {
                RPCV1.Argument(name: $0.key, value: $0.value)
            }
        )
    }
}

extension MessageKey {
    /// Whether the text finds every argument that it names.
    func isComplete(with arguments: [String: String]) -> Bool {
        argumentNames().isSubset(of: arguments.keys)
    }
}

extension Duration {
    /// The whole milliseconds in it, rounded towards zero.
    package var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    }

    /// The whole microseconds in it, rounded towards zero.
    package var wholeMicroseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    }
}
