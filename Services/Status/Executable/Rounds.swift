import Glibc
import Operations

/// The pauses between two looks, until a signal asks the program to end.
struct Rounds {
    private let interval: Duration
    private let continuation: AsyncStream<Bool>.Continuation
    private var goesOn: AsyncStream<Bool>.Iterator

    /// Takes the signals over from their standard actions; once in a program.
    init(every interval: Duration) {
        let (stream, continuation) = AsyncStream.makeStream(of: Bool.self)
        self.interval = interval
        self.continuation = continuation
        goesOn = stream.makeAsyncIterator()
        let requests = ProcessSignals.requests()
        // Where nobody reads any more there is nothing to watch for.
        signal(SIGPIPE, SIG_DFL)
        // Also SIGHUP, which says here that the terminal is gone.
        Task { for await _ in requests { continuation.yield(false) } }
    }

    /// Waits for the next look; false where there is to be none.
    mutating func next() async -> Bool {
        Task { [interval, continuation] in
            try? await Task.sleep(for: interval)
            continuation.yield(true)
        }
        return await goesOn.next() ?? false
    }
}
