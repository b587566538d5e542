import Access
import Catalogue
import DeduplicationCore
import Messages
import RPC
import Status
import Storage

/// Tells how well reviewers agree.
struct GetReviewAgreement: Sendable {
    let store: DeduplicationStore

    func run(
        _ request: DeduplicationV1.GetReviewAgreementRequest
    ) async throws -> DeduplicationV1.GetReviewAgreementResponse {
        let page = try Page(size: request.pageSize, token: request.pageToken)
        let (counts, hasMore) = try await store.database.read { reading in
            try store.opinions.agreement(since: request.sinceMilliseconds, in: reading)
        }
        let agreement = ReviewAgreement(counts)
        var reviewers = agreement.byReviewers[...]
        if !page.after.isEmpty {
            reviewers = reviewers.drop { Self.id($0.one, $0.other) != page.after }.dropFirst()
        }
        let cut = page.cut(Array(reviewers)) { Self.id($0.one, $0.other) }
        return .init(
            pairs: UInt64(agreement.total), agreed: UInt64(agreement.agreed),
            alphaKnown: agreement.alpha.map { .alpha($0) },
            reviewers: cut.items.map { one, other, agreement in
                .init(
                    one: one, other: other, pairs: UInt64(agreement.total),
                    agreed: UInt64(agreement.agreed),
                    kappaKnown: agreement.kappa.map { .kappa($0) })
            }, nextPageToken: cut.next, hasMore: hasMore)
    }

    /// An id of two reviewers, for page tokens.
    private static func id(_ one: String, _ other: String) -> [UInt8] {
        ContentID.of(Array("\(one)\n\(other)".utf8))
    }
}
