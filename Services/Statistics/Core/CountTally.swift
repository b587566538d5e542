import Catalogue
public import Messages
public import Reference
public import Status

/// One person as counted; the people of a household must follow each other.
public struct CountedPerson: Sendable, Hashable {
    /// Number of the household.
    public var household: Int64 = 0
    /// P-code, or empty.
    public var placeCode = ""
    /// Population group code, or empty.
    public var populationGroup = ""
    /// Number of the sex in the contract.
    public var sex = 0
    /// Date of birth.
    public var birth = BirthNumber(rawValue: 0)
    /// Codes of needs with a space between.
    public var needs = ""
    /// Day of registration as a ``DayNumber``.
    public var registeredOn = 0
    /// Whether this record counts for its identity.
    public var isNet = false

    /// A person of whom nothing is known.
    public init() {}
}

/// Adds people up into the rows of a table.
///
/// One pass, memory by the number of rows and not of people. Households are counted once a row in which they have
/// somebody, so rows by sex or age add up to more than the total; net, once a row in which they have somebody who counts
/// net, so a household whose people are all counted elsewhere is none.
public struct CountTally {
    private struct Cell {
        let key: UInt64
        var people: UInt64 = 0
        var households: UInt64 = 0
        var net: UInt64 = 0
        var householdsNet: UInt64 = 0
        var preRegistered: UInt64 = 0
    }

    private let query: CountQuery
    private var rollUp: PlaceRollUp
    private var columns: [CountColumn]
    private let needColumn: Int?
    private var cells: [Cell] = []
    private var positions: [UInt64: Int] = [:]
    private var total = Cell(key: 0)
    private var household: Int64?
    private var isHouseholdNet = false
    /// Positions of the rows in which the present household was counted, and in which it was counted net.
    private var rowsOfHousehold: [Int] = []
    private var netRowsOfHousehold: [Int] = []

    /// An empty table.
    public init(query: CountQuery, places: Gazetteer) {
        self.query = query
        rollUp = PlaceRollUp(query: query, places: places)
        columns = query.dimensions.map { CountColumn(dimension: $0, asOf: query.asOf) }
        needColumn = query.dimensions.firstIndex(of: .need)
    }

    /// Adds a person.
    ///
    /// - Throws: `OUT_OF_RANGE` when the table would have more than ``StatisticsLimits/rowsMax`` rows.
    public mutating func add(_ person: CountedPerson) throws(RPCError) {
        let place = rollUp.result(of: person.placeCode)
        guard place.isIncluded else { return }
        if person.household != household {
            household = person.household
            isHouseholdNet = false
            rowsOfHousehold.removeAll(keepingCapacity: true)
            netRowsOfHousehold.removeAll(keepingCapacity: true)
            total.households += 1
        }
        total.people += 1
        if person.isNet {
            total.net += 1
            if !isHouseholdNet { total.householdsNet += 1 }
            isHouseholdNet = true
        }
        let key = key(of: person, place: place)
        guard let needColumn else {
            try count(person, in: key)
            return
        }
        for value in columns[needColumn].indices(ofNeeds: person.needs) {
            try count(person, in: key | CountColumn.bits(value, column: needColumn))
        }
    }

    /// Adds a household that is pre-registered only. Of its people only the place and the day are known.
    ///
    /// - Throws: `OUT_OF_RANGE` as ``add(_:)``.
    public mutating func addPreRegistered(
        people: Int, placeCode: String, recordedOn: Int
    ) throws(RPCError) {
        let place = rollUp.result(of: placeCode)
        guard place.isIncluded, people > 0 else { return }
        total.preRegistered += UInt64(people)
        var person = CountedPerson()
        person.registeredOn = recordedOn
        var key = key(of: person, place: place)
        if let needColumn {
            key |= CountColumn.bits(
                columns[needColumn].index(of: CountColumn.unknown), column: needColumn)
        }
        let position = try position(of: key)
        cells[position].preRegistered += UInt64(people)
    }

    /// The sum over everybody, each person and household once.
    public var totalRow: StatisticsV1.CountRow { Self.row(total, values: []) }

    /// The rows in the order of their values; none where no dimension was asked.
    public func rows() -> [StatisticsV1.CountRow] {
        guard !columns.isEmpty else { return [] }
        let ranks = columns.map { $0.ranks() }
        func order(_ cell: Cell) -> UInt64 {
            columns.indices.reduce(0) { order, column in
                order << 16 | ranks[column][CountColumn.index(in: cell.key, column: column)]
            }
        }
        return cells.map { (order($0), $0) }.sorted { $0.0 < $1.0 }.map { _, cell in
            Self.row(
                cell,
                values: columns.indices.map { column in
                    columns[column].values[CountColumn.index(in: cell.key, column: column)]
                })
        }
    }

    /// The key of a person's row without the need, of which there may be several.
    private mutating func key(of person: CountedPerson, place: PlaceRollUp.Result) -> UInt64 {
        var key: UInt64 = 0
        for column in columns.indices {
            let index: Int
            switch columns[column].dimension {
            case .place: index = columns[column].index(of: place.code ?? CountColumn.unknown)
            case .populationGroup: index = columns[column].index(of: person.populationGroup)
            case .sex: index = columns[column].index(ofSex: person.sex)
            case .ageBand: index = columns[column].index(ofAge: person.birth)
            case .date: index = columns[column].index(ofDay: person.registeredOn)
            case .need, .unspecified, .unrecognized: continue
            }
            key |= CountColumn.bits(index, column: column)
        }
        return key
    }

    private mutating func count(_ person: CountedPerson, in key: UInt64) throws(RPCError) {
        let position = try position(of: key)
        cells[position].people += 1
        if person.isNet {
            cells[position].net += 1
            if !netRowsOfHousehold.contains(position) {
                netRowsOfHousehold.append(position)
                cells[position].householdsNet += 1
            }
        }
        if !rowsOfHousehold.contains(position) {
            rowsOfHousehold.append(position)
            cells[position].households += 1
        }
    }

    private mutating func position(of key: UInt64) throws(RPCError) -> Int {
        if let position = positions[key] { return position }
        guard cells.count < StatisticsLimits.rowsMax || columns.isEmpty else {
            throw RPCError(
                .outOfRange, .statistics(.rowsTooMany),
                arguments: ["max": "\(StatisticsLimits.rowsMax)"])
        }
        cells.append(Cell(key: key))
        positions[key] = cells.count - 1
        return cells.count - 1
    }

    private static func row(_ cell: Cell, values: [String]) -> StatisticsV1.CountRow {
        StatisticsV1.CountRow(
            values: values, people: cell.people, households: cell.households,
            peopleNet: cell.net, peoplePreRegistered: cell.preRegistered,
            householdsNet: cell.householdsNet)
    }
}
