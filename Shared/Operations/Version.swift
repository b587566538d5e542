/// The version of the suite; every program carries the same.
public enum Version {
    /// Semantic version (semver.org).
    public static let text = "0.1.0"
}
