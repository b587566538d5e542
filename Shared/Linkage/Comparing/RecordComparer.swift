/// Compares the records of a list, part by part.
struct RecordComparer: Sendable {
    private let plan: ComparisonPlan
    private let table: LinkageTable
    private let frequencies: ValueFrequencies

    /// - Parameters:
    ///   - witnesses: records that say how rare values are; all, unless told.
    ///   - people: the person of each record; each is another's, unless told.
    init(
        _ table: LinkageTable, _ configuration: LinkageConfiguration, witnesses: [Int]? = nil,
        people: [UInt32]? = nil
    ) {
        self.table = table
        plan = ComparisonPlan(
            fields: table.fields, hasHouseholds: table.hasHouseholds, configuration)
        frequencies = ValueFrequencies(
            table, among: witnesses ?? Array(0..<table.count),
            people: people ?? Array(0..<UInt32(table.count)))
    }

    var parts: [ComparisonPart] { plan.parts }
    var householdPart: Int? { plan.householdPart }

    /// Opens the table for the comparison of many pairs.
    func withPairComparer<Result>(_ body: (inout PairComparer) -> Result) -> Result {
        var caches: LevelCaches?
        return plan.withPairComparer(table, frequencies, &caches, body)
    }

    func compare(_ left: Int, _ right: Int) -> Comparison {
        withPairComparer { $0.compare(left, right) }
    }
}
