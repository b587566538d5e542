import CNNG
import Synchronization

/// The contexts whose replies wait for a busy connection.
///
/// Whoever has sent a reply looks at them, and a timer does where no reply follows. They are put by
/// and taken without a lock, since all of nng's threads do it all the time when many requests share a
/// connection.
///
/// SAFETY: the list links contexts by their addresses, and retains them. A context is in it at most
/// once, only whoever puts it by writes its link, and only the thread that has taken the whole list
/// reads it. `timer` is set once, in `init`.
final class WaitingReplies: @unchecked Sendable {
    /// Until the timer's look. Not shorter: nng 1.5.2 spins for the rest of the millisecond in which an
    /// operation's time is over.
    private static let lookMilliseconds: nng_duration = 30

    /// The address of the context that was put by last, or 0.
    private let last = Atomic<UInt>(0)
    private let isTimerSet = Atomic<Bool>(false)
    private var timer: OpaquePointer?

    init() throws(TransportError) {
        // SAFETY: not retained; `stop` waits for the timer, and comes before the last reference goes.
        let this = Unmanaged.passUnretained(self).toOpaque()
        try TransportError.check(
            nng_aio_alloc(&timer, WaitingReplies.timerFired, this), "reply timer")
    }

    deinit {
        if let timer { nng_aio_reap(timer) }
    }

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

    /// Sees to it that they are looked at even if no reply is sent.
    func lookLater() {
        guard let timer, !isTimerSet.exchange(true, ordering: .acquiringAndReleasing) else {
            return
        }
        nng_sleep_aio(Self.lookMilliseconds, timer)
    }

    /// Ends the timer and waits for it; never called on a thread of nng's.
    func stop() {
        if let timer { nng_aio_stop(timer) }
        empty()
    }

    private static let timerFired: @convention(c) (UnsafeMutableRawPointer?) -> Void = { argument in
        guard let argument else { return }
        // SAFETY: `init` passed the object, which outlives its timer; see there.
        let waiting = Unmanaged<WaitingReplies>.fromOpaque(argument).takeUnretainedValue()
        let result = waiting.timer.map { nng_aio_result($0) }
        // First: who puts a context by from now on sets the timer again.
        waiting.isTimerSet.store(false, ordering: .sequentiallyConsistent)
        guard result == 0 else { return }
        if waiting.goOn() { waiting.lookLater() }
    }
}
