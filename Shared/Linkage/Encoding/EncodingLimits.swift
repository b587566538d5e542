/// The bounds on work and memory of encoded lists.
public enum EncodingLimits {
    /// Records of a list: each is compared with all others, and takes some 0.6 KiB.
    public static let recordsMax = 1_000_000
    /// Bytes of a record's id.
    public static let idBytesMax = 255
    /// Bytes of a file: as many records with the longest ids.
    public static let fileBytesMax = 1 << 30
    /// Pairs that are kept to learn from and to decide about, a record.
    static let pairsPerRecordMax = 40
    /// The same, of all records.
    static let pairsMax = 8_000_000
}
