/// Bounds on one decode, checked in a pass over the bytes before anything is allocated.
public struct DecodeLimits: Hashable, Sendable {
    /// Bytes of the encoded message.
    public var bytesMax: Int
    /// Fields over all nested messages, known or not; each element of a packed list counts as one.
    public var fieldsMax: Int
    /// Fields that the contract does not know: a newer peer sends some, a hostile one many.
    public var unknownFieldsMax: Int
    /// Levels of messages; the outermost is 1.
    public var depthMax: Int
    /// Bytes of the decoded C structs, which empty submessages make many times the encoded ones.
    public var arenaBytesMax: Int

    /// Creates limits; what is left out is as in `standard`.
    public init(
        bytesMax: Int = 4 << 20,
        fieldsMax: Int = 200_000,
        unknownFieldsMax: Int = 1_000,
        depthMax: Int = 16,
        arenaBytesMax: Int = 32 << 20
    ) {
        self.bytesMax = bytesMax
        self.fieldsMax = fieldsMax
        self.unknownFieldsMax = unknownFieldsMax
        self.depthMax = depthMax
        self.arenaBytesMax = arenaBytesMax
    }

    /// For messages inside an envelope. 4 MiB is the largest envelope; 200,000 fields are nine times
    /// a batch of 1,000 people; 16 levels are twice the contract's deepest message; 32 MiB leave
    /// 160 bytes a field, and the Swift value takes at most about four times as much again.
    public static let standard = DecodeLimits()

    /// For the envelope itself, read before the sender is known: its payload is one field, and its
    /// 256 violations with ten arguments each, fewer than 9,000 fields, are the most it carries.
    public static let envelope = DecodeLimits(
        fieldsMax: 10_000, unknownFieldsMax: 64, depthMax: 4, arenaBytesMax: 8 << 20)
}
