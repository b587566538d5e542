/// Builds bytes in the wire format by hand, so that tests need no encoder to agree with.
enum WireBytes {
    static func varint(_ value: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    static func key(_ number: UInt64, _ wireType: UInt64) -> [UInt8] {
        varint(number << 3 | wireType)
    }

    static func number(_ field: UInt64, _ value: UInt64) -> [UInt8] {
        key(field, 0) + varint(value)
    }

    static func delimited(_ field: UInt64, _ content: [UInt8]) -> [UInt8] {
        key(field, 2) + varint(UInt64(content.count)) + content
    }

    static func text(_ field: UInt64, _ content: String) -> [UInt8] {
        delimited(field, Array(content.utf8))
    }
}
