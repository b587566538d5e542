/// A text in both languages, with named arguments.
///
/// `{seconds}` stands for the argument of that name; `{seconds|second|seconds}` for the first word where the
/// argument counts as one, else for the second.
public struct Translation: Sendable, Hashable {
    /// The French text.
    public let french: String
    /// The English text.
    public let english: String

    /// A text in both languages.
    public init(french: String, english: String) {
        self.french = french
        self.english = english
    }

    /// The template in a language.
    public func template(_ language: Language) -> String {
        switch language {
        case .french: french
        case .english: english
        }
    }
}
