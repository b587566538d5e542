public import Basics

/// Who decides, in which words, and when.
public struct Judgement: Sendable, Hashable {
    /// A person or a rule.
    public enum Maker: Sendable, Hashable {
        /// The subject of a reviewer's token.
        case person(String)
        /// An operator's rule, in its own words.
        case rule(String)
    }

    /// Who decides.
    public let maker: Maker
    /// A reviewer's words; empty where there are none.
    public let comment: String
    /// When.
    public let time: Timestamp

    /// Makes a judgement.
    public init(maker: Maker, comment: String = "", time: Timestamp) {
        self.maker = maker
        self.comment = comment
        self.time = time
    }

    /// The reviewer; empty for a rule.
    public var person: String {
        if case .person(let subject) = maker { subject } else { "" }
    }

    /// The rule's words; empty for a person.
    public var rule: String {
        if case .rule(let text) = maker { text } else { "" }
    }
}
