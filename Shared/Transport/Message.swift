import CNNG

/// One message, owned: freed when the value goes, handed over when it is sent.
///
/// The body is what the programs say; nng's own header is never part of it.
public struct Message: ~Copyable, @unchecked Sendable {
    // SAFETY: the value cannot be copied, so one thread at a time owns the pointer; that is all
    // that `Sendable` promises here, and nng's messages are bound to no thread.
    private let pointer: OpaquePointer

    /// Makes a message of `byteCount` zero bytes.
    ///
    /// - Throws: `outOfResources` when there is no memory, `tooLarge` for a negative or absurd size.
    public init(byteCount: Int) throws(TransportError) {
        guard (0...Self.byteCountMax).contains(byteCount) else {
            throw TransportError(code: .tooLarge, message: "no message has \(byteCount) bytes")
        }
        var pointer: OpaquePointer?
        try TransportError.check(nng_msg_alloc(&pointer, byteCount), "message allocation")
        guard let pointer else {
            throw TransportError(code: .outOfResources, message: "no memory for a message")
        }
        self.pointer = pointer
    }

    /// Makes a message that holds a copy of `bytes`; throws as `init(byteCount:)`.
    public init(copying bytes: UnsafeRawBufferPointer) throws(TransportError) {
        try self.init(byteCount: bytes.count)
        withUnsafeMutableBytes { $0.copyMemory(from: bytes) }
    }

    /// Makes a message that holds a copy of `bytes`; throws as `init(byteCount:)`.
    public init(_ bytes: [UInt8]) throws(TransportError) {
        try self.init(byteCount: bytes.count)
        withUnsafeMutableBytes { $0.copyBytes(from: bytes) }
    }

    init(adopting pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        nng_msg_free(pointer)
    }

    /// What one allocation may ask for: 1 GiB, far over every socket's own limit.
    static let byteCountMax = 1 << 30

    /// The body's size in bytes.
    public var byteCount: Int { nng_msg_len(pointer) }

    /// A copy of the body, for tests and small messages.
    public var bytes: [UInt8] { withUnsafeBytes { [UInt8]($0) } }

    /// Lends the body for reading; the buffer is valid until `body` returns.
    public borrowing func withUnsafeBytes<R: ~Copyable, E: Error>(
        _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        // SAFETY: the borrow keeps the message alive and unchanged for as long as `body` runs.
        try body(UnsafeRawBufferPointer(start: nng_msg_body(pointer), count: nng_msg_len(pointer)))
    }

    /// Lends the body for writing; the buffer is valid until `body` returns.
    public mutating func withUnsafeMutableBytes<R: ~Copyable, E: Error>(
        _ body: (UnsafeMutableRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        // SAFETY: `mutating` is exclusive access, and nng shares a body only after it was sent.
        try body(
            UnsafeMutableRawBufferPointer(
                start: nng_msg_body(pointer), count: nng_msg_len(pointer)))
    }

    /// The pipe the message came in on; 0 for one made here.
    var pipeID: UInt32 { nng_msg_get_pipe(pointer).id }

    /// Gives the pointer away; whoever takes it frees it.
    consuming func release() -> OpaquePointer {
        let pointer = self.pointer
        discard self
        return pointer
    }
}
