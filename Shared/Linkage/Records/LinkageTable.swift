internal import Matching

/// The records of one or two lists, standardised, column by column.
///
/// Values are held once each; a record holds their numbers. A second list follows the first in the
/// same table, so that both share the numbers.
public struct LinkageTable: Sendable {
    /// What a field's values are held as.
    enum Column: Sendable {
        /// Names; their spellings are those of ``LinkageTable/names``.
        case names(ValueList)
        case births([Birth])
        case values(ValueList, Spellings)
    }

    /// The fields, in the order of the columns.
    public let fields: [LinkageField]
    /// Records so far.
    public private(set) var count = 0
    /// Records of the first list; all of them where there is one list.
    public private(set) var firstCount = 0
    /// Whether two lists are linked.
    public private(set) var hasTwoLists = false
    private(set) var columns: [Column]
    /// Spellings of the names of people in all fields, so that swapped names can be compared.
    private(set) var names = Spellings(keepsSounds: true)
    /// What each record says of its household, 0 for nothing.
    private var households: [UInt32] = []
    private var householdSizes: [Int] = [0]
    private var householdOfKey: [String: UInt32] = [:]

    /// Whether any record names its household.
    var hasHouseholds: Bool { !householdOfKey.isEmpty }

    /// An empty table for a mapping.
    public init(mapping: LinkageMapping) {
        fields = mapping.fields
        columns = fields.map { field in
            switch field.type {
            case .given, .family, .name: .names(ValueList())
            case .birth: .births([])
            case .place: .values(ValueList(), Spellings(keepsSounds: true))
            case .text: .values(ValueList(), Spellings(keepsPairs: true))
            case .sex, .phone, .document, .code: .values(ValueList(), Spellings())
            }
        }
    }

    /// Adds a record.
    ///
    /// - Parameters:
    ///   - row: the cells of a row; missing ones are empty.
    ///   - plan: what the file's columns are used for; of the mapping that the table was made for.
    public mutating func append(_ row: [String], plan: ColumnPlan) {
        for (index, field) in fields.enumerated() {
            let cells = plan.columns[index].map { $0 < row.count ? row[$0] : "" }
            switch columns[index] {
            case .names(var list):
                // Taken out and put back, so that the list is not copied.
                columns[index] = .births([])
                list.append(nameIDs(cells))
                columns[index] = .names(list)
            case .births(var births):
                columns[index] = .births([])
                births.append(plan.births[index].birth(in: row, written: cells))
                columns[index] = .births(births)
            case .values(var list, var spellings):
                columns[index] = .births([])
                list.append(
                    Standardising.values(cells, as: field.type).map { spellings.id(of: $0) })
                columns[index] = .values(list, spellings)
            }
        }
        households.append(household(plan.household.flatMap { $0 < row.count ? row[$0] : nil }))
        count += 1
        if !hasTwoLists { firstCount = count }
    }

    /// The records that follow are of the second list.
    public mutating func beginSecondList() {
        hasTwoLists = true
    }

    /// The household of a record; 0 where it has none, or where so many have the same that it is none: a
    /// site, or what a program writes for nothing.
    func household(of record: Int) -> UInt32 {
        let household = households[record]
        let isHousehold = householdSizes[Int(household)] <= LinkageLimits.householdMembersMax
        return isHousehold ? household : 0
    }

    private mutating func nameIDs(_ cells: [String]) -> [UInt32] {
        var ids: [UInt32] = []
        for cell in cells where !Standardising.isNothing(cell) {
            for token in NameForm(cell).tokens {
                let id = names.id(of: token.spelling)
                if !ids.contains(id) { ids.append(id) }
            }
        }
        return ids
    }

    private mutating func household(_ cell: String?) -> UInt32 {
        guard let cell, !Standardising.isNothing(cell) else { return 0 }
        // Two lists may number their households alike.
        let key = (hasTwoLists ? "2/" : "1/") + cell
        if let household = householdOfKey[key] {
            householdSizes[Int(household)] += 1
            return household
        }
        let household = UInt32(householdSizes.count)
        householdSizes.append(1)
        householdOfKey[key] = household
        return household
    }
}
