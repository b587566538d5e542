/// A Swift file as the tidy rules read it.
struct SourceFile {
    /// Path from the repository's root, for instance `Shared/Access/Role.swift`.
    let path: String
    /// Lines as they are written.
    let lines: [String]
    /// The same lines with comments and the insides of strings blanked, so that a word found there is code.
    let code: [String]

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        code = CodeBlanking.blank(text)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Whether a tool of the project writes it.
    var isGenerated: Bool { path.contains("/Generated/") }

    /// Whether it is part of a program, not of a test.
    var isProduct: Bool { !path.hasPrefix("Tests/") }

    /// Lines without the empty one after the last newline.
    var lineCount: Int { lines.last == "" ? lines.count - 1 : lines.count }

    /// A finding at a line, counted from 0.
    func finding(_ line: Int, _ what: String) -> String { "\(path):\(line + 1): \(what)" }
}
