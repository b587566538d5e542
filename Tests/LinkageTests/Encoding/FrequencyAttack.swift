import CBitDistance

@testable import Linkage

/// Someone who has the filters and knows how often each value occurs among these people, but not the key.
///
/// Two attacks: the frequency alignment of Kuzu et al. (2011), "A Constraint Satisfaction Cryptanalysis of Bloom
/// Filters in Private Record Linkage", in its simplest form, where equal filters are taken for equal names; and
/// pattern mining in the manner of Christen et al. (2018), "Pattern-Mining Based Cryptanalysis of Bloom Filters
/// for Privacy-Preserving Record Linkage", where bits that are set together are taken for a value.
struct FrequencyAttack {
    /// Filters, a row a record.
    let filters: [[UInt64]]
    /// Share of the people who have a value, by the value.
    let shares: [String: Double]

    /// The value of each record, by how often its filter occurs; nil where the attacker has no idea.
    func byWholeFilters() -> [String?] {
        let counts = Dictionary(grouping: filters.indices, by: { filters[$0] })
        let ordered = counts.values.filter { $0.count > 1 }.sorted {
            ($1.count, $0[0]) < ($0.count, $1[0])
        }
        return aligned(ordered.map { Array($0) })
    }

    /// The values of the records that bear a mined pattern, for each strictness of mining.
    func byPatterns() -> [[String?]] {
        let columns = self.columns()
        let correlations = correlations(of: columns)
        return ([5 / Double(filters.count).squareRoot()] + [0.2, 0.3, 0.4, 0.5, 0.6]).map { least in
            aligned(patterns(columns.count, correlations.filter { $0.value >= least }))
        }
    }

    /// Sets of records in which a bit and all that go together with it are set; of every fourth bit.
    private func patterns(
        _ columns: Int, _ together: [(first: Int, second: Int, value: Double)]
    ) -> [[Int]] {
        var groups = (0..<columns).map { [$0] }
        for pair in together {
            groups[pair.first].append(pair.second)
            groups[pair.second].append(pair.first)
        }
        let seeds = stride(from: 0, to: columns, by: 4).filter { groups[$0].count >= 5 }
        return seeds.map { seed in
            let group = groups[seed]
            return filters.indices.filter { record in
                let row = filters[record]
                guard row[seed / 64] >> UInt64(seed % 64) & 1 == 1 else { return false }
                let set = group.count { row[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
                return Double(set) >= 0.9 * Double(group.count)
            }
        }.sorted { ($1.count, $0.first ?? 0) < ($0.count, $1.first ?? 0) }
    }

    /// The columns that go together more than chance explains, and how much.
    private func correlations(
        of columns: [[UInt64]]
    ) -> [(first: Int, second: Int, value: Double)] {
        let counts = columns.map { column in column.reduce(0) { $0 + $1.nonzeroBitCount } }
        let records = Double(filters.count)
        let flat = columns.flatMap(\.self)
        var found: [(first: Int, second: Int, value: Double)] = []
        var distances = [UInt32](repeating: 0, count: columns.count)
        for first in columns.indices {
            // SAFETY: there are as many columns, and distances, as are told.
            jatigi_bit_distances(
                columns[first], flat, columns[0].count, columns.count, &distances)
            for second in first + 1..<columns.count {
                let both = Double(counts[first] + counts[second] - Int(distances[second])) / 2
                let (p, q) = (Double(counts[first]) / records, Double(counts[second]) / records)
                let spread = (p * (1 - p) * q * (1 - q)).squareRoot()
                guard spread > 0 else { continue }
                let value = (both / records - p * q) / spread
                if value * records.squareRoot() >= 5 { found.append((first, second, value)) }
            }
        }
        return found
    }

    /// The bits of all records at each place; a part of a long filter shows enough.
    private func columns() -> [[UInt64]] {
        let words = (filters.count + 63) / 64
        return (0..<min(filters[0].count * 64, 512)).map { place in
            var column = [UInt64](repeating: 0, count: words)
            for record in filters.indices
            where filters[record][place / 64] >> UInt64(place % 64) & 1 == 1 {
                column[record / 64] |= 1 << UInt64(record % 64)
            }
            return column
        }
    }

    /// Gives each set of records, the largest first, the value whose share is nearest to its own.
    private func aligned(_ sets: [[Int]]) -> [String?] {
        var left = shares
        var guesses = [String?](repeating: nil, count: filters.count)
        for records in sets {
            // What was found by another bit of the same value.
            let known = records.count { guesses[$0] != nil }
            guard known * 2 <= records.count, !records.isEmpty else { continue }
            let share = Double(records.count) / Double(filters.count)
            let nearest = left.min {
                (abs($0.value - share), $0.key) < (abs($1.value - share), $1.key)
            }
            guard let nearest, abs(nearest.value - share) <= 0.15 * share else { continue }
            left[nearest.key] = nil
            for record in records where guesses[record] == nil { guesses[record] = nearest.key }
        }
        return guesses
    }
}
