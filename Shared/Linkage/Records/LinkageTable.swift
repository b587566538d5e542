public import Matching

/// The records of one or two lists, standardised, column by column.
///
/// Values are held once each; a record holds their numbers. A second list follows the first in the
/// same table, so that both share the numbers.
public struct LinkageTable: Sendable {
    /// The fields, in the order of the columns.
    public let fields: [LinkageField]
    /// Records so far.
    public private(set) var count = 0
    /// Records of the first list; all of them where there is one list.
    public private(set) var firstCount = 0
    /// Whether two lists are linked.
    public private(set) var hasTwoLists = false
    /// What the records hold; dates of birth are packed, other values are numbers of spellings.
    var rows = RecordRows()
    /// Spellings of the values of each field that holds neither names nor dates.
    private(set) var fieldSpellings: [Spellings]
    /// Spellings of the names of people in all fields, so that swapped names can be compared.
    private(set) var names: Spellings
    /// What each record says of its household, 0 for nothing.
    private var households = GrowingBuffer<UInt32>()
    private var householdSizes = GrowingBuffer<UInt32>([0])
    private var householdKeys = ValueStore()
    /// Of each field: what cells that were read lately hold, for most cells repeat.
    private var readCells: [[String: [UInt32]]]
    private static let readCellsMax = 1 << 12

    /// Whether any record names its household.
    var hasHouseholds: Bool { householdKeys.count > 0 }

    /// An empty table for a mapping.
    ///
    /// - Parameters:
    ///   - variants: names that are one name beyond their sound.
    ///   - configuration: says whether sounds count.
    public init(
        mapping: LinkageMapping, variants: NameVariants = .standard,
        configuration: LinkageConfiguration = .standard
    ) {
        let sounding = Sounding(variants, configuration)
        names = Spellings(sounding: sounding)
        fields = mapping.fields
        readCells = Array(repeating: [:], count: fields.count)
        fieldSpellings = fields.map { field in
            switch field.type {
            case .place: Spellings(sounding: sounding)
            case .text: Spellings(keepsPairs: true)
            default: Spellings()
            }
        }
    }

    /// The spellings of a field's values; names have those of all fields.
    func spellings(_ field: Int) -> Spellings {
        fields[field].type.isName ? names : fieldSpellings[field]
    }

    /// Adds a record.
    ///
    /// - Parameters:
    ///   - row: the cells of a row; missing ones are empty.
    ///   - plan: what the file's columns are used for; of the mapping that the table was made for.
    public mutating func append(_ row: [String], plan: ColumnPlan) {
        let values = fields.indices.map { index in
            let cells = plan.columns[index].map { $0 < row.count ? row[$0] : "" }
            switch fields[index].type {
            case .given, .family, .name:
                return Self.ids(cells, &readCells[index], &names, Self.names)
            case .birth:
                let birth = plan.births[index].birth(in: row, written: cells)
                return birth.isKnown ? [birth.packed] : []
            case .sex, .phone, .document, .place, .position, .text, .code:
                let type = fields[index].type
                let isRare = type == .phone || type == .document || type == .position
                return Self.ids(
                    cells, &readCells[index], isRare: isRare, &fieldSpellings[index]
                ) {
                    Standardising.values($0, as: type)
                }
            }
        }
        rows.append(values)
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

    /// A record is none any more; its number stays.
    mutating func remove(_ record: Int) {
        guard households[record] != 0 else { return }
        householdSizes[Int(households[record])] -= 1
        households[record] = 0
    }

    /// Households named so far, and one more.
    var householdsEnd: Int { householdSizes.count }

    /// Records that name a household.
    func size(ofHousehold household: UInt32) -> Int { Int(householdSizes[Int(household)]) }

    /// The household that a record names, however many do.
    func namedHousehold(of record: Int) -> UInt32 { households[record] }

    /// Bytes held.
    var byteCount: Int {
        rows.byteCount + households.byteCount + householdSizes.byteCount
            + householdKeys.byteCount + names.byteCount
            + fieldSpellings.reduce(0) { $0 + $1.byteCount }
    }

    /// The numbers of what cells hold; of one cell alone, as they were found before, unless hardly two records share it.
    private static func ids(
        _ cells: [String], _ known: inout [String: [UInt32]], isRare: Bool = false,
        _ spellings: inout Spellings, _ values: ([String]) -> [[UInt8]]
    ) -> [UInt32] {
        let isKept = cells.count == 1 && !isRare
        if isKept, let ids = known[cells[0]] { return ids }
        let ids = values(cells).map { spellings.id(of: $0) }
        if isKept {
            if known.count >= readCellsMax { known = [:] }
            known[cells[0]] = ids
        }
        return ids
    }

    /// The names in some cells, each once.
    private static func names(_ cells: [String]) -> [[UInt8]] {
        var names: [[UInt8]] = []
        for cell in cells where !Standardising.isNothing(cell) {
            for token in NameForm(cell).tokens where !names.contains(token.spelling) {
                names.append(token.spelling)
            }
        }
        return names
    }

    /// The household that a cell names, where a record named it before.
    func knownHousehold(_ cell: String) -> UInt32? {
        householdKeys.knownID(of: householdKey(cell)).map { $0 + 1 }
    }

    /// Two lists may number their households alike.
    private func householdKey(_ cell: String) -> [UInt8] {
        Array(((hasTwoLists ? "2/" : "1/") + cell).utf8)
    }

    private mutating func household(_ cell: String?) -> UInt32 {
        guard let cell, !Standardising.isNothing(cell) else { return 0 }
        let (id, isNew) = householdKeys.id(of: householdKey(cell))
        if isNew { householdSizes.append(0) }
        householdSizes[Int(id) + 1] += 1
        return id + 1
    }
}

// MARK: Snapshot

extension LinkageTable {
    func write(to snapshot: inout SnapshotWriter) throws {
        try rows.write(to: &snapshot)
        try names.write(to: &snapshot)
        for spellings in fieldSpellings { try spellings.write(to: &snapshot) }
        try households.write(to: &snapshot)
        try householdKeys.write(to: &snapshot)
    }

    /// Reads the records of one list in place of those that are held.
    mutating func read(from snapshot: inout SnapshotReader) throws {
        rows = try RecordRows(from: &snapshot)
        try names.read(from: &snapshot)
        for field in fieldSpellings.indices { try fieldSpellings[field].read(from: &snapshot) }
        households = try GrowingBuffer(from: &snapshot)
        householdKeys = try ValueStore(from: &snapshot)
        count = rows.count
        firstCount = count
        guard households.count == count else { throw SnapshotError.damaged }
        householdSizes = GrowingBuffer([0])
        householdSizes.append(zeros: householdKeys.count)
        for household in households.elements {
            guard Int(household) < householdSizes.count else { throw SnapshotError.damaged }
            if household != 0 { householdSizes[Int(household)] += 1 }
        }
    }

    /// Whether every value of every record is there.
    var isSound: Bool {
        let ends = fields.indices.map { fields[$0].type == .birth ? nil : spellings($0).count }
        return rows.withUnsafe { rows in
            (0..<count).allSatisfy { record in
                ends.indices.allSatisfy { field in
                    rows[record].values(field).allSatisfy { value in
                        if let end = ends[field] { return Int(value) < end }
                        let birth = Birth(packed: value)
                        return birth.isKnown && birth.year < Birth.yearsEnd
                    }
                }
            }
        }
    }
}
