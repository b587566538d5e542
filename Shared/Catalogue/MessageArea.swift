/// The messages of one part of the system.
///
/// To add a message, add a case to its area: the compiler then asks for both texts. To add an area, add a type here
/// and a case to `MessageKey`.
public protocol MessageArea: RawRepresentable<String>, CaseIterable, Sendable, Hashable {
    /// First part of the key, for instance `rpc`.
    static var prefix: String { get }
    /// The texts, by an exhaustive switch.
    var translation: Translation { get }
}
