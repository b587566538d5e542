import Basics
import Catalogue
import Messages
import Operations
import Terminal

/// The states as a table, one row a service and a region, and below it what is stuck and why.
struct StatusView {
    let terminal: Terminal
    let now: Timestamp
    /// Columns of the terminal; nil where there is none, and everything is shown.
    let width: Int?
    private var amount: Amount { Amount(in: terminal.language) }

    init(terminal: Terminal, now: Timestamp = .now(), width: Int? = nil) {
        self.terminal = terminal
        self.now = now
        self.width = width
    }

    func text(_ rows: [StatusRow]) -> String {
        let notes = rows.flatMap { self.notes($0, namesRegion: Self.areOfSeveralRegions(rows)) }
        guard let width else {
            return table(rows, Self.columns).text + notes.map { $0 + "\n" }.joined()
        }
        return fitted(rows, width).text + notes.map { $0.wrapped(width) }.joined()
    }

    /// As much of it as a screen of so many lines holds, from its top.
    func text(_ rows: [StatusRow], lines: Int) -> String {
        let all = text(rows).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        // The cursor stands below.
        guard all.count >= lines, lines > 2 else { return text(rows) }
        let shown = all.prefix(lines - 2)
        let more = StatusText.moreLines.text(
            in: terminal.language, arguments: ["count": "\(all.count - shown.count)"])
        return (shown + [more[...]]).joined(separator: "\n") + "\n"
    }

    /// The columns, in their places.
    private static let columns: [StatusText] = [
        .service, .region, .state, .version, .uptime, .requests, .errors, .median, .slowest, .log,
        .followed, .queue, .database, .disk, .memory, .token,
    ]
    /// The most important first: what is up, what is behind, what fails, and what runs out.
    private static let importance: [StatusText] = [
        .service, .state, .followed, .lag, .errors, .token, .disk, .log, .queue, .region, .slowest,
        .uptime, .requests, .memory, .database, .median, .version,
    ]

    private static func areOfSeveralRegions(_ rows: [StatusRow]) -> Bool {
        Set(rows.map(\.program.region)).count > 1
    }

    /// The columns that fit; where the positions do not, what is left to follow alone.
    private func fitted(_ rows: [StatusRow], _ width: Int) -> TextTable {
        var importance = Self.importance
        if Self.areOfSeveralRegions(rows) {
            // Without it nobody could tell them apart.
            importance.removeAll { $0 == .region }
            importance.insert(.region, at: 1)
        }
        func fitted(_ columns: [StatusText]) -> TextTable {
            table(rows, columns).fitting(
                width, importance: importance.compactMap { columns.firstIndex(of: $0) })
        }
        let whole = fitted(Self.columns)
        guard !whole.titles.contains(heading(.followed)) else { return whole }
        return fitted(Self.columns.map { $0 == .followed ? .lag : $0 })
    }

    private func table(_ rows: [StatusRow], _ columns: [StatusText]) -> TextTable {
        let leading: Set<StatusText> = [.service, .region, .state, .version, .followed]
        var table = TextTable(
            columns.map { (heading($0), leading.contains($0) ? .leading : .trailing) })
        for row in rows {
            let cells = cells(row)
            table.add(columns.map { cells[$0] ?? "–" })
        }
        return table
    }

    private func cells(_ row: StatusRow) -> [StatusText: String] {
        let program = row.program
        let region = program.region.isEmpty ? "–" : program.region
        guard !program.version.isEmpty else {
            let state = heading(row.isRefused ? .unwell : .down)
            return [.service: program.program, .region: region, .state: state]
        }
        var cells: [StatusText: String] = [
            .service: program.program, .region: region,
            .state: heading(row.isWell(at: now) ? .up : .unwell), .version: program.version,
            .uptime: amount.duration(milliseconds: program.uptimeMilliseconds),
            .requests: "\(program.requests)", .errors: "\(program.errors)",
            .median: amount.time(microseconds: program.latencyP50Microseconds),
            .slowest: amount.time(microseconds: program.latencyP99Microseconds),
            .queue: load(program),
            .memory: amount.bytes(program.residentMemoryBytes), .token: expiry(program),
        ]
        if let head = program.logHead { cells[.log] = "\(head.sequence)" }
        if !program.followers.isEmpty {
            cells[.followed] = program.followers.map(position).joined(separator: " ")
            let lags = program.followers.map(\.lagEvents)
            cells[.lag] = lags.contains(nil) ? "?" : "\(lags.compactMap(\.self).reduce(0, &+))"
        }
        if program.databaseBytes > 0 {
            cells[.database] = amount.bytes(program.databaseBytes)
            cells[.disk] = amount.bytes(program.diskFreeBytes)
        }
        return cells
    }

    /// "registration:120+3": it has applied 120 events of that log, and 3 more are there; "120+?" where how many are there
    /// is not known.
    private func position(_ follower: HealthV1.FollowerStatus) -> String {
        let lag = follower.lagEvents.map { "\($0)" } ?? "?"
        return "\(follower.source):\(follower.position?.sequence ?? 0)+\(lag)"
    }

    /// "17/128 (5/40)": 17 calls are in their handlers, 5 of these wait for their turn; "3/128" of a program that lets
    /// none wait.
    private func load(_ program: HealthV1.ProgramStatus) -> String {
        let calls = "\(program.requestsInFlight)/\(program.requestsInFlightMax)"
        guard program.requestsWaitingMax > 0 else { return calls }
        return calls + " (\(program.requestsWaiting)/\(program.requestsWaitingMax))"
    }

    private func expiry(_ program: HealthV1.ProgramStatus) -> String {
        let ends = [
            program.certificateExpiresAtMilliseconds, program.tokenExpiresAtMilliseconds,
        ].filter { $0 > 0 }
        guard let first = ends.min() else { return "–" }
        let left = first - now.millisecondsSinceEpoch
        return left > 0 ? amount.duration(milliseconds: UInt64(left)) : heading(.expired)
    }

    private func notes(_ row: StatusRow, namesRegion: Bool) -> [String] {
        let notes = self.notes(row)
        guard namesRegion, !row.program.region.isEmpty else { return notes }
        return notes.map { "\(row.program.region) \($0)" }
    }

    private func notes(_ row: StatusRow) -> [String] {
        let program = row.program
        var notes: [String] = []
        if let failure = row.failure {
            notes.append("\(program.program): \(terminal.text(of: failure))")
        } else if !program.statusReason.isEmpty {
            let told = program.statusArguments.map { ($0.name, $0.value) }
            let reason = reason(
                program.statusReason,
                ["service": program.program].merging(told, uniquingKeysWith: { own, _ in own }))
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
