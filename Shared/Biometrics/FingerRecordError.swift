public import Catalogue

/// Why bytes are no fingerprint record that can be used. It tells where, and nothing of what the record holds.
public struct FingerRecordError: Error, Sendable, Hashable {
    /// What is wrong.
    public let reason: MessageKey
    /// What the text of the reason names.
    public let arguments: [String: String]

    /// Makes an error.
    public init(_ reason: MessageKey, _ arguments: [String: String] = [:]) {
        self.reason = reason
        self.arguments = arguments
    }
}
