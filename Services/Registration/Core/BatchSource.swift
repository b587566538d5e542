/// Who hands in batches: a token's subject, or a name under it ("team-koro-1/tablet-2").
public enum BatchSource {
    /// The subject of a source; subjects hold no slash.
    public static func subject(of source: String) -> Substring {
        source.prefix { $0 != "/" }
    }

    /// Whether a source is a subject's own.
    public static func isOwn(_ source: String, of subject: String) -> Bool {
        self.subject(of: source) == subject
    }
}
