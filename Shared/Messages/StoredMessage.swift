internal import CMessages

/// A message as protobuf-c holds it: the address of its C struct. For generated code; valid only
/// while the arena that it lies in is.
public struct StoredMessage {
    let pointer: UnsafeMutableRawPointer

    init(_ pointer: UnsafeMutableRawPointer) {
        self.pointer = pointer
    }

    func pointer<Stored>(to type: Stored.Type) -> UnsafePointer<Stored> {
        // SAFETY: generated code asks for the struct of the very message that it belongs to.
        UnsafePointer(pointer.assumingMemoryBound(to: type))
    }

    /// protobuf-c keeps lengths in 32 bits in places, so larger messages are refused.
    func packedSize() throws(WireError) -> Int {
        let size = protobuf_c_message_get_packed_size(pointer(to: ProtobufCMessage.self))
        guard size <= Int(Int32.max) else { throw WireError(.tooLarge, "more than 2 GiB") }
        return size
    }

    /// Packs into a buffer of at least `packedSize()` bytes; returns how many were written.
    func pack(into target: UnsafeMutableRawBufferPointer) -> Int {
        guard let start = target.baseAddress, !target.isEmpty else { return 0 }
        // SAFETY: the caller's buffer holds what `packedSize` said.
        return protobuf_c_message_pack(
            pointer(to: ProtobufCMessage.self), start.assumingMemoryBound(to: UInt8.self))
    }
}

/// How protobuf-c lays a message out: its C descriptor, a constant. For generated code.
public struct MessageLayout {
    let address: UnsafeRawPointer

    init(_ address: UnsafeRawPointer) {
        self.address = address
    }

    var descriptor: UnsafePointer<ProtobufCMessageDescriptor> {
        // SAFETY: generated code passes the address of a constant C descriptor, which never dies.
        address.assumingMemoryBound(to: ProtobufCMessageDescriptor.self)
    }
}
