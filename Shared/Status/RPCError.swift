public import Catalogue
public import Messages

/// A failed call: one of gRPC's canonical status codes, and why as data.
///
/// What people read is rendered from ``details`` by the catalogue, in their language; ``message``
/// is English, for developers and logs. Neither ever holds personal data.
public struct RPCError: Error, Sendable {
    /// The canonical status code; never OK.
    public var code: RPCV1.StatusCode
    /// English, for developers.
    public var message: String
    /// Catalogue key, named arguments, wrong fields, and how long to wait.
    public var details: RPCV1.ErrorDetails
    /// For the log of the program where it arose: what lay beneath it. Never sent, never a value of
    /// a record, and no part of whether two errors are equal.
    public var cause = ""

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

    /// What every fault of the program itself becomes; the ``cause`` goes to the log, not to the
    /// caller, who is given the request's id as a reference to it.
    public static let `internal` = RPCError(
        .internal, .rpc(.internalError), arguments: ["reference": "–"])

    /// The same error with the id of the request that it answers, where its text has room for it.
    public func referring(to requestID: [UInt8]) -> RPCError {
        guard details.reason == MessageKey.rpc(.internalError).rawValue,
            details.arguments.first?.value == "–", !requestID.isEmpty
        else { return self }
        var error = self
        error.details.arguments[0].value = requestID.prefix(16).reduce(into: "") { text, byte in
            text += String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }
        return error
    }

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

extension RPCError: Hashable {
    /// Whether callers would see the same.
    public static func == (one: Self, other: Self) -> Bool {
        one.code == other.code && one.message == other.message && one.details == other.details
    }

    /// Hashes what callers see.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(details)
    }
}

/// An error of a lower layer that has a meaning for callers. Its description says what happened
/// without a value of any record: it is what the log gets.
public protocol RPCErrorConvertible: Error, CustomStringConvertible {
    /// The same failure as a canonical status.
    var rpcError: RPCError { get }
}

extension RPCError {
    /// The status of any error: its own, its translation, or `INTERNAL`; with its cause.
    public init(wrapping error: any Error) {
        switch error {
        case let error as RPCError:
            self = error
        case let error as any RPCErrorConvertible:
            self = error.rpcError
            if cause.isEmpty { cause = error.description }
        case let error as WireError:
            self = .internal
            cause = error.description
        case is CancellationError:
            self = RPCError(.cancelled, .rpc(.cancelled))
        default:
            // Only its type: nobody promises that a foreign description has no personal data in it.
            self = .internal
            cause = "\(type(of: error))"
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
