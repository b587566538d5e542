/// Writes a flat message; run twice over the same fields, first to measure and then to write. Fields at
/// their proto3 default are left out.
///
/// SAFETY: the second run writes what the first has counted, into a buffer of at least that many bytes.
struct PlainWriter {
    private var target: UnsafeMutableRawPointer?
    private var byteCount = 0
    private var isPlain = true

    /// Writes the fields that `body` names, in their order, into the buffer that `allocate` gives for
    /// their number of bytes.
    ///
    /// - Returns: false, without having asked for a buffer, where a text holds a NUL or all of it is over
    ///   what an envelope may be: `WireMessage.encode(into:)` says what is wrong with it.
    static func write(
        into allocate: (_ byteCount: Int) throws -> UnsafeMutableRawBufferPointer,
        _ body: (inout PlainWriter) -> Void
    ) throws -> Bool {
        var measuring = PlainWriter()
        body(&measuring)
        guard measuring.isPlain, measuring.byteCount <= DecodeLimits.envelope.bytesMax else {
            return false
        }
        let buffer = try allocate(measuring.byteCount)
        precondition(
            buffer.count >= measuring.byteCount, "the buffer is smaller than was asked for")
        guard let start = buffer.baseAddress, measuring.byteCount > 0 else { return true }
        var writing = PlainWriter(target: start)
        body(&writing)
        return true
    }

    mutating func number(_ field: UInt8, _ value: UInt32) {
        guard value != 0 else { return }
        varint(UInt64(field) << 3 | UInt64(WireType.varint.rawValue))
        varint(UInt64(value))
    }

    mutating func bytes(_ field: UInt8, _ value: [UInt8]) {
        guard !value.isEmpty else { return }
        value.withUnsafeBytes { delimited(field, $0) }
    }

    mutating func text(_ field: UInt8, _ value: String) {
        guard !value.isEmpty else { return }
        var value = value
        value.withUTF8 { utf8 in
            let content = UnsafeRawBufferPointer(utf8)
            if target == nil, UTF8Validation.hasNUL(content) { isPlain = false }
            delimited(field, content)
        }
    }

    private mutating func delimited(_ field: UInt8, _ content: UnsafeRawBufferPointer) {
        varint(UInt64(field) << 3 | UInt64(WireType.lengthDelimited.rawValue))
        varint(UInt64(content.count))
        if let target, let start = content.baseAddress {
            (target + byteCount).copyMemory(from: start, byteCount: content.count)
        }
        byteCount += content.count
    }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            byte(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        byte(UInt8(rest))
    }

    private mutating func byte(_ value: UInt8) {
        target?.storeBytes(of: value, toByteOffset: byteCount, as: UInt8.self)
        byteCount += 1
    }
}
