import Messages
import Status
import Transport

extension Message {
    /// Packs a protobuf message straight into a new transport message.
    init(encoding value: some WireMessage) throws {
        var packed: Message?
        try value.encode { byteCount in
            var message = try Message(byteCount: byteCount)
            // SAFETY: the bytes lie in the heap block that the message owns, and the message
            // outlives the packing.
            let room = message.withUnsafeMutableBytes { $0 }
            packed = consume message
            return room
        }
        guard let packed = packed.take() else { throw RPCError.internal }
        self = packed
    }
}
