import Basics
import Messages
import Operations
import Status

/// One program's state for monitoring.
struct StatusJSON: Encodable {
    struct Follower: Encodable {
        let source: String
        let sequence: UInt64
        /// Left out where it is not known.
        let lagEvents: UInt64?
        let millisecondsSinceContact: UInt64
        let quarantinedEvents: UInt64
        let heldEvents: UInt64
        let lastFailureReason: String
        let setAsideEvents: UInt64
        /// The oldest of those that could not be applied.
        let unapplied: [Unapplied]
    }

    struct Unapplied: Encodable {
        let sequence: UInt64
        let kind: String
        /// A stable code.
        let reason: String
        let sinceMilliseconds: Int64
    }

    struct Waiting: Encodable {
        let count: UInt64
        /// When the first of them began to wait; left out where it is not known.
        let sinceMilliseconds: Int64?
        /// Why, as a key of the catalogue; empty where nothing is the matter.
        let reason: String
    }

    let program: String
    let region: String
    let version: String
    let isServing: Bool
    let isWell: Bool
    let reason: String
    let uptimeMilliseconds: UInt64
    let requests: UInt64
    let errors: UInt64
    let latencyP50Microseconds: UInt32
    let latencyP99Microseconds: UInt32
    let requestsInFlight: UInt32
    let requestsInFlightMax: UInt32
    /// Left out of a program that lets no calls wait.
    let requestsWaiting: UInt32?
    let requestsWaitingMax: UInt32?
    let logSequence: UInt64
    let followers: [Follower]
    let databaseBytes: UInt64
    let diskFreeBytes: UInt64
    let residentMemoryBytes: UInt64
    let certificateExpiresAtMilliseconds: Int64
    let tokenExpiresAtMilliseconds: Int64
    let waiting: [String: Waiting]

    init(_ row: StatusRow, now: Timestamp) {
        let status = row.program
        program = status.program
        region = status.region
        version = status.version
        isServing = status.status == .serving
        isWell = row.isWell(at: now)
        reason = row.failure?.details.reason ?? status.statusReason
        uptimeMilliseconds = status.uptimeMilliseconds
        requests = status.requests
        errors = status.errors
        latencyP50Microseconds = status.latencyP50Microseconds
        latencyP99Microseconds = status.latencyP99Microseconds
        requestsInFlight = status.requestsInFlight
        requestsInFlightMax = status.requestsInFlightMax
        let queues = status.requestsWaitingMax > 0
        requestsWaiting = queues ? status.requestsWaiting : nil
        requestsWaitingMax = queues ? status.requestsWaitingMax : nil
        logSequence = status.logHead?.sequence ?? 0
        followers = status.followers.map {
            Follower(
                source: $0.source, sequence: $0.position?.sequence ?? 0, lagEvents: $0.lagEvents,
                millisecondsSinceContact: $0.sinceContactMilliseconds,
                quarantinedEvents: $0.quarantinedEvents, heldEvents: $0.heldEvents,
                lastFailureReason: $0.lastFailureReason, setAsideEvents: $0.setAsideEvents,
                unapplied: $0.unapplied.map {
                    Unapplied(
                        sequence: $0.sequence, kind: $0.kind, reason: $0.reason,
                        sinceMilliseconds: $0.sinceMilliseconds)
                })
        }
        databaseBytes = status.databaseBytes
        diskFreeBytes = status.diskFreeBytes
        residentMemoryBytes = status.residentMemoryBytes
        certificateExpiresAtMilliseconds = status.certificateExpiresAtMilliseconds
        tokenExpiresAtMilliseconds = status.tokenExpiresAtMilliseconds
        waiting = Dictionary(
            status.waiting.map { waiting in
                (
                    waiting.kind,
                    Waiting(
                        count: waiting.count,
                        sinceMilliseconds: waiting.sinceMilliseconds == 0
                            ? nil : waiting.sinceMilliseconds,
                        reason: waiting.reason)
                )
            }, uniquingKeysWith: { first, _ in first })
    }
}
