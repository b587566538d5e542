/// The folder of the sources that the tests were built from.
public enum PackageFolder {
    /// Absolute path.
    public static let path: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(3)
        return parts.joined(separator: "/")
    }()

    /// Material to compare with, which lies beside the sources on some machines.
    public static let sharedData = path + "/../shared/data"
}
