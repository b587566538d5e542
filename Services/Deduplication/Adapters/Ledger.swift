import Basics
import DeduplicationCore
import Messages
import Status
import Storage

/// What a decision needs: the pairs and their people, what was decided and said of them, and the log that tells of it.
struct Ledger: Sendable {
    let records: RecordRows
    let pairs: PairRows
    let decisions: DecisionRows
    let opinions: OpinionRows
    let untold: UntoldIdentityRows
    let events: PairEvents
    let policy: ReviewPolicy
    let cercles: Cercles

    init(region: String, events: PairEvents, policy: ReviewPolicy, cercles: Cercles) {
        records = RecordRows(region: region)
        pairs = PairRows(region: region)
        decisions = DecisionRows(region: region)
        opinions = OpinionRows(region: region)
        untold = UntoldIdentityRows(region: region)
        self.events = events
        self.policy = policy
        self.cercles = cercles
    }

    /// The identity that a person's record belongs to.
    func identity(of person: RecordID, in store: some Querying) throws -> Identity {
        try Identity(of: person) { try pairs.people(.same, to: $0, in: store) }
    }

    /// The pairs that decisions link an identity's records by.
    func links(of identity: Identity, in store: some Querying) throws -> [DeduplicationV1.Pair] {
        try identity.people.flatMap { person in
            try pairs.people(.same, to: person, in: store).filter { person < $0 }
                .compactMap { try pairs.pair(PairKey(person, $0).pairID, in: store) }
        }
    }

    /// When two people were present in their households.
    func presence(
        of key: PairKey, in store: some Querying
    ) throws -> DeduplicationV1.PairPresence {
        guard let earlier = try records.summary(key.earlier, in: store),
            let later = try records.summary(key.later, in: store)
        else { return .unspecified }
        return .init(earlier, later, cercles)
    }

    /// Tells in the log of an identity that was made before it told of identities: once, and before what becomes of it.
    func tellOlder(_ identity: Identity, in transaction: Transaction) throws {
        guard try untold.remove(identity, in: transaction) else { return }
        try events.append(
            IdentityChange.changes(
                from: identity.people.map { Identity([$0]) }, to: [identity]), in: transaction)
    }

    /// Tells of some of the older identities, from after a record; see `Upkeep.Job`.
    func tellOlderIdentities(
        after last: RecordID, in transaction: Transaction
    ) throws -> RecordID? {
        let people = try untold.people(after: last, limit: Upkeep.sliceMax, in: transaction)
        for person in people {
            do {
                try tellOlder(identity(of: person, in: transaction), in: transaction)
            } catch let error as RPCError where error.code == .failedPrecondition {
                // More records than one person has: it is asked again at the next start.
            }
        }
        return people.last
    }
}
