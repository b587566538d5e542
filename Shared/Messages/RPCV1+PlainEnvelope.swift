// Every call has two envelopes, and each is flat: texts, bytes and a number. Reading and writing them
// straight on the wire saves what protobuf-c needs structs and copies for. Whatever is not plain (an
// unknown field, an error's details, anything broken) is left to protobuf-c and its limits.

extension RPCV1.Request {
    /// Decodes an envelope as `init(decoding:limits:)` does with the envelope's limits.
    public init(envelope bytes: UnsafeRawBufferPointer) throws(WireError) {
        if let plain = Self(plain: bytes) {
            self = plain
        } else {
            try self.init(decoding: bytes, limits: .envelope)
        }
    }

    private init?(plain bytes: UnsafeRawBufferPointer) {
        guard var reader = PlainReader(bytes) else { return nil }
        self.init()
        while let key = reader.nextKey() {
            switch key {
            case .delimited(1): method = reader.text()
            case .delimited(2): payload = reader.bytes()
            case .number(3): timeoutMilliseconds = reader.number()
            case .delimited(4): authorization = reader.text()
            case .delimited(5): traceparent = reader.text()
            case .delimited(6): requestID = reader.bytes()
            case .delimited(7): region = reader.text()
            default: return nil
            }
        }
        guard reader.isPlain else { return nil }
    }

    /// Encodes as `encode(into:)` does.
    public func encodeEnvelope(
        into allocate: (_ byteCount: Int) throws -> UnsafeMutableRawBufferPointer
    ) throws {
        let packed = try PlainWriter.write(into: allocate) { writer in
            writer.text(1, method)
            writer.bytes(2, payload)
            writer.number(3, timeoutMilliseconds)
            writer.text(4, authorization)
            writer.text(5, traceparent)
            writer.bytes(6, requestID)
            writer.text(7, region)
        }
        if !packed { try encode(into: allocate) }
    }
}

extension RPCV1.Response {
    /// Decodes an envelope as `init(decoding:limits:)` does with the envelope's limits.
    public init(envelope bytes: UnsafeRawBufferPointer) throws(WireError) {
        if let plain = Self(plain: bytes) {
            self = plain
        } else {
            try self.init(decoding: bytes, limits: .envelope)
        }
    }

    private init?(plain bytes: UnsafeRawBufferPointer) {
        guard var reader = PlainReader(bytes) else { return nil }
        self.init()
        while let key = reader.nextKey() {
            switch key {
            case .delimited(4): payload = reader.bytes()
            case .delimited(5): requestID = reader.bytes()
            default: return nil
            }
        }
        guard reader.isPlain else { return nil }
    }

    /// Encodes as `encode(into:)` does.
    public func encodeEnvelope(
        into allocate: (_ byteCount: Int) throws -> UnsafeMutableRawBufferPointer
    ) throws {
        guard statusCode == .ok, message.isEmpty, details == nil else {
            return try encode(into: allocate)
        }
        let packed = try PlainWriter.write(into: allocate) { writer in
            writer.bytes(4, payload)
            writer.bytes(5, requestID)
        }
        if !packed { try encode(into: allocate) }
    }
}
