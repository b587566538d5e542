/// A path from the request message to a field, as errors name it: "commands[3].register.household.place".
public struct FieldPath: Sendable, Hashable {
    /// The path so far.
    public let text: String

    /// A path that starts here.
    public init(_ text: String) { self.text = text }

    /// The path of a field below this one.
    public func field(_ name: String) -> FieldPath {
        FieldPath(text.isEmpty ? name : "\(text).\(name)")
    }

    /// The path of an element of a list below this one, from 0.
    public func element(_ name: String, _ index: Int) -> FieldPath {
        field("\(name)[\(index)]")
    }
}
