import Basics
public import Messages

/// What decisions did to identities, told so that whoever follows can do it and undo it.
public enum IdentityChange: Sendable, Hashable {
    /// At least two identities became one.
    case merged([Identity], into: Identity)
    /// One identity became at least two.
    case split(Identity, into: [Identity])

    /// The changes that lead from some identities to others of the same records: what parts them first, then what joins
    /// the parts.
    ///
    /// - Precondition: both hold the same records, each record once.
    public static func changes(from before: [Identity], to after: [Identity]) -> [IdentityChange] {
        let formerly = index(before)
        let now = index(after)
        precondition(Set(formerly.keys) == Set(now.keys), "a record was lost, or came from nowhere")
        let splits = before.compactMap { identity -> IdentityChange? in
            let parts = parts(of: identity, by: now)
            return parts.count > 1 ? .split(identity, into: parts) : nil
        }
        let merges = after.compactMap { identity -> IdentityChange? in
            let parts = parts(of: identity, by: formerly)
            return parts.count > 1 ? .merged(parts, into: identity) : nil
        }
        return splits + merges
    }

    /// The event of it, and the identity that it is about.
    public var event: (change: DeduplicationV1.Event.Change, subject: Identity, kind: String) {
        switch self {
        case .merged(let before, let after):
            let merged = DeduplicationV1.IdentitiesMerged(
                before: before.map(\.message), after: after.message)
            return (.identitiesMerged(merged), after, "identities_merged")
        case .split(let before, let after):
            let split = DeduplicationV1.IdentitySplit(
                before: before.message, after: after.map(\.message))
            return (.identitySplit(split), before, "identity_split")
        }
    }

    private static func index(_ identities: [Identity]) -> [RecordID: RecordID] {
        var index: [RecordID: RecordID] = [:]
        for identity in identities {
            for person in identity.people { index[person] = identity.id }
        }
        return index
    }

    private static func parts(
        of identity: Identity, by index: [RecordID: RecordID]
    ) -> [Identity] {
        Dictionary(grouping: identity.people) { index[$0] }.values.map { Identity($0) }
            .sorted { $0.id < $1.id }
    }
}

extension Identity {
    /// The identity as the contract carries it.
    public var message: DeduplicationV1.Identity {
        .init(identityID: id.bytes, personIDs: people.map(\.bytes))
    }
}
