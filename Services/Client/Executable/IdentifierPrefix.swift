import Basics

/// How people name a record: by the beginning of its id.
///
/// An id that tells the time begins like those made in the same minute, so what is shown is as long as it takes to
/// tell the shown ones apart.
struct IdentifierPrefix {
    /// Characters that name anything at all.
    static let charactersMin = 4
    /// Characters that are shown where fewer would do.
    private static let shownMin = 8
    private let shownCount: Int

    /// Beginnings that tell these ids apart.
    init(of ids: [[UInt8]]) {
        let texts = ids.map(Identifier.text).sorted()
        let common = zip(texts, texts.dropFirst()).map { one, other in
            zip(one, other).prefix { $0 == $1 }.count
        }
        shownCount = max(Self.shownMin, (common.max() ?? 0) + 1)
    }

    /// The beginning of an id.
    func short(_ id: [UInt8]) -> String { String(Identifier.text(id).prefix(shownCount)) }

    /// Whether the id begins so, with or without hyphens; fewer than four characters name nothing.
    static func matches(_ id: [UInt8], _ beginning: String) -> Bool {
        func digits(_ text: String) -> String { text.lowercased().filter { $0 != "-" } }
        return beginning.count >= charactersMin
            && digits(Identifier.text(id)).hasPrefix(digits(beginning))
    }
}
