/// The limits of a device's spool.
public enum SpoolLimits {
    /// Batches that may wait: 1,000 people each is more than a region meets in a year.
    public static let waitingMax = 1_000
    /// Bytes of one entry's description.
    public static let descriptionBytesMax = 1 << 20
    /// Bytes of one sealed batch: 1 MiB of content and its seal.
    public static let boxBytesMax = (1 << 20) + 4_096
    /// Fingerprints that may wait: ten of each person of a batch.
    public static let capturesMax = 10_000
    /// Bytes of one: 64 KiB of record in a seal, written as text.
    public static let captureBytesMax = 128 << 10
    /// How long an acknowledged batch is kept, so that it can be sent again to a region that had to
    /// go back to a backup.
    public static let keepAcknowledged: Duration = .seconds(30 * 86_400)
}
