/// Blanks what is not code: comments and the insides of strings. Line breaks stay, so that lines keep their numbers.
///
/// It knows as much of the language as the rules need: a quote inside a regular expression or an interpolation is
/// taken for a string's, which at worst hides the rest of that line.
enum CodeBlanking {
    private enum State {
        case code
        case lineComment
        case blockComment(depth: Int)
        case string
        case longString
    }

    static func blank(_ text: String) -> String {
        let source = Array(text.utf8)
        var output: [UInt8] = []
        output.reserveCapacity(source.count)
        var state = State.code
        var index = 0
        while index < source.count {
            if source[index] == UInt8(ascii: "\n") {
                switch state {
                case .lineComment, .string: state = .code
                case .code, .blockComment, .longString: break
                }
                output.append(source[index])
                index += 1
                continue
            }
            let (length, next, keeps) = step(source[index...], state)
            for offset in 0..<length {
                output.append(keeps ? source[index + offset] : UInt8(ascii: " "))
            }
            state = next
            index += length
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// What stands at the start: how many bytes, the state after them, and whether they are code.
    private static func step(
        _ rest: ArraySlice<UInt8>, _ state: State
    ) -> (length: Int, next: State, keeps: Bool) {
        func starts(_ text: StaticString) -> Bool {
            text.withUTF8Buffer { rest.starts(with: $0) }
        }
        switch state {
        case .code:
            if starts("//") { return (2, .lineComment, false) }
            if starts("/*") { return (2, .blockComment(depth: 1), false) }
            if starts("\"\"\"") { return (3, .longString, true) }
            if starts("\"") { return (1, .string, true) }
            return (1, .code, true)
        case .lineComment:
            return (1, .lineComment, false)
        case .blockComment(let depth):
            if starts("/*") { return (2, .blockComment(depth: depth + 1), false) }
            if starts("*/") {
                return (2, depth == 1 ? .code : .blockComment(depth: depth - 1), false)
            }
            return (1, state, false)
        case .string:
            if starts("\\"), rest.count > 1, rest.dropFirst().first != UInt8(ascii: "\n") {
                return (2, .string, false)
            }
            return starts("\"") ? (1, .code, true) : (1, .string, false)
        case .longString:
            if starts("\"\"\"") { return (3, .code, true) }
            return (1, .longString, false)
        }
    }
}
