import Messages
import Status
import Transport

extension Message {
    /// Packs a request straight into a new transport message.
    init(encoding request: RPCV1.Request) throws(RPCError) {
        try self.init { allocate in try request.encodeEnvelope(into: allocate) }
    }

    /// Packs an answer straight into a new transport message.
    init(encoding response: RPCV1.Response) throws(RPCError) {
        try self.init { allocate in try response.encodeEnvelope(into: allocate) }
    }

    private init(
        _ encode: ((_ byteCount: Int) throws -> UnsafeMutableRawBufferPointer) throws -> Void
    ) throws(RPCError) {
        var packed: Message?
        do {
            try encode { byteCount in
                var message = try Message(byteCount: byteCount)
                // SAFETY: the bytes lie in the heap block that the message owns, and the message
                // outlives the packing.
                let room = message.withUnsafeMutableBytes { $0 }
                packed = consume message
                return room
            }
        } catch {
            throw RPCError(wrapping: error)
        }
        guard let packed = packed.take() else { throw RPCError.internal }
        self = packed
    }
}
