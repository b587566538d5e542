/// Runs each step of a task on the thread that made it ready: for a task that waits for calls, on
/// the thread of nng's that brought the answer.
///
/// That saves the change of thread, which is most of what a small call costs beside the network.
/// It is for tasks that make calls and compute a little; one that blocks would keep an answer from
/// somebody else.
///
/// ```swift
/// await withTaskExecutorPreference(CallbackExecutor.shared) { … try await client.call(…) … }
/// ```
public final class CallbackExecutor: TaskExecutor {
    /// The one that all share; it has no state.
    public static let shared = CallbackExecutor()

    /// Runs the step at once.
    public func enqueue(_ job: consuming ExecutorJob) {
        job.runSynchronously(on: asUnownedTaskExecutor())
    }
}
