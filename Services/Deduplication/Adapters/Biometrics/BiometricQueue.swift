import Basics
import DeduplicationCore
import Messages
import Storage

/// Asks for what the matcher is to do, in the caller's transaction: what is asked is as durable as what it is about.
struct BiometricQueue: Sendable {
    let fingerprints: FingerprintRows
    let tasks: BiometricTaskRows
    let now: @Sendable () -> Timestamp
    /// Rings when there is something to do.
    let bell: Bell

    /// Asks for a person to be looked for, after fingers were added.
    func enqueue(_ person: RecordID, in transaction: Transaction) throws {
        try add(.enrol, person, in: transaction)
        try add(.search, person, in: transaction)
    }

    /// Asks for the two people of pairs to be compared, where fingers of both are kept.
    func enqueue(_ pairs: [DeduplicationV1.Pair], in transaction: Transaction) throws {
        for pair in pairs {
            let key = try pair.key
            guard try fingerprints.reference(of: key.earlier, in: transaction) != nil,
                try fingerprints.reference(of: key.later, in: transaction) != nil
            else { continue }
            try add(.compare, try pair.id, in: transaction)
        }
    }

    /// Asks for a reference to be taken out of the gallery.
    func enqueueRemoval(of reference: RecordID, in transaction: Transaction) throws {
        try add(.remove, reference, in: transaction)
    }

    private func add(
        _ kind: BiometricTask.Kind, _ subject: RecordID, in transaction: Transaction
    ) throws {
        try tasks.add(kind, subject, at: now(), in: transaction)
        transaction.afterCommit { bell.ring() }
    }
}

extension DeduplicationV1.Pair {
    /// - Throws: `StorageError` where the stored pair has none.
    var id: RecordID {
        get throws {
            guard let id = RecordID(bytes: pairID) else {
                throw StorageError(.unreadable, "a stored pair has no id")
            }
            return id
        }
    }
}
