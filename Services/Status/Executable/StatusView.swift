import Basics
import Catalogue
import Messages
import Operations
import Terminal

/// The states as a table, one row a service, and below it what is stuck and why.
struct StatusView {
    let terminal: Terminal
    let now: Timestamp
    private var amount: Amount { Amount(in: terminal.language) }

    init(terminal: Terminal, now: Timestamp = .now()) {
        self.terminal = terminal
        self.now = now
    }

    func text(_ rows: [StatusRow]) -> String {
        var table = TextTable([
            (heading(.service), .leading), (heading(.region), .leading),
            (heading(.state), .leading), (heading(.version), .leading),
            (heading(.uptime), .trailing), (heading(.requests), .trailing),
            (heading(.errors), .trailing), (heading(.median), .trailing),
            (heading(.slowest), .trailing),
            (heading(.log), .trailing), (heading(.followed), .leading),
            (heading(.queue), .trailing),
            (heading(.database), .trailing), (heading(.disk), .trailing),
            (heading(.memory), .trailing),
            (heading(.token), .trailing),
        ])
        for row in rows { table.add(cells(row)) }
        return table.text + rows.flatMap(notes).map { $0 + "\n" }.joined()
    }

    private func cells(_ row: StatusRow) -> [String] {
        let program = row.program
        let region = program.region.isEmpty ? "–" : program.region
        guard !program.version.isEmpty else {
            let state = heading(row.isRefused ? .unwell : .down)
            return [program.program, region, state] + Array(repeating: "–", count: 13)
        }
        let followed = program.followers.map(position).joined(separator: " ")
        return [
            program.program, region, heading(row.isWell(at: now) ? .up : .unwell), program.version,
            amount.duration(milliseconds: program.uptimeMilliseconds), "\(program.requests)",
            "\(program.errors)", amount.time(microseconds: program.latencyP50Microseconds),
            amount.time(microseconds: program.latencyP99Microseconds),
            program.logHead.map { "\($0.sequence)" } ?? "–", followed.isEmpty ? "–" : followed,
            "\(program.requestsInFlight)/\(program.requestsInFlightMax)",
            program.databaseBytes == 0 ? "–" : amount.bytes(program.databaseBytes),
            program.databaseBytes == 0 ? "–" : amount.bytes(program.diskFreeBytes),
            amount.bytes(program.residentMemoryBytes), expiry(program),
        ]
    }

    /// "registration:120+3": it has applied 120 events of that log, and 3 more are there; "120+?" where how many are there
    /// is not known.
    private func position(_ follower: HealthV1.FollowerStatus) -> String {
        let lag = follower.lagEvents.map { "\($0)" } ?? "?"
        return "\(follower.source):\(follower.position?.sequence ?? 0)+\(lag)"
    }

    private func expiry(_ program: HealthV1.ProgramStatus) -> String {
        let ends = [
            program.certificateExpiresAtMilliseconds, program.tokenExpiresAtMilliseconds,
        ].filter { $0 > 0 }
        guard let first = ends.min() else { return "–" }
        let left = first - now.millisecondsSinceEpoch
        return left > 0 ? amount.duration(milliseconds: UInt64(left)) : heading(.expired)
    }

    private func notes(_ row: StatusRow) -> [String] {
        let program = row.program
        var notes: [String] = []
        if let failure = row.failure {
            notes.append("\(program.program): \(terminal.text(of: failure))")
        } else if !program.statusReason.isEmpty {
            let reason = reason(program.statusReason, ["service": program.program])
            notes.append("\(program.program): \(reason)")
        }
        notes += renewals(program).map { "\(program.program): \($0)" }
        for follower in program.followers {
            if !follower.lastFailureReason.isEmpty {
                let reason = reason(
                    follower.lastFailureReason,
                    ["service": follower.source, "count": "\(follower.quarantinedEvents)"])
                notes.append("\(program.program) ← \(follower.source): \(reason)")
            }
            if follower.quarantinedEvents > 0 {
                notes.append(
                    "\(program.program) ← \(follower.source): "
                        + StatusText.quarantined.text(
                            in: terminal.language,
                            arguments: [
                                "count": "\(follower.quarantinedEvents)",
                                "held": "\(follower.heldEvents)",
                            ]))
            }
            notes += follower.unapplied.map { unapplied($0, of: follower, in: program) }
            if follower.setAsideEvents > 0 {
                notes.append(
                    "\(program.program) ← \(follower.source): "
                        + StatusText.setAside.text(
                            in: terminal.language,
                            arguments: ["count": "\(follower.setAsideEvents)"]))
            }
        }
        for waiting in program.waiting where waiting.count > 0 {
            notes.append(
                "\(program.program): " + waitingText(waiting))
        }
        return notes
    }

    private func unapplied(
        _ event: HealthV1.UnappliedEvent, of follower: HealthV1.FollowerStatus,
        in program: HealthV1.ProgramStatus
    ) -> String {
        let since = Timestamp(millisecondsSinceEpoch: event.sinceMilliseconds)
        return StatusText.unapplied.text(
            in: terminal.language,
            arguments: [
                "sequence": "\(event.sequence)", "kind": event.kind, "since": "\(since)",
                "reason": UnappliedText(code: event.reason).text(in: terminal.language),
                "service": program.program.replacing("jatigi-", with: ""),
                "source": follower.source,
            ])
    }

    private func waitingText(_ waiting: HealthV1.WaitingCount) -> String {
        let text: StatusText? =
            switch waiting.kind {
            case "held": .waitingHeld
            case "corrections": .waitingCorrections
            case "pairs": .waitingPairs
            case "orphaned_decisions": .orphanedDecisions
            case "contradicted_decisions": .contradictedDecisions
            case "present_twice": .presentTwice
            case "biometric_checks": .biometricChecks
            case "biometric_checks_failed": .biometricChecksFailed
            case "biometric_keys_missing": .biometricKeysMissing
            case "orphaned_fingerprints": .orphanedFingerprints
            case "people_to_screen_again": .peopleToScreenAgain
            default: nil
            }
        let why = waiting.reason.isEmpty ? "" : " (\(reason(waiting.reason, [:])))"
        let since = Timestamp(millisecondsSinceEpoch: waiting.sinceMilliseconds)
        return text?.text(
            in: terminal.language,
            arguments: ["count": "\(waiting.count)", "since": "\(since)", "reason": why])
            ?? "\(waiting.kind): \(waiting.count)"
    }

    /// What is to be renewed, and when it ends or ended.
    private func renewals(_ program: HealthV1.ProgramStatus) -> [String] {
        [
            (
                program.certificateExpiresAtMilliseconds, StatusText.certificateExpired,
                StatusText.certificateEnds
            ),
            (program.tokenExpiresAtMilliseconds, .tokenExpired, .tokenEnds),
        ].filter { Renewal.isDue(expiry: $0.0, at: now) }.map { expiry, expired, ends in
            let time = Timestamp(millisecondsSinceEpoch: expiry)
            return (time <= now ? expired : ends).text(
                in: terminal.language, arguments: ["at": "\(time)"])
        }
    }

    private func reason(_ key: String, _ arguments: [String: String]) -> String {
        MessageKey.text(
            forWireKey: key, in: terminal.language, arguments: arguments, fallback: key)
    }

    private func heading(_ text: StatusText) -> String { text.text(in: terminal.language) }
}
