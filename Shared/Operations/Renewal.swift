public import Basics

/// When certificates and tokens ask to be renewed.
public enum Renewal {
    /// What is left of one when its renewal is asked for: a month, the least between two visits to a site.
    public static let notice: Duration = .seconds(30 * 86_400)

    /// Whether something that ends at `expiry` (UTC milliseconds; 0 stands for never) is to be renewed.
    public static func isDue(expiry: Int64, at now: Timestamp) -> Bool {
        expiry != 0 && expiry <= now.advanced(by: notice).millisecondsSinceEpoch
    }
}
