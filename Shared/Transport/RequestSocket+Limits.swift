extension RequestSocket {
    /// What one client socket bears, each with its reason.
    public struct Limits: Sendable, Hashable {
        /// The largest request and the largest reply, in bytes. nng's own default is no limit. A
        /// larger reply closes its connection, a larger request is not sent.
        public var messageBytesMax = 4 << 20
        /// Requests under way at one time; further ones end with `tooManyInFlight` at once. Each
        /// costs an nng context, opened when it is first needed and then used again.
        public var inFlightMax = 256
        /// The first wait before a lost connection is tried again.
        public var reconnectMin = Duration.milliseconds(100)
        /// The longest such wait, so that a service that is back is found within seconds.
        public var reconnectMax = Duration.seconds(5)

        /// The limits above.
        public init() {}
    }
}
