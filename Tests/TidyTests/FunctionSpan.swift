/// A function's lines, found by indentation: the formatter puts a body's closing brace under the declaration.
struct FunctionSpan {
    let firstLine: Int
    let lineCount: Int

    /// Functions, initialisers and subscripts of several lines.
    static func all(in file: SourceFile) -> [FunctionSpan] {
        file.code.indices.compactMap { span(startingAt: $0, file.code) }
    }

    private static func span(startingAt first: Int, _ code: [String]) -> FunctionSpan? {
        guard code[first].holds("func", "init", "subscript"),
            code[first].contains(#/\b(func\s|init[?]?[(<]|deinit\b|subscript[(<])/#),
            !code[first].contains(#/[.=({]\s*(self\.)?init[(]/#)
        else { return nil }
        let indentation = Self.indentation(code[first])
        var hasBody = false
        for line in first..<code.count {
            let text = code[line].trimmed
            guard !text.isEmpty, Self.indentation(code[line]) <= indentation else { continue }
            if hasBody {
                return text.hasPrefix("}")
                    ? FunctionSpan(firstLine: first, lineCount: line - first + 1) : nil
            }
            let continues = line == first || text.hasPrefix(")") || text.hasPrefix("{")
            guard continues else { return nil }
            hasBody = text.hasSuffix("{") || text.hasSuffix(" in")
        }
        return nil
    }

    private static func indentation(_ line: String) -> Int {
        line.prefix { $0 == " " }.count
    }
}

extension String {
    /// Whether one of some words stands in it. A look before a regular expression, which costs a hundred times as much
    /// and finds nothing in most lines.
    func holds(_ words: String...) -> Bool {
        words.contains { contains($0) }
    }

    /// Without the blanks at both ends.
    var trimmed: Substring {
        var rest = self[...]
        while rest.first == " " { rest = rest.dropFirst() }
        while rest.last == " " { rest = rest.dropLast() }
        return rest
    }
}
