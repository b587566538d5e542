extension String {
    /// The text without control characters, in exactly so many columns: with spaces behind it, or cut with "…".
    public func fitted(_ width: Int) -> String {
        let text = TextTable.printable(self)
        guard text.count > width else {
            return text + String(repeating: " ", count: width - text.count)
        }
        return width > 0 ? text.prefix(width - 1) + "…" : ""
    }

    /// The text in lines of at most so many columns, broken between words; French punctuation stays with its word.
    public func wrapped(_ width: Int, indent: Int = 0) -> String {
        let margin = String(repeating: " ", count: indent)
        var words: [String] = []
        for word in split(separator: " ") {
            if [";", ":", "!", "?", "»", "%"].contains(word), !words.isEmpty {
                words[words.count - 1] += " " + word
            } else if words.last == "«" {
                words[words.count - 1] += " " + word
            } else {
                words.append(String(word))
            }
        }
        var lines: [String] = []
        var line = ""
        for word in words {
            if !line.isEmpty, line.count + 1 + word.count > width - indent {
                lines.append(margin + line)
                line = ""
            }
            line += line.isEmpty ? word : " " + word
        }
        return (lines + [margin + line]).joined(separator: "\n") + "\n"
    }
}
