/// Where a command came from, so that what is said about a field can be told as row and column.
public struct CommandOrigin: Sendable, Hashable {
    /// A column that says something of the household.
    private struct Column: Hashable {
        let number: Int
        let header: String
    }

    /// What the team calls the household.
    public let sourceKey: String
    /// The household's first row.
    public let row: Int
    /// The row of each member, in the order of the command's members.
    public let memberRows: [Int]
    private let columns: [IntakeField: Column]

    init(sourceKey: String, rows: [IntakeRow]) {
        self.sourceKey = sourceKey
        self.row = rows[0].row
        self.memberRows = rows.map(\.row)
        var columns: [IntakeField: Column] = [:]
        for row in rows {
            for (field, cell) in row.cells where columns[field] == nil {
                columns[field] = Column(number: cell.column, header: cell.header)
            }
        }
        self.columns = columns
    }

    /// The row, and the column's number and header, of a field path such as
    /// `commands[3].register.household.members[0].birth_date`.
    ///
    /// The header is empty, and the number 0, where the path names no column; the row is then the household's first or
    /// the member's.
    public func locate(fieldPath: String) -> (row: Int, column: Int, header: String) {
        let (row, fields) = meaning(of: fieldPath)
        let column = fields.lazy.compactMap { columns[$0] }.first
        return (row, column?.number ?? 0, column?.header ?? "")
    }

    /// The field of a file that a path most likely came from.
    func field(at fieldPath: String) -> IntakeField? { meaning(of: fieldPath).fields.first }

    /// The row of a path, and the fields that it may have come from, the likeliest first.
    private func meaning(of fieldPath: String) -> (row: Int, fields: [IntakeField]) {
        var row = row
        var fields: [IntakeField] = []
        var parent = ""
        var isMember = false
        for part in fieldPath.split(separator: ".") {
            let name = String(part.prefix { $0 != "[" })
            if name == "members" || name == "person_keys" {
                isMember = true
                let index = part.dropFirst(name.count + 1).dropLast()
                if let position = Int(index), memberRows.indices.contains(position) {
                    row = memberRows[position]
                }
            }
            fields = Self.fields(name, of: parent, isMember: isMember) + fields
            parent = name
        }
        return (row, fields)
    }

    /// The fields that a name of the contract may have come from, the likeliest first.
    private static func fields(
        _ name: String, of parent: String, isMember: Bool
    ) -> [IntakeField] {
        switch name {
        // The message that holds the household, and not the column that names it.
        case "household": []
        case "source_key": isMember ? [.person] : [.household, .caseNumber]
        case "household_id", "case_number": [.caseNumber]
        case "place": [.place, .placeCode]
        case "origin": [.origin, .originCode]
        case "code": parent == "place" ? [.placeCode] : parent == "origin" ? [.originCode] : []
        case "arrived_on": [.arrivedOn]
        case "departed_on": [.departedOn]
        case "declared_size": [.declaredSize]
        case "phones": isMember ? [.phone] : [.householdPhone]
        case "person_keys": [.person]
        case "birth_date": [.birthDate, .age]
        case "documents", "number": [.documentNumber]
        case "kind": [.documentKind]
        case "issuer": [.documentIssuer]
        default: IntakeField(rawValue: name).map { [$0] } ?? []
        }
    }
}
