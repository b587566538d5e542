/// Ids that are made from content, so that the same content always has the same id.
public enum ContentID {
    /// The first 16 bytes of BLAKE2b-256 (RFC 7693) over the bytes, with version 8 and the variant
    /// bits of RFC 9562, section 5.8.
    ///
    /// 122 bits are left of the digest: nobody finds two contents with one id by chance, and
    /// whoever searches for them on purpose (2^61 tries) could only make their own batches collide.
    public static func of(_ content: [UInt8]) -> [UInt8] {
        var id = Array(Digest.blake2b256(content).prefix(16))
        id[6] = id[6] & 0x0F | 0x80
        id[8] = id[8] & 0x3F | 0x80
        return id
    }
}
