/// Which calls go on to a service, which wait, and whose turn is next.
///
/// A subject has so many calls under way and so many that wait, first come, first served; all
/// subjects together have so many of each, and a place that becomes free goes to the subjects in
/// turn. However many calls one makes, another waits for one call to end. A value type without
/// clock or threads.
public struct CallQueue: Sendable {
    /// A call that waits.
    public struct Ticket: Sendable, Hashable {
        let subject: String
        let number: UInt64
    }

    private struct Account: Sendable {
        var inFlight = 0
        var waiting: [Ticket] = []
    }

    private var accounts: [String: Account] = [:]
    /// The subjects that have calls waiting, the next one first.
    private var turns: [String] = []
    private var inFlight = 0
    /// Calls that wait.
    public private(set) var waiting = 0
    private var lastNumber: UInt64 = 0

    /// Subjects that have calls under way or waiting.
    var subjectCount: Int { accounts.count }

    /// No calls.
    public init() {}

    /// Lets a call of a subject go at once; false where it must wait.
    public mutating func enter(_ subject: String) -> Bool {
        guard inFlight < GatewayLimits.callsInFlightMax, hasRoom(subject) else { return false }
        accounts[subject, default: Account()].inFlight += 1
        inFlight += 1
        return true
    }

    /// Puts a call behind those of its subject that wait; nil where too many do.
    public mutating func wait(_ subject: String) -> Ticket? {
        guard waiting < GatewayLimits.callsWaitingMax,
            accounts[subject]?.waiting.count ?? 0 < GatewayLimits.callsWaitingPerSubjectMax
        else { return nil }
        lastNumber += 1
        let ticket = Ticket(subject: subject, number: lastNumber)
        if accounts[subject]?.waiting.isEmpty ?? true { turns.append(subject) }
        accounts[subject, default: Account()].waiting.append(ticket)
        waiting += 1
        return ticket
    }

    /// Counts a call out, and gives the one that goes in its place.
    public mutating func leave(_ subject: String) -> Ticket? {
        accounts[subject]?.inFlight -= 1
        inFlight -= 1
        forgetIfIdle(subject)
        guard let turn = turns.firstIndex(where: hasRoom) else { return nil }
        let next = turns.remove(at: turn)
        let ticket = accounts[next]?.waiting.removeFirst()
        accounts[next]?.inFlight += 1
        inFlight += 1
        waiting -= 1
        if accounts[next]?.waiting.isEmpty == false { turns.append(next) }
        return ticket
    }

    /// Takes a call out of those that wait; false where it does not wait any more.
    public mutating func giveUp(_ ticket: Ticket) -> Bool {
        guard let index = accounts[ticket.subject]?.waiting.firstIndex(of: ticket) else {
            return false
        }
        accounts[ticket.subject]?.waiting.remove(at: index)
        waiting -= 1
        if accounts[ticket.subject]?.waiting.isEmpty == true {
            turns.removeAll { $0 == ticket.subject }
        }
        forgetIfIdle(ticket.subject)
        return true
    }

    private func hasRoom(_ subject: String) -> Bool {
        accounts[subject]?.inFlight ?? 0 < GatewayLimits.callsInFlightPerSubjectMax
    }

    private mutating func forgetIfIdle(_ subject: String) {
        guard let account = accounts[subject], account.inFlight == 0, account.waiting.isEmpty
        else { return }
        accounts[subject] = nil
    }
}
