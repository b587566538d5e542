/// Where a command came from, so that what a server says about a field can be told as row and
/// column.
public struct CommandOrigin: Sendable, Hashable {
    /// What the team calls the household.
    public let sourceKey: String
    /// The household's first row.
    public let row: Int
    /// The row of each member, in the order of the command's members.
    public let memberRows: [Int]
    let headers: [IntakeField: String]

    init(sourceKey: String, rows: [IntakeRow]) {
        self.sourceKey = sourceKey
        self.row = rows[0].row
        self.memberRows = rows.map(\.row)
        var headers: [IntakeField: String] = [:]
        for row in rows {
            for (field, cell) in row.cells where headers[field] == nil {
                headers[field] = cell.header
            }
        }
        self.headers = headers
    }

    /// The row and the column's header of a field path such as
    /// `commands[3].register.household.members[0].birth_date`.
    ///
    /// The header is empty where the path names no column; the row is then the household's first or
    /// the member's.
    public func locate(fieldPath: String) -> (row: Int, header: String) {
        var row = row
        var isMember = false
        var header = ""
        for part in fieldPath.split(separator: ".") {
            let name = part.prefix { $0 != "[" }
            let index = part.dropFirst(name.count + 1).dropLast()
            if name == "members" || name == "person_keys" {
                isMember = true
                if let position = Int(index), memberRows.indices.contains(position) {
                    row = memberRows[position]
                }
            }
            for field in Self.fields(String(name), isMember: isMember) {
                if let found = headers[field] {
                    header = found
                    break
                }
            }
        }
        return (row, header)
    }

    /// The fields that a name of the contract may have come from, the likeliest first.
    private static func fields(_ name: String, isMember: Bool) -> [IntakeField] {
        switch name {
        // The message that holds the household, and not the column that names it.
        case "household": []
        case "source_key": isMember ? [.person] : [.household, .caseNumber]
        case "household_id", "case_number": [.caseNumber]
        case "stage": [.stage]
        case "place": [.placeCode, .place]
        case "origin": [.originCode, .origin]
        case "arrived_on": [.arrivedOn]
        case "departed_on": [.departedOn]
        case "destination": [.destination]
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
