internal import Glibc
internal import Matching

extension LinkageTable {
    /// Share of records whose given and family names stand in each other's place, before a list is seen.
    private static let exchangedShare = 0.04
    /// Records that a name is assumed to stand in either place of, before any is counted.
    private static let assumedHolders = 0.5

    /// Puts given and family names of records in their places where the list knows better: who is "Traoré, Moussa" among
    /// hundreds whose family name is Traoré, and whose given name is Moussa, was written down in the other order.
    ///
    /// Else such a form shares its "given name" with every Traoré. It takes more than one name to tell: the odds that each is
    /// a given or a family name, by those of the same sound in other records, multiply.
    mutating func exchangeNames() {
        guard let given = fields.firstIndex(of: LinkageField(.given)),
            let family = fields.firstIndex(of: LinkageField(.family))
        else { return }
        let bitsOf = bitsOfFamilyNames(given, family)
        let least = log2((1 - Self.exchangedShare) / Self.exchangedShare)
        var exchanged: [Int] = []
        rows.withUnsafe { rows in
            for record in 0..<count {
                let givenNames = rows[record].values(given)
                let familyNames = rows[record].values(family)
                guard !givenNames.isEmpty, !familyNames.isEmpty else { continue }
                let bits =
                    givenNames.reduce(0) { $0 + bitsOf($1, true) }
                    - familyNames.reduce(0) { $0 + bitsOf($1, false) }
                if bits > least { exchanged.append(record) }
            }
        }
        for record in exchanged { rows.exchange(given, family, of: record) }
    }

    /// How many bits a name in a given or a family name's place says for a family name, by all other records.
    private func bitsOfFamilyNames(_ given: Int, _ family: Int) -> (UInt32, Bool) -> Double {
        let sounds = names.sounds
        let counts = [given, family].map { field in
            var counts = [Double](repeating: Self.assumedHolders, count: names.soundCount)
            for (id, holders) in holders(of: field).enumerated() {
                counts[Int(sounds[id])] += Double(holders)
            }
            return counts
        }
        return { name, isGiven in
            let sound = Int(sounds[Int(name)])
            // The record at hand does not speak for itself.
            return log2(counts[1][sound] - (isGiven ? 0 : 1))
                - log2(counts[0][sound] - (isGiven ? 1 : 0))
        }
    }
}
