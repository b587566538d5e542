import Access
import Foundation
import Glibc
import Messages
import Operations
import RPC
import Status
import TestKit
import Testing

@Suite(.serialized) struct MonitoringTests {
    private func status(
        of path: String, port: UInt16, until wanted: Int
    ) async throws -> Int? {
        let end = ContinuousClock.now + Region.patience
        var found: Int?
        while found != wanted, ContinuousClock.now < end {
            found = LocalHTTP.get(path, port: port)?.status
            if found != wanted { try await Task.sleep(for: .milliseconds(5)) }
        }
        return found
    }

    @Test func `a supervisor hears READY once it serves, then WATCHDOG, and STOPPING at the end`()
        async throws
    {
        let region = try Region()
        for service in Region.services {
            let socket = try NotifySocket(path: "\(region.folder.path)/\(service.rawValue).notify")
            let environment = ["NOTIFY_SOCKET": socket.path, "WATCHDOG_USEC": "100000"]
            async let started: Void = region.start([service], environment: environment)
            var first: String?
            let end = ContinuousClock.now + Region.patience
            while first == nil, ContinuousClock.now < end {
                first = socket.next()
                if first == nil { try await Task.sleep(for: .milliseconds(1)) }
            }
            #expect(first?.split(separator: "\n").first == "READY=1", "\(service)")
            // Whoever waited for it may call at once.
            let client = try region.client(.service, of: service)
            let answer = try await client.call(
                HealthV1.HealthService.check, .init(), options: CallOptions(retry: .never))
            #expect(answer.status == .serving)
            try await started
            for _ in 0..<3 { #expect(try await socket.wait(for: "WATCHDOG=1"), "\(service)") }
            region.signal(SIGTERM, to: service)
            #expect(try await socket.wait(for: "STOPPING=1"), "\(service)")
            #expect(await region.stop([service]) == [0])
            await client.close()
        }
    }

    @Test func `a watchdog that is meant for another process is not fed`() async throws {
        let region = try Region()
        let socket = try NotifySocket(path: "\(region.folder.path)/notify")
        try await region.start(
            [.registration],
            environment: [
                "NOTIFY_SOCKET": socket.path, "WATCHDOG_USEC": "20000", "WATCHDOG_PID": "1",
            ])
        await region.stop([.registration])
        var messages: [String] = []
        while let message = socket.next() { messages.append(message) }
        #expect(messages == ["READY=1", "STOPPING=1"])
    }

    @Test func `a supervisor that never reads stops nothing`() async throws {
        let region = try Region()
        let socket = try NotifySocket(path: "\(region.folder.path)/notify")
        socket.fill()
        // The shortest interval there can be: a program that fed it without a pause would be busy with that alone.
        try await region.start(
            [.registration], environment: ["NOTIFY_SOCKET": socket.path, "WATCHDOG_USEC": "1"])
        let client = try region.client(.admin, of: .registration)
        let status = try await client.call(HealthV1.HealthService.getStatus, .init())
        #expect(status.program?.status == .serving)
        await client.close()
        #expect(await region.stop([.registration]) == [0])
    }

    @Test func `a port answers probes and metrics on the loopback, and nothing else`() async throws
    {
        let region = try Region()
        let port = try LocalHTTP.freePort()
        try await region.start(
            environment: ["JATIGI_MONITORING_REGISTRATION": "\(port)"])
        let file = "\(region.folder.path)/sample.csv"
        _ = try await region.run("jatigi-sample", ["--households", "10", file])
        let submitted = try await region.run(
            "jatigi", ["submit", "--source", "team-1", "--collected-on", "2026-03-01", file])
        #expect(submitted.code == 0)
        // A method's name comes from whoever calls.
        let stranger = try region.client(.registrar, of: .registration)
        await #expect(throws: RPCError.self) {
            _ = try await stranger.forward(
                RPCV1.Request(method: "Salimata\"} 1\nDiallo"), timeout: .seconds(10))
        }
        await stranger.close()
        for path in ["/livez", "/readyz"] {
            #expect(LocalHTTP.get(path, port: port)?.status == 200)
        }
        #expect(LocalHTTP.get("/", port: port)?.status == 404)
        let metrics = try #require(LocalHTTP.get("/metrics", port: port))
        #expect(metrics.status == 200)
        #expect(metrics.head.contains("text/plain; version=0.0.4"))
        let exposition = try Exposition(metrics.body)
        #expect(exposition.value("jatigi_up") == 1)
        #expect((exposition.value("jatigi_log_sequence") ?? 0) > 0)
        let submissions = exposition.samples.filter {
            $0.name == "jatigi_calls_total"
                && $0.labels["method"] == RegistrationV1.RegistrationService.submitBatch.name
        }
        #expect(submissions.reduce(0) { $0 + $1.value } == 1)
        let sample = try Sample(csv: try String(contentsOfFile: file, encoding: .utf8))
        for value in sample.personalValues.union(["Salimata", "Diallo", "team-1"])
        where metrics.body.contains(value) {
            Issue.record("personal data in the metrics")
        }
        await region.stop()
    }

    @Test func `readyz says no while calls drain, and livez yes`() async throws {
        let region = try Region()
        let port = try LocalHTTP.freePort()
        try await region.start(
            [.registration, .gateway], environment: ["JATIGI_MONITORING_GATEWAY": "\(port)"])
        // A call that lasts until registration goes on.
        region.signal(SIGSTOP, to: .registration)
        let client = try region.client(.registrar)
        async let answer = client.call(
            RegistrationV1.RegistrationService.listHouseholds, .init(),
            options: CallOptions(timeout: .seconds(60), retry: .never))
        let admin = try region.client(.admin)
        var isWaiting = false
        for _ in 0..<1_000 where !isWaiting {
            let status = try await admin.call(HealthV1.HealthService.getStatus, .init())
            isWaiting = (status.program?.requestsInFlight ?? 0) >= 2
            if !isWaiting { try await Task.sleep(for: .milliseconds(5)) }
        }
        #expect(isWaiting)
        #expect(LocalHTTP.get("/readyz", port: port)?.status == 200)
        region.signal(SIGTERM, to: .gateway)
        #expect(try await status(of: "/readyz", port: port, until: 503) == 503)
        #expect(LocalHTTP.get("/livez", port: port)?.status == 200)
        let metrics = try Exposition(LocalHTTP.get("/metrics", port: port)?.body ?? "")
        #expect(metrics.value("jatigi_up") == 0)
        region.signal(SIGCONT, to: .registration)
        _ = try await answer
        #expect(await region.stop([.gateway, .registration]) == [0, 0])
        await admin.close()
        await client.close()
    }

    // Calls in flight were told, and nobody saw that some of them waited for their turn.
    @Test func `status and metrics of the gateway tell how many calls wait`() async throws {
        let region = try Region()
        let port = try LocalHTTP.freePort()
        try await region.start(
            [.registration, .gateway], environment: ["JATIGI_MONITORING_GATEWAY": "\(port)"])
        func waiting() -> Double? {
            let body = LocalHTTP.get("/metrics", port: port)?.body ?? ""
            return (try? Exposition(body))?.value("jatigi_requests_waiting")
        }
        #expect(waiting() == 0)
        // Calls that last until registration goes on: as many as a subject may have under way, and three more.
        region.signal(SIGSTOP, to: .registration)
        let client = try region.client(.registrar)
        let calls = Task {
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<27 {
                    group.addTask {
                        _ = try? await client.call(
                            RegistrationV1.RegistrationService.listHouseholds, .init(),
                            options: CallOptions(timeout: .seconds(60), retry: .never))
                    }
                }
            }
        }
        let admin = try region.client(.admin)
        var most: (status: UInt32, metrics: Double, max: UInt32) = (0, 0, 0)
        // Who waits is told to come back after two seconds: until then it is seen.
        let end = ContinuousClock.now + .seconds(10)
        while most.status < 3 || most.metrics < 3, ContinuousClock.now < end {
            let status = try await admin.call(HealthV1.HealthService.getStatus, .init()).program
            most.status = max(most.status, status?.requestsWaiting ?? 0)
            most.max = status?.requestsWaitingMax ?? 0
            most.metrics = max(most.metrics, waiting() ?? 0)
        }
        #expect(most.status == 3 && most.metrics == 3 && most.max == 40)
        region.signal(SIGCONT, to: .registration)
        await calls.value
        let behind = try region.client(.admin, of: .registration)
        let other = try await behind.call(HealthV1.HealthService.getStatus, .init()).program
        #expect(other?.requestsWaitingMax == 0, "a program that lets no calls wait")
        for client in [client, admin, behind] { await client.close() }
        await region.stop([.gateway, .registration])
    }

    @Test func `a port that is taken is a clear error`() async throws {
        let region = try Region()
        let port = try LocalHTTP.freePort()
        let setting = ["JATIGI_MONITORING_REGISTRATION": "\(port)"]
        try await region.start([.registration], environment: setting)
        let second = try await region.run(
            "jatigi-directory", ["--config", region.configurationFile],
            environment: ["JATIGI_MONITORING_DIRECTORY": "\(port)"])
        #expect(second.code == 69)
        #expect(second.errors.contains("addressInUse"), "\(second.errors)")
        await region.stop([.registration])
    }
}
