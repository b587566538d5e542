extension UnsafeRawBufferPointer {
    /// The address of the first byte, for C; the buffer must have one.
    var octets: UnsafePointer<UInt8> {
        guard let base = baseAddress else { preconditionFailure("an empty buffer has no address") }
        // SAFETY: every byte of raw memory may be read as UInt8.
        return base.assumingMemoryBound(to: UInt8.self)
    }
}

extension UnsafeMutableRawBufferPointer {
    /// The address of the first byte, for C; the buffer must have one.
    var octets: UnsafeMutablePointer<UInt8> {
        guard let base = baseAddress else { preconditionFailure("an empty buffer has no address") }
        // SAFETY: every byte of raw memory may be written as UInt8.
        return base.assumingMemoryBound(to: UInt8.self)
    }
}
