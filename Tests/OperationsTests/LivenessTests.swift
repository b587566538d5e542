import Glibc
import Synchronization
import TestKit
import Testing
import Transport

@testable import Operations

@Suite struct LivenessTests {
    // One reading that connections were not closed ended a program for good, although the next found all well.
    @Test func `a listener that is stuck has as long to get over it as one that fails`() throws {
        let endpoints = [try Endpoint("ipc:///a"), try Endpoint("ipc:///b")]
        let time = Mutex(ContinuousClock.now)
        let liveness = Liveness(endpoints: endpoints, now: { time.withLock { $0 } })
        for outcome in [ListenerWatchdog.Outcome.stuck, .restarted] {
            for endpoint in endpoints { liveness.note(.accepting, of: endpoint) }
            time.withLock { $0 += Liveness.patience - .seconds(1) }
            liveness.note(.accepting, of: endpoints[0])
            liveness.note(outcome, of: endpoints[1])
            #expect(liveness.isAlive)
            time.withLock { $0 += .seconds(1) }
            #expect(!liveness.isAlive, "the other one alone is not enough")
            liveness.note(.accepting, of: endpoints[1])
            #expect(liveness.isAlive)
        }
    }
}

@Suite struct StandardStreamTests {
    @Test func `a device without room is told apart from a reader who went away`() throws {
        let full = open("/dev/full", O_WRONLY | O_CLOEXEC)
        try #require(full >= 0)
        defer { close(full) }
        #expect(StandardStream(descriptor: full).tryWrite("figures\n") == ENOSPC)
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        #expect(StandardStream(descriptor: ends[1]).tryWrite("figures\n") == nil)
        close(ends[0])
        signal(SIGPIPE, SIG_IGN)
        #expect(StandardStream(descriptor: ends[1]).tryWrite("figures\n") == EPIPE)
        close(ends[1])
    }
}
