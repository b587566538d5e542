import Synchronization

/// The contexts whose replies wait for a busy connection.
///
/// Whoever has sent a reply looks at them. They are put by and taken without a lock, since all of
/// nng's threads do it all the time when many requests share a connection.
///
/// SAFETY: the list links contexts by their addresses, and retains them. A context is in it at most
/// once, only whoever puts it by writes its link, and only the thread that has taken the whole list
/// reads it.
final class WaitingReplies: Sendable {
    /// The address of the context that was put by last, or 0.
    private let last = Atomic<UInt>(0)

    /// Puts a context by. The caller has its turn, and gives it away.
    func add(_ context: ReplyContext) {
        // SAFETY: released by the thread that takes the list.
        let address = UInt(bitPattern: Unmanaged.passRetained(context).toOpaque())
        var first = last.load(ordering: .relaxed)
        while true {
            context.nextWaiting = first
            let outcome = last.weakCompareExchange(
                expected: first, desired: address, successOrdering: .releasing,
                failureOrdering: .relaxed)
            if outcome.exchanged { return }
            first = outcome.original
        }
    }

    /// Lets every context whose reply is over receive its next request.
    ///
    /// - Returns: whether one still waits.
    func goOn() -> Bool {
        guard last.load(ordering: .relaxed) != 0 else { return false }
        var oneWaits = false
        takeAll { context in
            guard !context.goOnAfterReply() else { return }
            add(context)
            oneWaits = true
        }
        return oneWaits
    }

    /// Lets go of every context.
    func empty() {
        takeAll { _ in }
    }

    private func takeAll(_ body: (ReplyContext) -> Void) {
        var next = last.exchange(0, ordering: .acquiring)
        while let pointer = UnsafeRawPointer(bitPattern: next) {
            // SAFETY: `add` retained it.
            let context = Unmanaged<ReplyContext>.fromOpaque(pointer).takeRetainedValue()
            // Before the context goes on: from then on another thread may put it by again.
            next = context.nextWaiting
            body(context)
        }
    }
}
