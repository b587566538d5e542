public import Basics
import Linkage
public import Messages

/// The members of two households beside each other: who matches whom, and who has no counterpart.
public struct HouseholdAlignment: Sendable {
    /// A member of one of them, or one of each.
    public struct Row: Sendable, Hashable {
        /// Nil where only the later household has the member.
        public let earlier: RecordID?
        /// Nil where the earlier household's member has no counterpart.
        public let later: RecordID?

        /// The id that the row is known by: a member's is in one row alone.
        public var id: RecordID { earlier ?? later ?? .nilID }
    }

    /// The earlier household's members in the order of their ids, then those whom only the later one has.
    public let rows: [Row]

    /// Matches the members one to one, so that all together weigh most (after Jaro, 1989).
    ///
    /// A pair that was decided to be the same matches before all others; one that was decided to be different, or was
    /// withdrawn, does not.
    ///
    /// - Parameter pairs: those between the two households.
    public init(earlier: [RecordID], later: [RecordID], pairs: [PairKey: DeduplicationV1.Pair]) {
        let possible = pairs.filter { $0.value.state != .different && $0.value.state != .withdrawn }
        let least = possible.values.map(\.weightBits).min() ?? 0
        let gains = earlier.map { one in
            later.map { other in
                guard let pair = possible[PairKey(one, other)] else { return 0.0 }
                return pair.weightBits - least + (pair.state == .same ? 1e6 : 1e-3)
            }
        }
        let matches = zip(earlier, Assignment.best(gains)).map { member, match in
            Row(earlier: member, later: match.map { later[$0] })
        }
        let matched = Set(matches.compactMap(\.later))
        rows =
            matches.sorted { $0.id < $1.id }
            + later.filter { !matched.contains($0) }.sorted().map { Row(earlier: nil, later: $0) }
    }

    /// The rows after one; all after nil. Where the row is not there any more, those that would come after it.
    public func rows(after id: RecordID?, earlier: Set<RecordID>) -> ArraySlice<Row> {
        guard let id else { return rows[...] }
        let isOfEarlier = earlier.contains(id)
        return rows.drop { row in
            isOfEarlier ? row.earlier.map { $0 <= id } ?? false : row.earlier != nil || row.id <= id
        }
    }
}
