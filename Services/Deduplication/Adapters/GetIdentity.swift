import Basics
import Catalogue
import DeduplicationCore
import Following
import Messages
import RPC
import Status
import Storage

/// Says which records are one person, and what holds them together.
struct GetIdentity: Sendable {
    let store: DeduplicationStore

    func run(
        _ request: DeduplicationV1.GetIdentityRequest
    ) async throws -> DeduplicationV1.GetIdentityResponse {
        guard let person = RecordID(bytes: request.personID) else {
            throw Field.invalid("person_id", .request(.idMalformed))
        }
        return try await store.database.read { reading in
            try store.followed.requireWhole(in: reading)
            // A record that is gone still resolves where something was decided or found about it.
            let isKnown =
                try store.records.household(of: person, in: reading) != nil
                || store.pairs.hasPair(of: person, in: reading)
            guard isKnown else { throw RPCError(.notFound, .registrationState(.notFound)) }
            let identity = try store.identity(of: person, in: reading)
            let records = try identity.people.compactMap {
                try store.records.summary($0, in: reading)
            }
            let (links, hasMore) = try links(of: identity, in: reading)
            let presentIn = Set(records.filter { !$0.departed }.map(\.householdID))
            return .init(
                identityID: identity.id.bytes, records: records, links: links,
                hasMoreLinks: hasMore, presentTwice: presentIn.count > 1)
        }
    }

    /// The decisions in the order in which they were taken, as many as one answer may carry.
    private func links(
        of identity: Identity, in reading: ReadTransaction
    ) throws -> (links: [DeduplicationV1.IdentityLink], hasMore: Bool) {
        let pairs = try store.ledger.links(of: identity, in: reading)
            .sorted { $0.decidedAtMilliseconds < $1.decidedAtMilliseconds }
        let keys = try pairs.map { try $0.key }
        let spanning = Identity.spanning(keys)
        var links: [DeduplicationV1.IdentityLink] = []
        var byteCount = 0
        for (pair, key) in zip(pairs, keys) {
            let parts =
                spanning.contains(key)
                ? Identity.identities(of: identity.people, links: keys.filter { $0 != key }) : []
            let link = DeduplicationV1.IdentityLink(
                pairID: pair.pairID, earlierPersonID: key.earlier.bytes,
                laterPersonID: key.later.bytes, decidedBy: pair.decidedBy, rule: pair.rule,
                decidedAtMilliseconds: pair.decidedAtMilliseconds, comment: pair.comment,
                parts: parts.count > 1 ? parts.map(\.message) : [])
            byteCount += try link.encoded().count
            guard byteCount <= DeduplicationLimits.pageBytesMax else { return (links, true) }
            links.append(link)
        }
        return (links, false)
    }
}
