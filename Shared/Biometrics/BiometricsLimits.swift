/// The limits of fingerprint records.
public enum BiometricsLimits {
    /// Bytes of one record: ten fingers with four views of sixty minutiae each are 15 KiB.
    public static let recordBytesMax = 64 << 10
    /// Pixels a centimetre of an image, 250 to 1,000 dots an inch: below, minutiae cannot be told apart.
    public static let resolutionRange: ClosedRange<UInt16> = 98...394
    /// Pixels of an image's side: a coordinate has 14 bits.
    public static let imageSideMax: UInt16 = 16_384
}
