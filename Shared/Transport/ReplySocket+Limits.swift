extension ReplySocket {
    /// What one server socket bears, each with its reason.
    public struct Limits: Sendable, Hashable {
        /// The largest request and the largest reply, in bytes. nng's own default is no limit, so
        /// that one peer could fill the memory. A larger request closes its connection.
        public var messageBytesMax = 4 << 20
        /// Connections at one time over all listeners; further ones are closed before a byte of
        /// theirs is read. Each costs a file descriptor and buffers.
        public var connectionsMax = 256
        /// Requests that are being handled, or whose reply is being sent, at one time; further ones
        /// wait in nng. Each costs an nng context.
        public var exchangesMax = 64
        /// How long a reply waits for a peer that does not read, before its connection is closed.
        /// nng's own default is for ever.
        public var sendTimeout = Duration.seconds(5)
        /// The same while at least half of the exchanges wait so: a peer that does not read must
        /// not hold the others up for long. Not longer than `sendTimeout`.
        public var congestedSendTimeout = Duration.seconds(1)
        /// How long `close()` waits: half of the 10 s that a service manager commonly allows.
        public var closeTimeout = Duration.seconds(5)

        /// The limits above.
        public init() {}
    }
}
