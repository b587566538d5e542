internal import CMessages

/// What protobuf-c 1.4.1 allocates while it unpacks, as upper bounds in bytes of the arena.
enum ArenaCost {
    /// `ScannedMember` of protobuf-c.c: tag, wire type, descriptor, length, data.
    private static let scannedMemberBytes = 40
    /// Members that protobuf-c keeps on its stack before it allocates.
    private static let scannedMembersOnStack = 16
    /// Fields whose bitmap of required fields protobuf-c keeps on its stack.
    private static let bitmapFieldsOnStack = 128

    /// The struct, and the bitmap of a message with many fields.
    static func message(_ descriptor: UnsafePointer<ProtobufCMessageDescriptor>) -> Int {
        let fields = Int(descriptor.pointee.n_fields)
        let bitmap = fields > bitmapFieldsOnStack ? rounded(fields / 8 + 1) : 0
        return rounded(descriptor.pointee.sizeof_message) + bitmap
    }

    /// The slabs that double in size, of which the last may be almost empty.
    static func scannedFields(_ count: Int) -> Int {
        guard count > scannedMembersOnStack else { return 0 }
        return (2 * count + scannedMembersOnStack) * scannedMemberBytes
    }

    /// An element's place in its array.
    static func element(_ type: ProtobufCType) -> Int {
        type == PROTOBUF_C_TYPE_BYTES ? MemoryLayout<ProtobufCBinaryData>.stride : 8
    }

    /// A string with its NUL, or bytes.
    static func text(byteCount: Int) -> Int {
        rounded(byteCount + 1)
    }

    /// A field that is not known: its record and its bytes.
    static func unknownField(byteCount: Int) -> Int {
        MemoryLayout<ProtobufCMessageUnknownField>.stride + rounded(byteCount)
    }

    private static func rounded(_ byteCount: Int) -> Int {
        (byteCount + MessageArena.alignment - 1) & ~(MessageArena.alignment - 1)
    }
}
