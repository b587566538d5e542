extension LinkageTable {
    /// How many more records may be alike than chance makes, before they are taken for copies: fields are
    /// not independent.
    private static let chanceMax = 8.0

    /// The records that say how common values are and what strangers share, in order.
    ///
    /// One record copied a hundred times would make its values common and its copies strangers. So of the
    /// records that are alike in every field no more count than chance explains, which is their number if
    /// fields were independent, or one. Namesakes of whom nothing else is known all count.
    func witnesses() -> [Int] {
        let numbers = 0..<count
        let holders = fields.indices.map { self.holders(of: $0) }
        return rows.withUnsafe { rows in
            // The records of each row that were met, by the row's hash.
            var met: [UInt64: UInt32] = [:]
            return numbers.filter { record in
                let before = met[rows[record].hash, default: 0]
                met[rows[record].hash] = before + 1
                return before == 0
                    || Double(before) < Self.chanceMax * expected(rows[record], holders)
            }
        }
    }

    /// How many records hold each value of a field; of dates, each year.
    func holders(of field: Int) -> [UInt32] {
        let isBirth = fields[field].type == .birth
        var holders = [UInt32](
            repeating: 0, count: isBirth ? Birth.yearsEnd : spellings(field).count)
        for (value, _) in held(field, among: 0..<count) { holders[Int(value)] += 1 }
        return holders
    }

    /// The values that some records hold of a field, each with its record; of dates, the years.
    func held(
        _ field: Int, among records: some Collection<Int>
    ) -> [(value: UInt32, record: UInt32)] {
        let isBirth = fields[field].type == .birth
        var held: [(value: UInt32, record: UInt32)] = []
        held.reserveCapacity(records.count)
        rows.withUnsafe { rows in
            for record in records {
                for value in rows[record].values(field) {
                    let value = isBirth ? UInt32(Birth(packed: value).year) : value
                    held.append((value, UInt32(record)))
                }
            }
        }
        return held
    }

    /// Records that would be like one if fields were independent.
    private func expected(_ row: UnsafeRow, _ holders: [[UInt32]]) -> Double {
        var expected = Double(count)
        for (field, holders) in holders.enumerated() {
            for value in row.values(field) {
                if fields[field].type == .birth {
                    let birth = Birth(packed: value)
                    expected *= Double(holders[Int(birth.year)]) / Double(count)
                    if birth.hasDay { expected /= 365 }
                } else {
                    expected *= Double(holders[Int(value)]) / Double(count)
                }
            }
        }
        return expected
    }
}
