internal import Catalogue
internal import DelimitedText

/// What headers of other systems mean, as a team's mapping file says.
///
/// Lines of `header = field`; `#` begins a comment; a field of `-` means that the column is known
/// and not wanted. The last `=` of a line divides, so that a header may hold one. A file that
/// begins with `{` is a JSON object of the same pairs.
///
/// ```
/// # KoboToolbox, form of March
/// identification/nom_chef = family_name
/// _uuid = household
/// deviceid = -
/// ```
public struct HeaderMapping: Sendable, Hashable {
    /// The field of each header; nil where the column is not wanted.
    public let fields: [String: IntakeField?]

    /// No header means anything beyond what is built in.
    public static let none = HeaderMapping(fields: [:])

    /// A mapping made in code.
    public init(fields: [String: IntakeField?]) {
        self.fields = fields
    }

    /// Reads a mapping file's content.
    ///
    /// - Throws: the first line that cannot be read or names an unknown field, as a problem whose
    ///   row is the line.
    public init(contents: [UInt8]) throws(IntakeProblem) {
        let text = try Self.text(contents)
        let lines = text.utf8Lines
        guard text.firstVisibleByte != UInt8(ascii: "{") else {
            self.fields = try Self.parseObject(Array(lines.joined(separator: "\n".utf8)))
            return
        }
        var fields: [String: IntakeField?] = [:]
        guard lines.count <= IntakeLimits.mappingLinesMax else {
            throw IntakeProblem(row: lines.count, key: .column(.mappingMalformed))
        }
        for (index, line) in lines.enumerated() {
            let text = CellText.trimmed(String(decoding: line, as: UTF8.self))
            if text.isEmpty || text.hasPrefix("#") { continue }
            guard let equals = text.lastIndex(of: "=") else {
                throw IntakeProblem(row: index + 1, key: .column(.mappingMalformed))
            }
            let header = CellText.trimmed(String(text[..<equals]))
            guard !header.isEmpty else {
                throw IntakeProblem(row: index + 1, key: .column(.mappingMalformed))
            }
            let name = CellText.trimmed(String(text[text.index(after: equals)...]))
            fields[header] = .some(try Self.field(name, row: index + 1))
        }
        self.fields = fields
    }

    /// The file's text, whatever its encoding, without a byte order mark.
    private static func text(_ contents: [UInt8]) throws(IntakeProblem) -> DelimitedText {
        do {
            return try DelimitedText(contents)
        } catch {
            throw IntakeProblem(error)
        }
    }

    private static func parseObject(
        _ contents: [UInt8]
    ) throws(IntakeProblem) -> [String: IntakeField?] {
        var parser = JSONParser(contents[...])
        guard case .object(let members)? = try? parser.parseDocument() else {
            throw IntakeProblem(key: .column(.mappingMalformed))
        }
        var fields: [String: IntakeField?] = [:]
        for (header, value) in members {
            guard case .string(let name) = value else {
                throw IntakeProblem(header: header, key: .column(.mappingMalformed))
            }
            fields[header] = .some(try field(name, row: 0))
        }
        return fields
    }

    private static func field(_ name: String, row: Int) throws(IntakeProblem) -> IntakeField? {
        if name == "-" { return nil }
        guard let field = IntakeField(rawValue: name) else {
            let allowed = IntakeField.allCases.map(\.rawValue).joined(separator: ", ")
            throw IntakeProblem(
                row: row, key: .column(.mappingFieldUnknown),
                arguments: ["found": name, "allowed": allowed])
        }
        return field
    }
}
