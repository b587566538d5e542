import Basics
import DeduplicationCore

/// Something that waits for the matcher.
struct BiometricTask: Sendable {
    /// What is to be done, in the order of doing: who must be forgotten comes first, and who is not enrolled is not found.
    enum Kind: Int64, Sendable, CaseIterable {
        /// Take a reference out of the gallery.
        case remove = 1
        /// Put a person into the gallery.
        case enrol
        /// Look for a person in the gallery.
        case search
        /// Compare the two people of a pair.
        case compare

        /// How many are read from the queue at once.
        var tasksMax: Int {
            self == .remove ? BiometricCheckLimits.removedMax : BiometricCheckLimits.tasksMax
        }
    }

    let kind: Kind
    /// The reference, the person or the pair.
    let subject: RecordID
    /// Grows with each request, so that the answer to an earlier one is known for that.
    let sequence: Int64
    /// How often it was tried.
    let tries: Int
}
