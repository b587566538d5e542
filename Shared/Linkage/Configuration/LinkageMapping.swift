/// What each column of a file is used for.
///
/// Lines of `header = use`, as in the mapping of an intake file; `#` begins a comment, and the last
/// `=` of a line divides. A use is a field's type with a label where a record has several of that
/// type. Columns of one field are its parts. Headers of both files may stand in one mapping.
///
/// ```
/// rec_id = id
/// prenom = given
/// nom = family
/// date_naissance = birth
/// village = place:origin
/// nom_mere = name:mother
/// saisi_par = -
/// ```
public struct LinkageMapping: Sendable, Hashable {
    /// Why a mapping cannot be used.
    public struct Problem: Error, Hashable, Sendable {
        /// The kind.
        public enum Code: String, CaseIterable, Sendable {
            /// The line is no `header = use`.
            case malformed
            /// There is no such use.
            case useUnknown
            /// Nothing is left to compare.
            case nothingMapped
            /// More fields than ``LinkageLimits/fieldsMax``.
            case tooManyFields
        }

        /// What is wrong.
        public let code: Code
        /// The line, from 1; 0 where it is the whole.
        public let line: Int
        /// The word that is wrong.
        public let found: String

        init(_ code: Code, line: Int = 0, found: String = "") {
            self.code = code
            self.line = line
            self.found = found
        }
    }

    /// The use of each header.
    public let uses: [String: ColumnUse]

    /// The fields, in a fixed order.
    public let fields: [LinkageField]

    /// A mapping made in code.
    ///
    /// - Throws: `nothingMapped`, `tooManyFields`.
    public init(uses: [String: ColumnUse]) throws(Problem) {
        self.uses = uses
        var fields: Set<LinkageField> = []
        for use in uses.values {
            switch use {
            case .field(let field): fields.insert(field)
            case .birth(_, let label): fields.insert(LinkageField(.birth, label: label))
            case .position(_, let label): fields.insert(LinkageField(.position, label: label))
            case .id, .household, .ignored: continue
            }
        }
        guard !fields.isEmpty else { throw Problem(.nothingMapped) }
        guard fields.count <= LinkageLimits.fieldsMax else { throw Problem(.tooManyFields) }
        let order = FieldType.allCases
        self.fields = fields.sorted {
            (order.firstIndex(of: $0.type) ?? 0, $0.label)
                < (order.firstIndex(of: $1.type) ?? 0, $1.label)
        }
    }

    /// Reads a mapping file's lines.
    ///
    /// - Throws: the first line that cannot be read or names an unknown use.
    public init(lines: [String]) throws(Problem) {
        var uses: [String: ColumnUse] = [:]
        for (index, line) in lines.enumerated() {
            let text = Self.trimmed(line[...])
            if text.isEmpty || text.hasPrefix("#") { continue }
            guard let equals = text.lastIndex(of: "=") else {
                throw Problem(.malformed, line: index + 1)
            }
            let header = Self.trimmed(text[..<equals])
            let word = Self.trimmed(text[text.index(after: equals)...])
            guard !header.isEmpty else { throw Problem(.malformed, line: index + 1) }
            guard let use = ColumnUse(word) else {
                throw Problem(.useUnknown, line: index + 1, found: word)
            }
            uses[header] = use
        }
        try self.init(uses: uses)
    }

    private static func trimmed(_ text: Substring) -> String {
        var rest = text
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
