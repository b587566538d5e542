import RPC
import Testing

@testable import GatewayCore

@Suite struct CallQueueTests {
    private let most = GatewayLimits.callsInFlightPerSubjectMax

    /// A queue that expectations can change: their macro takes no mutating calls.
    private final class Queue {
        private var queue = CallQueue()

        var subjectCount: Int { queue.subjectCount }

        var waiting: Int { queue.waiting }

        /// - Parameter subject: has as many calls under way as it may.
        init(full subject: String? = nil) {
            guard let subject else { return }
            while queue.enter(subject) {}
        }

        func enter(_ subject: String) -> Bool { queue.enter(subject) }

        func wait(_ subject: String) -> CallQueue.Ticket? { queue.wait(subject) }

        func leave(_ subject: String) -> CallQueue.Ticket? { queue.leave(subject) }

        func giveUp(_ ticket: CallQueue.Ticket) -> Bool { queue.giveUp(ticket) }
    }

    @Test func `a subject's calls under way are bounded, and another's are not touched by it`() {
        let queue = Queue()
        for _ in 0..<most { #expect(queue.enter("a")) }
        #expect(!queue.enter("a"))
        #expect(queue.enter("b"))
        #expect(queue.leave("a") == nil)
        #expect(queue.enter("a"))
        #expect(!queue.enter("a"))
    }

    @Test func `who waits goes in the order of coming, as calls of the same subject end`() throws {
        let queue = Queue(full: "a")
        let tickets = try (0..<3).map { _ in try #require(queue.wait("a")) }
        #expect(queue.waiting == 3)
        #expect(queue.leave("a") == tickets[0])
        #expect(!queue.enter("a"))
        #expect(queue.giveUp(tickets[1]))
        #expect(!queue.giveUp(tickets[0]) && !queue.giveUp(tickets[1]))
        #expect(queue.waiting == 1)
        #expect(queue.leave("a") == tickets[2])
        #expect(queue.leave("a") == nil)
        #expect(queue.waiting == 0)
    }

    @Test func `so many wait and no more, of one subject and of all`() {
        let queue = Queue(full: "a")
        for _ in 0..<GatewayLimits.callsWaitingPerSubjectMax { #expect(queue.wait("a") != nil) }
        #expect(queue.wait("a") == nil)
        let left = GatewayLimits.callsWaitingMax - GatewayLimits.callsWaitingPerSubjectMax
        for number in 0..<left { #expect(queue.wait("\(number)") != nil) }
        #expect(queue.wait("late") == nil)
    }

    // One with many calls in the queue would else go before everybody who came after.
    @Test func `a free place goes to the subjects in turn`() throws {
        let queue = Queue()
        for number in 0..<GatewayLimits.callsInFlightMax { #expect(queue.enter("\(number)")) }
        #expect(!queue.enter("a"))
        let first = try (0..<3).map { _ in try #require(queue.wait("a")) }
        let other = try #require(queue.wait("b"))
        let order = (0..<4).map { queue.leave("\($0)") }
        #expect(order == [first[0], other, first[1], first[2]])
    }

    @Test func `a turn passes over who has as many calls under way as one may`() throws {
        let queue = Queue(full: "a")
        for number in 0..<(GatewayLimits.callsInFlightMax - most) {
            #expect(queue.enter("\(number)"))
        }
        let own = try #require(queue.wait("a"))
        let other = try #require(queue.wait("b"))
        #expect(queue.leave("0") == other)
        #expect(queue.leave("1") == nil)
        #expect(queue.leave("a") == own)
    }

    @Test func `nobody is remembered who has no call`() throws {
        let queue = Queue(full: "a")
        let ticket = try #require(queue.wait("b"))
        #expect(queue.subjectCount == 2)
        #expect(queue.giveUp(ticket))
        for _ in 0..<most { #expect(queue.leave("a") == nil) }
        #expect(queue.subjectCount == 0)
    }

    @Test func `calls that wait leave the server room for its own`() {
        #expect(
            GatewayLimits.callsInFlightMax + GatewayLimits.callsWaitingMax
                < ServerLimits().callsInFlightMax)
    }
}
