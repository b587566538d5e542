/// A text with holes: `{argument}`, `{argument|one|many}` for words that follow a number, and `{argument|area}` for an
/// argument that names a message of an area, for instance a list.
struct MessageTemplate {
    private enum Part {
        case text(Substring)
        case argument(String)
        case message(argument: String, area: String)
        case plural(argument: String, one: String, many: String)
    }

    /// Characters of an argument that are shown; a peer may send more.
    static let argumentCharactersMax = 200

    private let parts: [Part]

    init(_ template: String) {
        var parts: [Part] = []
        var rest = template[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            parts.append(.text(rest[..<open]))
            let hole = rest[rest.index(after: open)..<close]
                .split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            switch hole.count {
            case 3: parts.append(.plural(argument: hole[0], one: hole[1], many: hole[2]))
            case 2: parts.append(.message(argument: hole[0], area: hole[1]))
            default: parts.append(.argument(hole[0]))
            }
            rest = rest[rest.index(after: close)...]
        }
        parts.append(.text(rest))
        self.parts = parts
    }

    /// Names of the arguments that the text needs.
    var argumentNames: Set<String> {
        Set(
            parts.compactMap { part in
                switch part {
                case .text: nil
                case .argument(let name): name
                case .message(let name, _): name
                case .plural(let name, _, _): name
                }
            })
    }

    /// The text with its holes filled. An argument that is not given shows as `?`.
    func render(_ arguments: [String: String], language: Language) -> String {
        var output = ""
        for part in parts {
            switch part {
            case .text(let text): output += text
            case .argument(let name): output += arguments[name].map(Self.displayable) ?? "?"
            case .message(let name, let area):
                let key = arguments[name].flatMap { MessageKey(rawValue: "\(area).\($0)") }
                output += key?.text(in: language) ?? arguments[name].map(Self.displayable) ?? "?"
            case .plural(let name, let one, let many):
                output += Self.isSingular(arguments[name], language: language) ? one : many
            }
        }
        return output
    }

    /// CLDR's plural rules: English counts 1 as one, French 0 and 1. CLDR's French "many" (whole millions) does not
    /// change any word used here.
    private static func isSingular(_ argument: String?, language: Language) -> Bool {
        guard let count = argument.flatMap({ Int($0) }) else { return false }
        return language == .french ? count.magnitude <= 1 : count == 1
    }

    /// Arguments come from peers and files: control characters could drive the reader's terminal.
    static func displayable(_ argument: String) -> String {
        var output = String.UnicodeScalarView()
        for scalar in argument.unicodeScalars.prefix(argumentCharactersMax) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
                output.append("\u{FFFD}")
            default: output.append(scalar)
            }
        }
        return String(output)
    }
}
