/// The values of one field, record by record: each record has none, one or a few.
struct ValueList: Sendable {
    private var starts: [UInt32] = [0]
    private var ids: [UInt32] = []

    /// Values of the next record; more than the limit are dropped.
    mutating func append(_ values: [UInt32]) {
        for value in values.prefix(LinkageLimits.valuesPerFieldMax) { ids.append(value) }
        starts.append(UInt32(ids.count))
    }

    func range(_ record: Int) -> Range<Int> {
        Int(starts[record])..<Int(starts[record + 1])
    }

    subscript(position: Int) -> UInt32 { ids[position] }

    func values(_ record: Int) -> ArraySlice<UInt32> { ids[range(record)] }

    func isEmpty(_ record: Int) -> Bool { starts[record] == starts[record + 1] }

    /// How many records hold each of `count` values.
    func holders(count: Int) -> [UInt32] {
        var holders = [UInt32](repeating: 0, count: count)
        for id in ids { holders[Int(id)] += 1 }
        return holders
    }
}
