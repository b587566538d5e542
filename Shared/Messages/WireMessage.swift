internal import CMessages

/// A message of the contract as a Swift value. Conformances are generated, never written by hand.
///
/// Encoding and decoding are protobuf-c's, in the proto3 wire format
/// (https://protobuf.dev/programming-guides/encoding). A decode is bounded before it allocates.
/// Unknown fields are skipped and not kept; unknown enum values are kept.
public protocol WireMessage: Sendable, Hashable {
    /// Creates a message with every field at its default.
    init()
    /// The full name in the contract, for instance `jatigi.rpc.v1.Request`.
    static var fullName: String { get }
    /// How protobuf-c lays the message out. For generated code.
    static var layout: MessageLayout { get }
    /// Copies a message that protobuf-c unpacked. For generated code.
    init(stored message: StoredMessage)
    /// Writes the message as protobuf-c packs it. For generated code.
    func store(in arena: MessageArena) throws(WireError) -> StoredMessage
}

/// A value of an enum of the contract. Conformances are generated.
public protocol WireEnum: Sendable, Hashable {
    /// The value 0, the default of proto3.
    init()
    /// The value of a number; one that this version does not know survives as `unrecognized`.
    init(rawValue: Int32)
    /// The number on the wire.
    var rawValue: Int32 { get }
    /// Every value that this version knows.
    static var allKnown: [Self] { get }
}

extension WireMessage {
    /// Decodes a message; the bytes are only read during the call.
    ///
    /// Throws `WireError` where a limit is passed, the bytes are no such message, or a string is not
    /// UTF-8 or holds a NUL. Stricter than the specification in two things that no encoder writes: a
    /// field with a wire type other than its own is malformed, not unknown; and a submessage that
    /// comes twice is refused, not merged.
    public init(
        decoding bytes: UnsafeRawBufferPointer, limits: DecodeLimits = .standard
    ) throws(WireError) {
        guard let start = bytes.baseAddress, !bytes.isEmpty else {
            self.init()
            return
        }
        let layout = Self.layout
        var scanner = WireScanner(bytes: bytes, limits: limits)
        let arenaBytes = try scanner.scan(layout)
        let arena = MessageArena.take(
            bytesExpected: arenaBytes, bytesMax: limits.arenaBytesMax)
        defer { arena.giveBack() }
        var allocator = arena.allocator
        // SAFETY: `bytes` and `arena` outlive the call; the result lies in the arena, which is
        // given back only after `init(stored:)` has copied everything out of it.
        let unpacked = protobuf_c_message_unpack(
            layout.descriptor, &allocator, bytes.count,
            start.assumingMemoryBound(to: UInt8.self))
        guard let unpacked else {
            throw arena.isExhausted
                ? WireError(.outOfMemory, "no memory to decode the message")
                : WireError(.malformed, "protobuf-c refuses the message", field: Self.fullName)
        }
        self.init(stored: StoredMessage(unpacked))
    }

    /// Decodes a message; see `init(decoding:limits:)` over a raw buffer.
    public init(decoding bytes: [UInt8], limits: DecodeLimits = .standard) throws(WireError) {
        self = try bytes.span.bytes.withUnsafeBytes { buffer throws(WireError) in
            try Self(decoding: buffer, limits: limits)
        }
    }

    /// Encodes the message into an array.
    ///
    /// Throws `WireError` where a string holds a NUL, or the message passes 2 GiB.
    public func encoded() throws(WireError) -> [UInt8] {
        let arena = MessageArena.take()
        defer { arena.giveBack() }
        let stored = try store(in: arena)
        let size = try stored.packedSize()
        // Packed beside the structs and then copied: an array made without its contents is slow to make.
        let packed = try arena.makeArray(of: UInt8.self, count: size)
        let buffer = UnsafeMutableRawBufferPointer(start: packed, count: size)
        _ = stored.pack(into: buffer)
        return [UInt8](buffer)
    }

    /// Encodes the message straight into the caller's memory: one pass for the size, one to pack.
    ///
    /// `allocate` is called once with the exact number of bytes, which may be 0, and returns a
    /// buffer of at least that many. What it throws is passed on; else see `encoded()`.
    public func encode(
        into allocate: (_ byteCount: Int) throws -> UnsafeMutableRawBufferPointer
    ) throws {
        let arena = MessageArena.take()
        defer { arena.giveBack() }
        let stored = try store(in: arena)
        let size = try stored.packedSize()
        let target = try allocate(size)
        precondition(target.count >= size, "the buffer is smaller than was asked for")
        _ = stored.pack(into: target)
    }
}
