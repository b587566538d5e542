/// Which records may be one person's: not two of one household, nor two of one of two lists.
struct Linkable: Sendable {
    private let households: [UInt32]
    private let firstCount: Int
    private let hasTwoLists: Bool

    init(_ table: LinkageTable) {
        households = table.hasHouseholds ? (0..<table.count).map(table.household) : []
        firstCount = table.firstCount
        hasTwoLists = table.hasTwoLists
    }

    func callAsFunction(_ left: Int, _ right: Int) -> Bool {
        if !households.isEmpty, households[left] != 0, households[left] == households[right] {
            return false
        }
        return !hasTwoLists || (left < firstCount) != (right < firstCount)
    }
}
