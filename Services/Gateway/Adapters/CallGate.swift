import Access
import Catalogue
import GatewayCore
import Messages
import RPC
import Status
import Synchronization

/// Lets calls through to the services in their turn.
final class CallGate: Sendable {
    private struct State {
        var queue = CallQueue()
        var waiting: [CallQueue.Ticket: CheckedContinuation<Bool, Never>] = [:]
    }

    private let state = Mutex(State())
    private let turnWaitMax: Duration

    /// - Parameter turnWaitMax: the longest that a call waits for its turn.
    init(turnWaitMax: Duration = GatewayLimits.turnWaitMax) {
        self.turnWaitMax = turnWaitMax
    }

    /// Calls that wait for their turn.
    var waitingCount: Int { state.withLock { $0.queue.waiting } }

    /// Does `body` when it is the call's turn.
    ///
    /// - Throws: `RESOURCE_EXHAUSTED` with a time to wait where the turn does not come in time, or
    ///   too many wait already.
    func pass<Value: Sendable>(
        _ call: Call, _ body: () async throws(RPCError) -> Value
    ) async throws(RPCError) -> Value {
        let subject = try call.caller.subject
        // Half of the time stays for the call itself.
        guard await enter(subject, within: min(turnWaitMax, call.remaining / 2)) else {
            throw RPCError.overloaded(retryAfter: GatewayLimits.retryAfter)
        }
        defer { leave(subject) }
        return try await body()
    }

    private enum Entry {
        case decided(Bool)
        case waits(CallQueue.Ticket)
    }

    private func enter(_ subject: String, within time: Duration) async -> Bool {
        if state.withLock({ $0.queue.enter(subject) }) { return true }
        return await withCheckedContinuation { continuation in
            let entry = state.withLock { state -> Entry in
                // A call may have ended since the first look.
                if state.queue.enter(subject) { return .decided(true) }
                guard let ticket = state.queue.wait(subject) else { return .decided(false) }
                state.waiting[ticket] = continuation
                return .waits(ticket)
            }
            switch entry {
            case .decided(let isIn): continuation.resume(returning: isIn)
            case .waits(let ticket):
                Task {
                    try? await Task.sleep(for: time)
                    giveUp(ticket)
                }
            }
        }
    }

    private func leave(_ subject: String) {
        let next = state.withLock { state in
            state.queue.leave(subject).flatMap { state.waiting.removeValue(forKey: $0) }
        }
        next?.resume(returning: true)
    }

    private func giveUp(_ ticket: CallQueue.Ticket) {
        let late = state.withLock { state in
            state.queue.giveUp(ticket) ? state.waiting.removeValue(forKey: ticket) : nil
        }
        late?.resume(returning: false)
    }
}

extension CallGate {
    /// Fills in how many calls wait, and may.
    func describe(in status: inout HealthV1.ProgramStatus) {
        status.requestsWaiting = UInt32(clamping: waitingCount)
        status.requestsWaitingMax = UInt32(GatewayLimits.callsWaitingMax)
    }
}

extension RPCError {
    /// The caller has to come back later.
    static func overloaded(retryAfter: Duration) -> RPCError {
        RPCError(
            .resourceExhausted, .rpc(.overloaded),
            arguments: ["seconds": "\(max(1, retryAfter.components.seconds))"],
            retryAfter: retryAfter)
    }
}
