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
            /// The header stands in an earlier line, too.
            case headerRepeated
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

    /// The fields, by their types, and of one type as the mapping names them: its first place says who are neighbours.
    public let fields: [LinkageField]

    /// A mapping made in code; of one type the fields are in the order of their labels.
    ///
    /// - Throws: `nothingMapped`, `tooManyFields`.
    public init(uses: [String: ColumnUse]) throws(Problem) {
        let fields = Set(uses.values.compactMap(\.comparedField))
        try self.init(uses: uses, fields: fields.sorted { $0.label < $1.label })
    }

    /// - Parameter fields: those of the uses; one that is named again is the same.
    private init(uses: [String: ColumnUse], fields: [LinkageField]) throws(Problem) {
        self.uses = uses
        let byType = Dictionary(grouping: fields, by: \.type)
        self.fields = FieldType.allCases.flatMap { type in
            byType[type, default: []].reduce(into: []) { distinct, field in
                if !distinct.contains(field) { distinct.append(field) }
            }
        }
        guard !self.fields.isEmpty else { throw Problem(.nothingMapped) }
        guard self.fields.count <= LinkageLimits.fieldsMax else { throw Problem(.tooManyFields) }
    }

    /// Reads a mapping file's lines.
    ///
    /// - Throws: the first line that cannot be read, names an unknown use or repeats a header.
    public init(lines: [String]) throws(Problem) {
        var uses: [String: ColumnUse] = [:]
        var fields: [LinkageField] = []
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
            guard uses.updateValue(use, forKey: header) == nil else {
                throw Problem(.headerRepeated, line: index + 1, found: header)
            }
            if let field = use.comparedField { fields.append(field) }
        }
        try self.init(uses: uses, fields: fields)
    }

    private static func trimmed(_ text: Substring) -> String {
        var rest = text
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
