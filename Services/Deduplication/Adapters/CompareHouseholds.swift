import Basics
import Catalogue
import DeduplicationCore
import Following
import Messages
import RPC
import Status
import Storage

/// Puts two households beside each other.
struct CompareHouseholds: Sendable {
    let store: DeduplicationStore

    func run(
        _ request: DeduplicationV1.CompareHouseholdsRequest, for reviewer: String
    ) async throws -> DeduplicationV1.CompareHouseholdsResponse {
        let page = try Page(size: request.pageSize, token: request.pageToken)
        return try await store.database.read { reading in
            try store.followed.requireWhole(in: reading)
            let (one, other) = try households(request, in: reading)
            let earlier = try Side(min(one, other), store, in: reading)
            let later = try Side(max(one, other), store, in: reading)
            let pairs = try pairs(between: earlier, later, for: reviewer, in: reading)
            let alignment = HouseholdAlignment(
                earlier: earlier.shown, later: later.shown, pairs: pairs)
            let rows = alignment.rows(
                after: RecordID(bytes: page.after), earlier: Set(earlier.shown))
            var answer = DeduplicationV1.CompareHouseholdsResponse(
                earlier: earlier.summary, later: later.summary)
            var byteCount = 0
            for row in rows.prefix(page.size) {
                let member = member(row, earlier, later, pairs)
                byteCount += try member.encoded().count
                guard answer.members.isEmpty || byteCount <= DeduplicationLimits.pageBytesMax
                else { break }
                answer.members.append(member)
            }
            let cut = try Page(size: UInt32(max(1, answer.members.count)), token: "")
            answer.nextPageToken = cut.cut(Array(rows), by: \.id.bytes).next
            return answer
        }
    }

    /// One of the two households.
    private struct Side {
        let summary: DeduplicationV1.HouseholdSummary
        let members: [RecordID: DeduplicationV1.RecordSummary]
        /// Those that are shown, in the order of their ids.
        let shown: [RecordID]

        init(_ id: RecordID, _ store: DeduplicationStore, in reading: ReadTransaction) throws {
            let encoded = try store.records.members(of: id, in: reading)
            guard !encoded.isEmpty else {
                throw RPCError(.notFound, .deduplication(.householdUnknown))
            }
            shown = Array(encoded.keys.sorted().prefix(DeduplicationLimits.householdMembersMax))
            var members: [RecordID: DeduplicationV1.RecordSummary] = [:]
            for member in shown {
                members[member] = try encoded[member].map {
                    try DeduplicationV1.RecordSummary(decoding: $0)
                }
            }
            self.members = members
            let first = members[shown[0]]
            summary = .init(
                householdID: id.bytes, caseNumber: first?.caseNumber ?? "", place: first?.place,
                origin: first?.origin,
                registeredAtMilliseconds: id.timestamp?.millisecondsSinceEpoch ?? 0,
                memberCount: UInt32(clamping: encoded.count),
                collectedAtMilliseconds: members.values.map(\.collectedAtMilliseconds)
                    .filter { $0 > 0 }.min() ?? 0)
        }
    }

    private func households(
        _ request: DeduplicationV1.CompareHouseholdsRequest, in reading: ReadTransaction
    ) throws -> (RecordID, RecordID) {
        var ids: [RecordID?]
        if request.householdIDs.isEmpty {
            let pairID = try Field.id(request.pairID, "pair_id")
            guard let pair = try store.pairs.pair(pairID, in: reading) else {
                throw RPCError(.notFound, .deduplication(.pairUnknown))
            }
            let key = try pair.key
            ids = try [key.earlier, key.later].map {
                try store.records.household(of: $0, in: reading)
            }
            guard !ids.contains(nil) else {
                throw RPCError(.failedPrecondition, .deduplication(.recordGone))
            }
        } else {
            ids = request.householdIDs.map { RecordID(bytes: $0) }
        }
        guard ids.count == 2, let one = ids[0], let other = ids[1], one != other else {
            throw Field.invalid("household_ids", .deduplication(.householdsTwo))
        }
        return (one, other)
    }

    private func pairs(
        between one: Side, _ other: Side, for reviewer: String, in reading: ReadTransaction
    ) throws -> [PairKey: DeduplicationV1.Pair] {
        var pairs: [PairKey: DeduplicationV1.Pair] = [:]
        for pair in try store.pairs.pairs(
            between: one.summary.householdID, other.summary.householdID, in: reading)
        {
            let key = try pair.key
            guard one.members[key.earlier] != nil || one.members[key.later] != nil,
                other.members[key.earlier] != nil || other.members[key.later] != nil
            else { continue }
            var reviewed = try store.reviewed(pair, by: reviewer, in: reading)
            if let earlier = one.members[key.earlier] ?? other.members[key.earlier],
                let later = one.members[key.later] ?? other.members[key.later]
            {
                reviewed.presence = .init(earlier, later, store.ledger.cercles)
            }
            pairs[key] = reviewed
        }
        return pairs
    }

    private func member(
        _ row: HouseholdAlignment.Row, _ earlier: Side, _ later: Side,
        _ pairs: [PairKey: DeduplicationV1.Pair]
    ) -> DeduplicationV1.MemberComparison {
        var member = DeduplicationV1.MemberComparison(
            earlier: row.earlier.flatMap { earlier.members[$0] },
            later: row.later.flatMap { later.members[$0] })
        if let id = row.earlier {
            if let match = row.later { member.pair = pairs[PairKey(id, match)] }
            member.otherPairs = later.shown.filter { $0 != row.later }.compactMap {
                pairs[PairKey(id, $0)]
            }.sorted { $0.weightBits > $1.weightBits }
        } else if let birth = member.later?.birthDate {
            let collected = earlier.summary.collectedAtMilliseconds
            member.bornSince = birth.isSurelyAfter(
                Timestamp(
                    millisecondsSinceEpoch: collected > 0
                        ? collected : earlier.summary.registeredAtMilliseconds))
        }
        return member
    }
}
