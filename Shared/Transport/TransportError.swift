import CNNG

/// What went wrong between two programs, without a word of what they were saying.
///
/// The text names the operation and the library's reason; it never holds a payload or a peer's data.
public struct TransportError: Error, Sendable, Hashable {
    /// The kind of failure; open, so that new kinds can be added without breaking a `switch`.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's stable name.
        public let description: String

        private init(_ description: String) {
            self.description = description
        }

        /// The time allowed passed first.
        public static let timedOut = Code("timedOut")
        /// The socket is closed or closing.
        public static let closed = Code("closed")
        /// The connection was lost after the request left; whether it ran is unknown.
        public static let connectionReset = Code("connectionReset")
        /// Nobody listens at the address, or the listener turned this program away.
        public static let refused = Code("refused")
        /// The message is larger than the socket's limit.
        public static let tooLarge = Code("tooLarge")
        /// The caller canceled the request.
        public static let canceled = Code("canceled")
        /// Another listener has the address.
        public static let addressInUse = Code("addressInUse")
        /// The address cannot be parsed or does not exist on this machine.
        public static let invalidEndpoint = Code("invalidEndpoint")
        /// The endpoint would carry personal data in the clear or past the list of allowed peers.
        public static let insecureEndpoint = Code("insecureEndpoint")
        /// The operating system denied the operation.
        public static let permissionDenied = Code("permissionDenied")
        /// A certificate, a key or the peer's proof of identity is not accepted.
        public static let notAuthenticated = Code("notAuthenticated")
        /// As many requests are under way as the socket's limit allows; nothing was sent.
        public static let tooManyInFlight = Code("tooManyInFlight")
        /// Memory or file descriptors have run out.
        public static let outOfResources = Code("outOfResources")
        /// The named listener is not one of this socket's.
        public static let unknownListener = Code("unknownListener")
        /// The peer does not speak the request/reply protocol.
        public static let protocolViolation = Code("protocolViolation")
        /// The library answered with something this module did not expect.
        public static let unexpected = Code("unexpected")
    }

    /// What kind of failure this is.
    public let code: Code
    /// One sentence for a log or an operator.
    public let message: String

    /// Makes an error; the message must not hold personal data.
    public init(code: Code, message: String) {
        self.code = code
        self.message = message
    }

    init(result: Int32, during operation: StaticString) {
        let reason = nng_strerror(result).map { String(cString: $0) } ?? "error \(result)"
        self.init(code: Code(result: result), message: "\(operation): \(reason)")
    }

    static func check(_ result: Int32, _ operation: StaticString) throws(TransportError) {
        guard result == 0 else { throw TransportError(result: result, during: operation) }
    }
}

extension TransportError: CustomStringConvertible {
    /// The code and the message.
    public var description: String { "\(code): \(message)" }
}

extension TransportError.Code {
    init(result: Int32) {
        let knownCodes: [(nng_errno_enum, Self)] = [
            (NNG_ETIMEDOUT, .timedOut), (NNG_ECLOSED, .closed),
            (NNG_ECONNRESET, .connectionReset), (NNG_ECONNSHUT, .connectionReset),
            (NNG_ECONNABORTED, .connectionReset), (NNG_ECONNREFUSED, .refused),
            (NNG_EMSGSIZE, .tooLarge), (NNG_ECANCELED, .canceled),
            (NNG_EADDRINUSE, .addressInUse), (NNG_EADDRINVAL, .invalidEndpoint),
            (NNG_ENOENT, .invalidEndpoint), (NNG_EUNREACHABLE, .refused),
            (NNG_EPERM, .permissionDenied), (NNG_EPEERAUTH, .notAuthenticated),
            (NNG_ECRYPTO, .notAuthenticated), (NNG_ENOMEM, .outOfResources),
            (NNG_ENOFILES, .outOfResources), (NNG_ENOSPC, .outOfResources),
            (NNG_EPROTO, .protocolViolation),
        ]
        let known = knownCodes.first { Int32(bitPattern: $0.0.rawValue) == result }
        self = known?.1 ?? .unexpected
    }
}
