/// The assignment of the greatest total gain, each row to one column at most and each column to one row.
///
/// The Hungarian method of Kuhn (1955) with the shortest augmenting paths of Jonker and Volgenant
/// (1987), as Jaro (1989) used it for linkage; cubic in the number of rows.
public enum Assignment {
    /// The assignment of a table of gains.
    ///
    /// - Parameter gains: a rectangle of gains, not negative; 0 is no gain.
    /// - Returns: for each row its column, or nil where there is nothing to gain.
    public static func best(_ gains: [[Double]]) -> [Int?] {
        guard let first = gains.first, !first.isEmpty else { return gains.map { _ in nil } }
        guard gains.count <= first.count else {
            let turned = first.indices.map { column in gains.map { $0[column] } }
            var rows = [Int?](repeating: nil, count: gains.count)
            for (column, row) in best(turned).enumerated() {
                if let row { rows[row] = column }
            }
            return rows
        }
        return solve(gains, columns: first.count)
    }

    /// Of pairs between two sides, those of the assignment of the greatest total above a least weight.
    ///
    /// - Parameter side: what the records of one side have in common, as their list or household.
    static func chosen(
        _ pairs: [ScoredPair], least: Double, side: (Int) -> UInt32
    ) -> [RecordPair] {
        guard pairs.count > 1, let first = pairs.first.map({ side($0.left) }) else {
            return pairs.map { RecordPair($0.left, $0.right) }
        }
        // Rows are those of one side, whichever record has the lower number.
        let turned = pairs.map { pair in
            side(pair.left) == first
                ? (row: pair.left, column: pair.right, bits: pair.bits)
                : (row: pair.right, column: pair.left, bits: pair.bits)
        }
        let rows = Array(Set(turned.map(\.row))).sorted()
        let columns = Array(Set(turned.map(\.column))).sorted()
        let rowOf = Dictionary(uniqueKeysWithValues: zip(rows, rows.indices))
        let columnOf = Dictionary(uniqueKeysWithValues: zip(columns, columns.indices))
        var gains = [[Double]](
            repeating: [Double](repeating: 0, count: columns.count), count: rows.count)
        for pair in turned {
            guard let row = rowOf[pair.row], let column = columnOf[pair.column] else { continue }
            // A little above zero, so that a pair at the least weight still counts.
            gains[row][column] = pair.bits - least + 1e-6
        }
        return best(gains).enumerated().compactMap { row, column in
            column.map { RecordPair(rows[row], columns[$0]) }
        }
    }

    private static func solve(_ gains: [[Double]], columns: Int) -> [Int?] {
        var rowPrice = [Double](repeating: 0, count: gains.count + 1)
        var columnPrice = [Double](repeating: 0, count: columns + 1)
        // Row of each column and the column before it on the path; both count from 1, 0 is none.
        var rowOf = [Int](repeating: 0, count: columns + 1)
        var before = rowOf
        for row in 1...gains.count {
            rowOf[0] = row
            var column = 0
            var least = [Double](repeating: .infinity, count: columns + 1)
            var isUsed = [Bool](repeating: false, count: columns + 1)
            repeat {
                isUsed[column] = true
                let at = rowOf[column]
                var step = Double.infinity
                var next = 0
                for other in 1...columns where !isUsed[other] {
                    let cost = -gains[at - 1][other - 1] - rowPrice[at] - columnPrice[other]
                    if cost < least[other] {
                        least[other] = cost
                        before[other] = column
                    }
                    if least[other] < step {
                        step = least[other]
                        next = other
                    }
                }
                for other in 0...columns {
                    if isUsed[other] {
                        rowPrice[rowOf[other]] += step
                        columnPrice[other] -= step
                    } else {
                        least[other] -= step
                    }
                }
                column = next
            } while rowOf[column] != 0
            while column != 0 {
                rowOf[column] = rowOf[before[column]]
                column = before[column]
            }
        }
        var result = [Int?](repeating: nil, count: gains.count)
        for column in 1...columns where rowOf[column] > 0 {
            let row = rowOf[column] - 1
            if gains[row][column - 1] > 0 { result[row] = column - 1 }
        }
        return result
    }
}
