import Messages
import RPC

/// A program's state in Prometheus' text exposition format 0.0.4.
///
/// Names follow Prometheus' conventions: base units, `_total` for counters. Labels are names of
/// methods, programs and status codes, never of people or places.
struct MetricsText {
    let status: HealthV1.ProgramStatus
    let methods: [String: CallMetrics.MethodCounts]

    /// Upper bounds of the latency buckets in seconds, a factor of four apart.
    private static let bounds: [(text: String, microseconds: UInt64)] = [
        ("0.000064", 64), ("0.000256", 256), ("0.001024", 1_024), ("0.004096", 4_096),
        ("0.016384", 16_384), ("0.065536", 65_536), ("0.262144", 262_144), ("1.048576", 1_048_576),
        ("4.194304", 4_194_304), ("16.777216", 16_777_216),
    ]

    var text: String {
        var lines = Lines()
        calls(into: &lines)
        lines.gauge("jatigi_up", "Whether the program serves.", status.status == .serving ? 1 : 0)
        lines.gauge(
            "jatigi_requests_in_flight", "Calls in their handlers.", UInt64(status.requestsInFlight)
        )
        if status.requestsWaitingMax > 0 {
            lines.gauge(
                "jatigi_requests_waiting", "Calls in their handlers that wait for their turn.",
                UInt64(status.requestsWaiting))
        }
        lines.gauge(
            "jatigi_uptime_seconds", "Seconds since the start.", status.uptimeMilliseconds / 1_000)
        lines.gauge(
            "jatigi_resident_memory_bytes", "Resident memory.", status.residentMemoryBytes)
        lines.gauge("jatigi_database_bytes", "Size of the database.", status.databaseBytes)
        lines.gauge("jatigi_disk_free_bytes", "Free disk.", status.diskFreeBytes)
        lines.gauge(
            "jatigi_log_sequence", "Last position of the program's log.",
            status.logHead?.sequence ?? 0)
        lines.gauge(
            "jatigi_token_expiry_timestamp_seconds", "When the service token expires.",
            UInt64(max(0, status.tokenExpiresAtMilliseconds)) / 1_000)
        lines.gauge(
            "jatigi_certificate_expiry_timestamp_seconds", "When the certificate expires, or 0.",
            UInt64(max(0, status.certificateExpiresAtMilliseconds)) / 1_000)
        followers(into: &lines)
        lines.head("jatigi_waiting", "Items that wait for a person.", "gauge")
        for waiting in status.waiting {
            lines.sample("jatigi_waiting", ["kind": waiting.kind], waiting.count)
        }
        return lines.text
    }

    private func calls(into lines: inout Lines) {
        let sorted = methods.sorted { $0.key < $1.key }
        lines.head("jatigi_calls_total", "Calls that ended, by method and status.", "counter")
        for (method, counts) in sorted {
            let failed = counts.errors.values.reduce(0, +)
            lines.sample(
                "jatigi_calls_total", ["method": method, "status": "0"], counts.calls - failed)
            for (code, count) in counts.errors.sorted(by: { $0.key < $1.key }) {
                lines.sample("jatigi_calls_total", ["method": method, "status": "\(code)"], count)
            }
        }
        let name = "jatigi_call_seconds"
        lines.head(name, "Time from a call's arrival to its answer.", "histogram")
        for (method, counts) in sorted {
            for bound in Self.bounds {
                lines.sample(
                    name + "_bucket", ["method": method, "le": bound.text],
                    counts.latency.count(upTo: bound.microseconds))
            }
            lines.sample(
                name + "_bucket", ["method": method, "le": "+Inf"], counts.latency.count)
            lines.sample(
                name + "_sum", ["method": method], Double(counts.latency.sumMicroseconds) / 1e6)
            lines.sample(name + "_count", ["method": method], counts.latency.count)
        }
    }

    private func followers(into lines: inout Lines) {
        lines.head(
            "jatigi_follower_lag_events",
            "Events not yet applied; absent until the source has answered.", "gauge")
        for follower in status.followers {
            guard let lag = follower.lagEvents else { continue }
            lines.sample("jatigi_follower_lag_events", ["source": follower.source], lag)
        }
        lines.head(
            "jatigi_follower_quarantined_events", "Events that could not be applied.",
            "gauge")
        for follower in status.followers {
            lines.sample(
                "jatigi_follower_quarantined_events", ["source": follower.source],
                follower.quarantinedEvents)
        }
        lines.head(
            "jatigi_follower_set_aside_events", "Events that an administrator left out.", "gauge")
        for follower in status.followers {
            lines.sample(
                "jatigi_follower_set_aside_events", ["source": follower.source],
                follower.setAsideEvents)
        }
        lines.head(
            "jatigi_follower_contact_seconds",
            "Seconds since the source answered, or since the start where it has not.", "gauge")
        for follower in status.followers {
            lines.sample(
                "jatigi_follower_contact_seconds", ["source": follower.source],
                follower.sinceContactMilliseconds / 1_000)
        }
    }

    private struct Lines {
        var text = ""

        mutating func head(_ name: String, _ help: String, _ type: String) {
            text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
        }

        mutating func gauge(_ name: String, _ help: String, _ value: UInt64) {
            head(name, help, "gauge")
            text += "\(name) \(value)\n"
        }

        mutating func sample(
            _ name: String, _ labels: KeyValuePairs<String, String>, _ value: some Numeric
        ) {
            let pairs = labels.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }
            text += "\(name){\(pairs.joined(separator: ","))} \(value)\n"
        }

        private static func escaped(_ value: String) -> String {
            value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                .replacing("\n", with: "\\n")
        }
    }
}
