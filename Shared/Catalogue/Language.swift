/// A language that users read.
public enum Language: String, Sendable, Hashable, CaseIterable {
    /// French.
    case french = "fr"
    /// English.
    case english = "en"

    /// The language of a locale's name such as `fr_ML.UTF-8`, or nil where it is neither language.
    public init?(locale: String) {
        let subtag = locale.prefix { $0 != "_" && $0 != "-" && $0 != "." && $0 != "@" }
        self.init(rawValue: subtag.lowercased())
    }

    /// What stands between a thing and what is said of it; French has a blank before a colon.
    public var colon: String {
        switch self {
        case .french: " : "
        case .english: ": "
        }
    }

    /// A text in the language's quotation marks.
    public func quoted(_ text: String) -> String {
        switch self {
        case .french: "« \(text) »"
        case .english: "“\(text)”"
        }
    }

    /// The language that the environment asks for: `JATIGI_LANGUAGE`, then in POSIX's order `LC_ALL`, `LC_MESSAGES`,
    /// `LANG`.
    ///
    /// The first that is set and not empty decides. English where none is set, where it is `C` or `POSIX` (as
    /// gettext does), and where the language is not one of ours.
    public static func preferred(environment: (_ name: String) -> String?) -> Language {
        for name in ["JATIGI_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"] {
            guard let value = environment(name), !value.isEmpty else { continue }
            return Language(locale: value) ?? .english
        }
        return .english
    }
}
