/// Where a file keeps what a mapping names.
public struct ColumnPlan: Sendable {
    /// The columns of the parts of a date of birth.
    struct BirthColumns: Sendable {
        var parts: [ColumnUse.BirthPart: Int] = [:]

        func birth(in row: [String], written cells: [String]) -> Birth {
            var birth =
                cells.lazy.map { Birth($0) }.first { $0.isKnown }
                ?? Birth(
                    year: number(.year, row) ?? 0, month: number(.month, row) ?? 0,
                    day: number(.day, row) ?? 0)
            if !birth.isKnown { birth = guessed(in: row) }
            birth.lower(toPrecision: cell(.precision, row))
            return birth
        }

        private func cell(_ part: ColumnUse.BirthPart, _ row: [String]) -> String {
            parts[part].flatMap { $0 < row.count ? row[$0] : nil } ?? ""
        }

        /// A whole number; programs that count with fractions write `24.0`.
        private func number(_ part: ColumnUse.BirthPart, _ row: [String]) -> Int? {
            let text = Birth.inEuropeanDigits(cell(part, row)).filter { $0 != " " }
            return Int(text.hasSuffix(".0") ? text.dropLast(2) : text[...])
        }

        private func guessed(in row: [String]) -> Birth {
            let said = Birth(cell(.said, row))
            guard said.isKnown, let age = number(.age, row), (0...130).contains(age) else {
                return .unknown
            }
            var birth = Birth(year: Int(said.year) - age)
            birth.isGuessed = true
            return birth
        }
    }

    /// The columns of each field of the mapping, in the order of its fields.
    let columns: [[Int]]
    let births: [BirthColumns]
    let household: Int?
    /// The column of the records' names in results.
    public let id: Int?
    /// Headers that the mapping does not name.
    public let unnamed: [String]

    /// A plan for a file with these headers.
    ///
    /// - Throws: `nothingMapped` where no field has a column in the file.
    public init(headers: [String], mapping: LinkageMapping) throws(LinkageMapping.Problem) {
        var columns = [[Int]](repeating: [], count: mapping.fields.count)
        var births = [BirthColumns](repeating: BirthColumns(), count: mapping.fields.count)
        var household: Int?
        var id: Int?
        var unnamed: [String] = []
        for (column, header) in headers.enumerated() {
            switch mapping.uses[header] {
            case .field(let field):
                if let index = mapping.fields.firstIndex(of: field) {
                    columns[index].append(column)
                }
            case .birth(let part, let label):
                let field = LinkageField(.birth, label: label)
                if let index = mapping.fields.firstIndex(of: field) {
                    births[index].parts[part] = column
                }
            case .position(let part, let label):
                let field = LinkageField(.position, label: label)
                if let index = mapping.fields.firstIndex(of: field) {
                    columns[index].insert(column, at: part == .latitude ? 0 : columns[index].count)
                }
            case .id: id = column
            case .household: household = column
            case .ignored: continue
            case nil: unnamed.append(header)
            }
        }
        guard
            columns.contains(where: { !$0.isEmpty })
                || births.contains(where: { !$0.parts.isEmpty })
        else { throw LinkageMapping.Problem(.nothingMapped) }
        self.columns = columns
        self.births = births
        self.household = household
        self.id = id
        self.unnamed = unnamed
    }
}
