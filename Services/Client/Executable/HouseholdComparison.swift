import Access
import Catalogue
import Messages
import RPC
import Terminal

/// Two households beside each other, whole, with their pairs numbered as they are shown.
struct HouseholdComparison {
    /// A pair and the members whom it is about, by its number from 1.
    struct Numbered {
        let pair: DeduplicationV1.Pair
        let earlier: DeduplicationV1.RecordSummary?
        let later: DeduplicationV1.RecordSummary?
        /// Whether the two stand beside each other.
        let isAligned: Bool
    }

    let earlier: DeduplicationV1.HouseholdSummary
    let later: DeduplicationV1.HouseholdSummary
    let members: [DeduplicationV1.MemberComparison]
    let numbered: [Numbered]

    /// Reads all pages.
    static func read(
        _ request: DeduplicationV1.CompareHouseholdsRequest, _ client: RPCClient
    ) async throws -> HouseholdComparison {
        var request = request
        request.pageSize = 200
        var members: [DeduplicationV1.MemberComparison] = []
        while true {
            let page = try await client.call(
                DeduplicationV1.DeduplicationService.compareHouseholds, request)
            members += page.members
            request.pageToken = page.nextPageToken
            guard page.nextPageToken.isEmpty else { continue }
            return HouseholdComparison(
                earlier: page.earlier ?? .init(), later: page.later ?? .init(), members: members)
        }
    }

    init(
        earlier: DeduplicationV1.HouseholdSummary, later: DeduplicationV1.HouseholdSummary,
        members: [DeduplicationV1.MemberComparison]
    ) {
        self.earlier = earlier
        self.later = later
        self.members = members
        let laterMembers = Dictionary(
            members.compactMap { row in row.later.map { ($0.personID, $0) } },
            uniquingKeysWith: { first, _ in first })
        numbered = members.flatMap { row in
            let aligned = row.pair.map {
                [Numbered(pair: $0, earlier: row.earlier, later: row.later, isAligned: true)]
            }
            return (aligned ?? [])
                + row.otherPairs.map { pair in
                    let other = [pair.earlier, pair.later].compactMap { $0?.personID }
                        .first { $0 != row.earlier?.personID }
                    return Numbered(
                        pair: pair, earlier: row.earlier, later: other.flatMap { laterMembers[$0] },
                        isAligned: false)
                }
        }
    }

    /// Members of either side who are beyond what is shown.
    var notShown: Int {
        let shown = members.count { $0.earlier != nil } + members.count { $0.later != nil }
        return max(0, Int(earlier.memberCount) + Int(later.memberCount) - shown)
    }

    /// A word for what is shown: another one where a pair, its state or its evidence is another.
    var seen: String {
        let content = numbered.flatMap { numbered in
            numbered.pair.pairID + Array("\(numbered.pair.revision) \(numbered.pair.state)".utf8)
        }
        return ContentID.of(content).prefix(3).reduce(into: "") { text, byte in
            text += String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }
    }
}

/// Which of the numbered pairs a reviewer decides, and how.
struct HouseholdDecisions {
    private(set) var decisions: [Int: DeduplicationV1.PairState] = [:]

    /// Adds what one option says.
    ///
    /// - Parameter rows: numbers, `aligned` for the open pairs of those who stand beside each other, or `rest` for the open
    ///   ones that no option has named.
    /// - Returns: the word that means no pair, or one that is decided twice; nil where all is well.
    mutating func add(
        _ rows: String, _ decision: DeduplicationV1.PairState, of comparison: HouseholdComparison
    ) -> String? {
        for word in rows.split(separator: ",").map({ $0.trimmed }) {
            let indices: [Int]
            switch word {
            case "aligned", "rest":
                indices = comparison.numbered.indices.filter { index in
                    comparison.numbered[index].pair.state == .open
                        && (word == "rest"
                            ? decisions[index] == nil : comparison.numbered[index].isAligned)
                }
            default:
                guard let number = Int(word), comparison.numbered.indices.contains(number - 1)
                else { return word }
                indices = [number - 1]
            }
            for index in indices {
                guard decisions.updateValue(decision, forKey: index) == nil else { return word }
            }
        }
        return nil
    }

    func request(
        of comparison: HouseholdComparison, comment: String
    ) -> DeduplicationV1.DecidePairsRequest {
        .init(
            decisions: decisions.sorted { $0.key < $1.key }.map { index, decision in
                let pair = comparison.numbered[index].pair
                return .init(
                    pairID: pair.pairID, decision: decision, revision: pair.revision)
            }, comment: comment)
    }
}

extension Substring {
    fileprivate var trimmed: String { String(drop { $0 == " " }).trimmed }
}
