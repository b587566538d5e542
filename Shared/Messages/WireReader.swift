internal import CMessages

/// The wire types of protobuf; groups are not among them and are refused.
enum WireType: UInt8 {
    case varint = 0
    case fixed64 = 1
    case lengthDelimited = 2
    case fixed32 = 5
}

/// Reads the wire format within bounds. A nil or false answer means that the bytes are broken.
///
/// SAFETY: the buffer is only indexed from `position` up to `end`, which never passes its count;
/// `scanMessage` keeps every nested end within the one around it.
struct WireReader {
    /// A key of more bytes has a field number beyond 29 bits; a length, beyond 31.
    private static let shortVarintBytesMax = 5
    private static let varintBytesMax = 10

    private let bytes: UnsafeRawBufferPointer
    private(set) var position = 0

    var end: Int { bytes.count }

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// The number and wire type of the field at the position.
    mutating func key(end: Int) -> (number: UInt32, wireType: WireType)? {
        guard let key = shortVarint(end: end), key <= UInt32.max,
            let wireType = WireType(rawValue: UInt8(key & 7)), key >> 3 != 0
        else { return nil }
        return (UInt32(key >> 3), wireType)
    }

    /// A length that lies before `end`.
    mutating func length(end: Int) -> Int? {
        guard let length = shortVarint(end: end), length <= UInt64(end - position) else {
            return nil
        }
        return Int(length)
    }

    /// Moves past bytes whose length was read with `length(end:)`.
    mutating func advance(_ count: Int) {
        position += count
    }

    /// The next bytes, whose length was read with `length(end:)`.
    func peek(_ count: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
    }

    /// Moves past the value of a field.
    mutating func skip(_ wireType: WireType, end: Int) -> Bool {
        switch wireType {
        case .varint:
            for index in position..<min(end, position + Self.varintBytesMax)
            where bytes[index] < 0x80 {
                position = index + 1
                return true
            }
            return false
        case .fixed64: return skip(8, end: end)
        case .fixed32: return skip(4, end: end)
        case .lengthDelimited:
            guard let length = length(end: end) else { return false }
            position += length
            return true
        }
    }

    private mutating func skip(_ count: Int, end: Int) -> Bool {
        guard count <= end - position else { return false }
        position += count
        return true
    }

    /// Moves past a packed list of `length` bytes; returns how many elements it has.
    mutating func countPacked(_ type: ProtobufCType, length: Int) -> Int? {
        let stop = position + length
        switch type.wireType {
        case .fixed32, .fixed64:
            let size = type.wireType == .fixed32 ? 4 : 8
            guard length % size == 0 else { return nil }
            position = stop
            return length / size
        case .varint:
            var count = 0
            while position < stop {
                guard skip(.varint, end: stop) else { return nil }
                count += 1
            }
            return count
        case .lengthDelimited: return nil
        }
    }

    /// A number of at most 35 bits.
    mutating func shortVarint(end: Int) -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        for index in position..<min(end, position + Self.shortVarintBytesMax) {
            let byte = bytes[index]
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 {
                position = index + 1
                return value
            }
            shift += 7
        }
        return nil
    }
}

extension ProtobufCType {
    /// The wire type of a value that is not packed.
    var wireType: WireType {
        switch self {
        case PROTOBUF_C_TYPE_STRING, PROTOBUF_C_TYPE_BYTES, PROTOBUF_C_TYPE_MESSAGE:
            .lengthDelimited
        case PROTOBUF_C_TYPE_FIXED32, PROTOBUF_C_TYPE_SFIXED32, PROTOBUF_C_TYPE_FLOAT: .fixed32
        case PROTOBUF_C_TYPE_FIXED64, PROTOBUF_C_TYPE_SFIXED64, PROTOBUF_C_TYPE_DOUBLE: .fixed64
        default: .varint
        }
    }
}
