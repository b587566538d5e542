import Basics
import Catalogue
import Messages
import Terminal

extension HealthV1.ProgramStatus {
    /// Whether it serves, follows, and has nothing quarantined.
    var isWell: Bool {
        status == .serving && statusReason.isEmpty
            && followers.allSatisfy { $0.quarantinedEvents == 0 && $0.lastFailureReason.isEmpty }
    }
}

/// The states as a table, one row a service, and below it what is stuck and why.
struct StatusView {
    let terminal: Terminal

    func text(_ programs: [HealthV1.ProgramStatus]) -> String {
        var table = TextTable([
            (heading(.service), .leading), (heading(.state), .leading),
            (heading(.version), .leading),
            (heading(.uptime), .trailing), (heading(.requests), .trailing),
            (heading(.errors), .trailing), (heading(.median), .trailing),
            (heading(.slowest), .trailing),
            (heading(.log), .trailing), (heading(.lag), .trailing), (heading(.queue), .trailing),
            (heading(.database), .trailing), (heading(.disk), .trailing),
            (heading(.memory), .trailing),
            (heading(.token), .trailing),
        ])
        for program in programs { table.add(row(program)) }
        return table.text + programs.flatMap(notes).map { $0 + "\n" }.joined()
    }

    private func row(_ program: HealthV1.ProgramStatus) -> [String] {
        guard !program.version.isEmpty else {
            return [program.program, heading(.down)] + Array(repeating: "–", count: 13)
        }
        let lags = program.followers.map { "\($0.lagEvents)" }.joined(separator: " ")
        return [
            program.program, heading(program.isWell ? .up : .unwell), program.version,
            Amount.duration(milliseconds: program.uptimeMilliseconds), "\(program.requests)",
            "\(program.errors)", Amount.time(microseconds: program.latencyP50Microseconds),
            Amount.time(microseconds: program.latencyP99Microseconds),
            program.logHead.map { "\($0.sequence)" } ?? "–", lags.isEmpty ? "–" : lags,
            "\(program.requestsInFlight)/\(program.requestsInFlightMax)",
            program.databaseBytes == 0 ? "–" : Amount.bytes(program.databaseBytes),
            program.diskFreeBytes == 0 ? "–" : Amount.bytes(program.diskFreeBytes),
            Amount.bytes(program.residentMemoryBytes), expiry(program),
        ]
    }

    private func expiry(_ program: HealthV1.ProgramStatus) -> String {
        let ends = [
            program.certificateExpiresAtMilliseconds, program.tokenExpiresAtMilliseconds,
        ].filter { $0 > 0 }
        guard let first = ends.min() else { return "–" }
        let left = first - Timestamp.now().millisecondsSinceEpoch
        return left > 0 ? Amount.duration(milliseconds: UInt64(left)) : heading(.expired)
    }

    private func notes(_ program: HealthV1.ProgramStatus) -> [String] {
        var notes: [String] = []
        if !program.statusReason.isEmpty {
            notes.append("\(program.program): \(reason(program.statusReason, program))")
        }
        for follower in program.followers {
            if !follower.lastFailureReason.isEmpty {
                notes.append(
                    "\(program.program) ← \(follower.source): \(reason(follower.lastFailureReason, program))"
                )
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
        }
        for waiting in program.waiting where waiting.count > 0 {
            notes.append(
                "\(program.program): " + waitingText(waiting.kind, count: waiting.count))
        }
        return notes
    }

    private func waitingText(_ kind: String, count: UInt64) -> String {
        let text: StatusText? =
            switch kind {
            case "held": .waitingHeld
            case "corrections": .waitingCorrections
            case "pairs": .waitingPairs
            case "orphaned_decisions": .orphanedDecisions
            default: nil
            }
        return text?.text(in: terminal.language, arguments: ["count": "\(count)"])
            ?? "\(kind): \(count)"
    }

    private func reason(_ key: String, _ program: HealthV1.ProgramStatus) -> String {
        MessageKey.text(
            forWireKey: key, in: terminal.language, arguments: ["service": program.program],
            fallback: key)
    }

    private func heading(_ text: StatusText) -> String { text.text(in: terminal.language) }
}

/// Amounts in the unit that reads best.
enum Amount {
    static func bytes(_ count: UInt64) -> String {
        let units = ["B", "kB", "MB", "GB", "TB"]
        var value = Double(count)
        var unit = 0
        while value >= 1_000, unit < units.count - 1 {
            value /= 1_000
            unit += 1
        }
        return unit == 0 ? "\(count) B" : "\(tenths(value)) \(units[unit])"
    }

    static func time(microseconds: UInt32) -> String {
        if microseconds < 1_000 { return "\(microseconds) µs" }
        if microseconds < 1_000_000 { return "\(tenths(Double(microseconds) / 1_000)) ms" }
        return "\(tenths(Double(microseconds) / 1_000_000)) s"
    }

    static func duration(milliseconds: UInt64) -> String {
        let seconds = milliseconds / 1_000
        switch seconds {
        case ..<120: return "\(seconds) s"
        case ..<7_200: return "\(seconds / 60) min"
        case ..<172_800: return "\(seconds / 3_600) h"
        default: return "\(seconds / 86_400) d"
        }
    }

    private static func tenths(_ value: Double) -> String {
        let rounded = (value * 10).rounded() / 10
        return "\(rounded)"
    }
}
