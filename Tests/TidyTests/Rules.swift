/// The house's rules for one file, each a list of findings.
enum Rules {
    /// Lines of a file that people write; STYLE's upper bound.
    static let fileLinesMax = 500
    /// Lines of a function.
    static let functionLinesMax = 70
    /// How far above an unsafe line its reason may stand: a comment and the head of a declaration.
    static let reasonLinesMax = 8

    static func tooLong(_ file: SourceFile) -> [String] {
        guard file.lineCount > fileLinesMax else { return [] }
        return ["\(file.path): \(file.lineCount) lines; at most \(fileLinesMax)"]
    }

    static func longFunctions(_ file: SourceFile) -> [String] {
        FunctionSpan.all(in: file).filter { $0.lineCount > functionLinesMax }.map {
            file.finding(
                $0.firstLine, "a function of \($0.lineCount) lines; at most \(functionLinesMax)")
        }
    }

    /// What ends the program where an error should be a value, and `print` in libraries: only a program's commands write to
    /// a terminal, through `Terminal`.
    static func forbiddenCalls(_ file: SourceFile) -> [String] {
        file.code.enumerated().compactMap { line, text in
            guard text.holds("fatalError", "try!", "as!", "print", "assertionFailure"),
                let match = text.firstMatch(
                    of: #/(^|[^.\w])(fatalError\(|try!|as!|print\(|assertionFailure\()/#)
            else { return nil }
            return file.finding(line, "\(match.2) is not allowed")
        }
    }

    /// Every line that steps out of the compiler's checks says why it may.
    static func unreasoned(_ file: SourceFile) -> [String] {
        file.code.enumerated().compactMap { line, text in
            guard text.holds("nsafe", "@unchecked", "Unmanaged", "assumingMemoryBound"),
                let match = text.firstMatch(
                    of:
                        #/nonisolated\(unsafe\)|@unchecked Sendable|Unmanaged[.<]|unsafeBitCast|unsafeDowncast|assumingMemoryBound/#
                )
            else { return nil }
            // A type says it above itself or on its first lines.
            let last = match.0 == "@unchecked Sendable" ? min(line + 2, file.lines.count - 1) : line
            let nearby = file.lines[max(0, line - reasonLinesMax)...last]
            guard !nearby.contains(where: { $0.contains("SAFETY:") }) else { return nil }
            return file.finding(line, "\(match.0) without // SAFETY:")
        }
    }

    /// Public declarations, and the cases of public enumerations, without a comment.
    static func undocumented(_ file: SourceFile) -> [String] {
        var enumIndentation: Int?
        return file.code.enumerated().compactMap { line, text in
            let indentation = text.prefix { $0 == " " }.count
            let word = text.trimmed
            if let outer = enumIndentation, !word.isEmpty, indentation <= outer {
                enumIndentation = nil
            }
            let isCase =
                enumIndentation.map { indentation == $0 + 4 } == true
                && word.hasPrefix("case ")
            let declares =
                text.holds("public", "open")
                && word.firstMatch(of: #/^(@\w+(\([^)]*\))? )*(public|open) /#) != nil
                && word.firstMatch(of: #/\bimport /#) == nil
            if declares, word.firstMatch(of: #/\benum /#) != nil { enumIndentation = indentation }
            guard declares || isCase, !isDocumented(line, file) else { return nil }
            return file.finding(line, "no comment on \(word)")
        }
    }

    /// Whether a comment stands above a declaration and its attributes, whose arguments may take several lines.
    private static func isDocumented(_ line: Int, _ file: SourceFile) -> Bool {
        let indentation = file.lines[line].prefix { $0 == " " }.count
        for above in file.lines[..<line].reversed() {
            let text = above.trimmed
            if text.hasPrefix("///") { return true }
            let isAttribute =
                text.hasPrefix("@") || text.hasPrefix(")")
                || !text.isEmpty && above.prefix { $0 == " " }.count > indentation
            guard isAttribute, !text.hasSuffix("}") else { return false }
        }
        return false
    }

    /// Marks of work that is not done.
    static func marks(_ file: SourceFile) -> [String] {
        file.lines.enumerated().compactMap { line, text in
            guard text.holds("TO", "FIX", "HACK"),
                let match = text.firstMatch(of: #/\b(TO.?DO|FIX.?ME|HACK)\b[:( ]/#)
            else {
                return nil
            }
            return file.finding(line, "\(match.1) mark")
        }
    }

    /// Types of limits that a file declares, by the name that README gives them.
    static func limitTypes(_ file: SourceFile) -> [String] {
        file.code.compactMap { text in
            guard text.holds("Limits"),
                let match = text.firstMatch(of: #/^( *)(public )?(struct|enum) (\w*Limits)\b/#)
            else {
                return nil
            }
            let name = String(match.4)
            guard name == "Limits" else { return name }
            let owner =
                file.path.split(separator: "/").last?.prefix { $0 != "+" && $0 != "." } ?? ""
            return "\(owner).\(name)"
        }
    }
}
