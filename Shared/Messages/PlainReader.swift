/// Reads a flat message, field by field; whatever it does not expect makes it end and be not plain.
struct PlainReader {
    /// A field's number with how its value is written.
    enum Key: Equatable {
        case number(UInt32)
        case delimited(UInt32)
    }

    /// An envelope has fewer fields; one with more is counted by `WireScanner`.
    private static let fieldsMax = 16

    private var reader: WireReader
    private var fieldsLeft = Self.fieldsMax
    /// Whether all of it was read, and nothing else was in it.
    private(set) var isPlain = true

    /// Nil where the bytes are too many.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count <= DecodeLimits.envelope.bytesMax else { return nil }
        reader = WireReader(bytes)
    }

    /// The next field's key; nil at the end.
    mutating func nextKey() -> Key? {
        guard isPlain, reader.position < reader.end else { return nil }
        fieldsLeft -= 1
        if fieldsLeft >= 0, let key = reader.key(end: reader.end) {
            switch key.wireType {
            case .varint: return .number(key.number)
            case .lengthDelimited: return .delimited(key.number)
            case .fixed32, .fixed64: break
            }
        }
        isPlain = false
        return nil
    }

    mutating func number() -> UInt32 {
        guard let value = reader.shortVarint(end: reader.end) else { return notPlain(0) }
        return UInt32(truncatingIfNeeded: value)
    }

    mutating func bytes() -> [UInt8] {
        guard let content = content() else { return notPlain([]) }
        return [UInt8](content)
    }

    mutating func text() -> String {
        guard let content = content(), UTF8Validation.defect(in: content) == nil else {
            return notPlain("")
        }
        return content.withMemoryRebound(to: UInt8.self) { String(decoding: $0, as: UTF8.self) }
    }

    private mutating func content() -> UnsafeRawBufferPointer? {
        guard let length = reader.length(end: reader.end) else { return nil }
        defer { reader.advance(length) }
        return reader.peek(length)
    }

    private mutating func notPlain<Value>(_ value: Value) -> Value {
        isPlain = false
        return value
    }
}
