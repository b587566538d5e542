/// An identifier of a record: a UUID of version 7 (RFC 9562, section 5.7), 16 bytes, ordered by
/// the millisecond of its making.
///
/// Any 16 bytes are accepted on reading, so that a foreign UUID can be kept as it came. Comparison
/// is that of the bytes, which is also the order of the text and of a SQL blob.
public struct RecordID: Sendable, Hashable {
    /// The number of bytes of an identifier.
    public static let byteCount = 16

    /// The nil UUID, all zero (RFC 9562, section 5.9): stands for "none".
    public static let nilID = RecordID(high: 0, low: 0)

    /// The first eight bytes, big endian.
    let high: UInt64
    /// The last eight bytes, big endian.
    let low: UInt64

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads an identifier from exactly 16 bytes; `nil` for any other length.
    public init?(bytes: some Sequence<UInt8>) {
        var high: UInt64 = 0
        var low: UInt64 = 0
        var count = 0
        for byte in bytes {
            guard count < Self.byteCount else { return nil }
            if count < 8 {
                high = high << 8 | UInt64(byte)
            } else {
                low = low << 8 | UInt64(byte)
            }
            count += 1
        }
        guard count == Self.byteCount else { return nil }
        self.init(high: high, low: low)
    }

    /// Makes a version 7 identifier from its parts; bits above the stated widths are dropped.
    ///
    /// - Parameters:
    ///   - milliseconds: Unix time in milliseconds, 48 bits.
    ///   - randomA: 12 bits after the version.
    ///   - randomB: 62 bits after the variant.
    public init(milliseconds: UInt64, randomA: UInt16, randomB: UInt64) {
        let version: UInt64 = 0x7000
        let variant: UInt64 = 0x8000_0000_0000_0000
        high = (milliseconds & 0xFFFF_FFFF_FFFF) << 16 | version | UInt64(randomA & 0x0FFF)
        low = variant | (randomB & 0x3FFF_FFFF_FFFF_FFFF)
    }

    /// The 16 bytes in network order.
    public var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.byteCount)
        bytes.withUnsafeMutableBytes { buffer in
            // SAFETY: the two lie in the 16 bytes.
            buffer.storeBytes(of: high.bigEndian, as: UInt64.self)
            buffer.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        return bytes
    }

    /// The version field; 7 for identifiers that this system made.
    public var version: Int { Int(high >> 12 & 0xF) }

    /// The moment held in a version 7 identifier; `nil` for other versions.
    public var timestamp: Timestamp? {
        version == 7 ? Timestamp(millisecondsSinceEpoch: Int64(high >> 16)) : nil
    }
}

extension RecordID: Comparable {
    /// Orders by bytes.
    public static func < (left: RecordID, right: RecordID) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }
}
