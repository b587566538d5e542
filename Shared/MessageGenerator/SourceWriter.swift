/// Collects lines of source with their indentation.
struct SourceWriter {
    /// Columns a comment may take, as in the project's format.
    static let columnsMax = 100

    private(set) var text = ""
    private var depth = 0

    /// Adds one line; an empty one stays empty.
    mutating func line(_ content: String = "") {
        if !content.isEmpty { text += String(repeating: "    ", count: depth) + content }
        text += "\n"
    }

    /// Adds `opening {`, what the closure writes, and `}`.
    mutating func block(_ opening: String, _ body: (inout SourceWriter) -> Void) {
        line(opening + " {")
        depth += 1
        body(&self)
        depth -= 1
        line("}")
    }

    /// Adds a documentation comment, wrapped; `fallback` where the contract has none.
    mutating func documentation(_ comment: String, fallback: String) {
        let source = comment.isEmpty ? fallback : comment
        let width = Self.columnsMax - 4 * depth - 4
        for paragraph in source.split(separator: "\n", omittingEmptySubsequences: false) {
            var current = ""
            for word in paragraph.split(separator: " ") {
                if !current.isEmpty, current.count + 1 + word.count > width {
                    line("/// " + current)
                    current = ""
                }
                current += current.isEmpty ? String(word) : " " + word
            }
            line(current.isEmpty ? "///" : "/// " + current)
        }
    }
}
