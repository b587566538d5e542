import Basics
import Messages

/// The values that one dimension takes, numbered as they come.
struct CountColumn {
    /// What stands for a value that is not known.
    static let unknown = "unknown"
    /// What stands for a person without needs.
    static let none = "none"
    /// Bits of one column in a row's key. A value makes at least one row, so there are hardly more than
    /// ``StatisticsLimits/rowsMax`` of them.
    private static let width = 16

    let dimension: StatisticsV1.Dimension
    private(set) var values: [String] = []
    private let asOf: CalendarDate
    private var indices: [String: Int] = [:]
    private var numbered: [Int: Int] = [:]
    private var needs: [String: [Int]] = [:]
    private var last: (value: String, index: Int)?

    init(dimension: StatisticsV1.Dimension, asOf: CalendarDate) {
        self.dimension = dimension
        self.asOf = asOf
        for value in Self.order(of: dimension) { _ = index(of: value) }
    }

    /// A value's number as it stands in a row's key.
    static func bits(_ index: Int, column: Int) -> UInt64 {
        UInt64(index) << (UInt64(column * width))
    }

    /// The number of a column's value in a row's key.
    static func index(in key: UInt64, column: Int) -> Int {
        Int(key >> (UInt64(column * width)) & 0xFFFF)
    }

    mutating func index(of value: String) -> Int {
        if let last, last.value == value { return last.index }
        let text = value.isEmpty ? Self.unknown : value
        let index = indices[text] ?? values.count
        if index == values.count {
            values.append(text)
            indices[text] = index
        }
        last = (value, index)
        return index
    }

    mutating func index(ofSex sex: Int) -> Int {
        if let index = numbered[sex] { return index }
        let text: String
        switch CommonV1.Sex(rawValue: Int32(truncatingIfNeeded: sex)) {
        case .female: text = "F"
        case .male: text = "M"
        case .other: text = "other"
        case .unspecified, .unknown, .unrecognized: text = Self.unknown
        }
        return remember(sex, as: text)
    }

    mutating func index(ofAge birth: BirthNumber) -> Int {
        numbered[birth.rawValue]
            ?? remember(birth.rawValue, as: AgeBand(born: birth, on: asOf).rawValue)
    }

    mutating func index(ofDay day: Int) -> Int {
        numbered[day] ?? remember(day, as: DayNumber.text(day) ?? Self.unknown)
    }

    /// The numbers of the needs in a list with a space between; of "none" where it is empty.
    mutating func indices(ofNeeds list: String) -> [Int] {
        if let found = needs[list] { return found }
        let codes = list.split(separator: " ").map(String.init)
        let found = codes.isEmpty ? [index(of: Self.none)] : codes.map { index(of: $0) }
        needs[list] = found
        return found
    }

    /// The place of each value among the sorted values.
    func ranks() -> [UInt64] {
        let fixed = Self.order(of: dimension)
        func order(_ value: String) -> (Int, String) {
            if let position = fixed.firstIndex(of: value) { return (position, "") }
            return (
                value == Self.unknown ? Int.max : value == Self.none ? Int.max - 1 : fixed.count,
                value
            )
        }
        var ranks = [UInt64](repeating: 0, count: values.count)
        let sorted = values.indices.sorted { order(values[$0]) < order(values[$1]) }
        for (rank, index) in sorted.enumerated() { ranks[index] = UInt64(rank) }
        return ranks
    }

    private mutating func remember(_ number: Int, as text: String) -> Int {
        let index = index(of: text)
        numbered[number] = index
        return index
    }

    /// Values whose order is not that of their letters.
    private static func order(of dimension: StatisticsV1.Dimension) -> [String] {
        switch dimension {
        case .sex: ["F", "M", "other", unknown]
        case .ageBand: AgeBand.allCases.map(\.rawValue)
        case .place, .populationGroup, .need, .date, .unspecified, .unrecognized: []
        }
    }
}
