/// A path from the request message to a field, as errors name it: "commands[3].register.household.place".
///
/// A path is made for every field that is checked and read for the few that are wrong, so its text
/// is put together only when it is asked for.
public struct FieldPath: Sendable {
    private final class Step: Sendable {
        let parent: Step?
        let name: String
        let index: Int?

        init(parent: Step?, name: String, index: Int?) {
            self.parent = parent
            self.name = name
            self.index = index
        }
    }

    private let last: Step

    private init(_ last: Step) { self.last = last }

    /// A path that starts here; empty for the request message itself.
    public init(_ text: String) {
        last = Step(parent: nil, name: text, index: nil)
    }

    /// The path of a field below this one.
    public func field(_ name: String) -> FieldPath {
        FieldPath(Step(parent: last, name: name, index: nil))
    }

    /// The path of an element of a list below this one, from 0.
    public func element(_ name: String, _ index: Int) -> FieldPath {
        FieldPath(Step(parent: last, name: name, index: index))
    }

    /// The path in words.
    public var text: String {
        var steps: [Step] = []
        var step: Step? = last
        while let current = step {
            steps.append(current)
            step = current.parent
        }
        return steps.reversed().reduce(into: "") { text, step in
            if !text.isEmpty, !step.name.isEmpty { text += "." }
            text += step.name
            if let index = step.index { text += "[\(index)]" }
        }
    }
}

extension FieldPath: Hashable {
    /// Whether they are the same in words.
    public static func == (left: FieldPath, right: FieldPath) -> Bool { left.text == right.text }

    /// Hashes the words.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
