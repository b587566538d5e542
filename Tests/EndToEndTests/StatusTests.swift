import Access
import Foundation
import Glibc
import Operations
import TestKit
import Testing

/// What an administrator sees of a region, from its machine and from elsewhere.
@Suite(.serialized) struct StatusTests {
    @Test func `from elsewhere the gateway is asked over TLS, and is a row when it is down`()
        async throws
    {
        let region = try Region()
        let ports = (gateway: try LocalHTTP.freePort(), registration: try LocalHTTP.freePort())
        let site = try await SecureSite(in: region, ports: ports)
        try await region.start()
        func status(_ language: String = "en") async throws -> Program.Outcome {
            try await region.run(
                "jatigi-status",
                site.options(of: "former", port: ports.gateway) + ["--lang", language],
                as: .admin, environment: ["JATIGI_GATEWAY": "ipc:///none"])
        }
        let well = try await status()
        #expect(well.code == 0 && well.errors.isEmpty, "\(well)")
        for service in Region.services {
            #expect(row(of: service, in: well)?.contains(" up ") == true, "\(well.output)")
        }
        await region.stop([.directory])
        let behind = try await status()
        #expect(behind.code == 1, "\(behind)")
        #expect(row(of: .directory, in: behind)?.contains(" DOWN ") == true, "\(behind.output)")
        #expect(row(of: .gateway, in: behind)?.contains(" up ") == true, "\(behind.output)")
        await region.stop([.gateway])
        for (language, down) in [("en", " DOWN "), ("fr", " ARRÊTÉ ")] {
            let alone = try await status(language)
            #expect(alone.code == 1, "\(alone)")
            #expect(row(of: .gateway, in: alone)?.contains(down) == true, "\(alone.output)")
            #expect(alone.errors.contains("tls+tcp://localhost:\(ports.gateway)"), "\(alone)")
        }
        await region.stop()
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `a watch shows what dies between two looks, and ends by a signal`(
        _ number: Int32
    ) async throws {
        try await withRegion { region in
            let output = "\(region.folder.path)/watch.out"
            let watch = try Program(
                "jatigi-status",
                ["--config", region.configurationFile, "--watch", "--interval", "1"],
                environment: [
                    "JATIGI_TOKEN_FILE": region.tokenFile(.admin), "JATIGI_LANGUAGE": "en",
                    "HOME": region.folder.path,
                ], outputFile: output, errorFile: "\(region.folder.path)/watch.err")
            /// Waits for a whole look of such rows, in the order of the services.
            func looks(_ areSuch: ([Substring]) -> Bool) async throws -> Bool {
                let end = ContinuousClock.now + Region.patience
                while ContinuousClock.now < end {
                    let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
                    let look = text.components(separatedBy: "\nservice ").last ?? ""
                    let rows = Region.services.compactMap { service in
                        look.split(separator: "\n").first {
                            $0.hasPrefix(service.programName + " ")
                        }
                    }
                    if rows.count == Region.services.count, areSuch(rows) { return true }
                    try await Task.sleep(for: .milliseconds(20))
                }
                return false
            }
            let areUp = { (rows: [Substring]) in rows.allSatisfy { $0.contains(" up ") } }
            let last = try #require(Region.services.last)
            #expect(try await looks(areUp))
            await region.kill(last)
            #expect(try await looks { $0.last?.contains(" DOWN ") == true })
            // Well again in one of them, so that both codes are seen.
            if number == SIGTERM {
                try await region.start([last])
                #expect(try await looks(areUp))
            }
            #expect(watch.isRunning)
            watch.signal(number)
            let outcome = await watch.end(within: Region.patience)
            #expect(outcome.code == (number == SIGTERM ? 0 : 1), "\(outcome)")
            #expect(outcome.errors.isEmpty)
        }
    }

    private func row(of service: ServiceName, in outcome: Program.Outcome) -> Substring? {
        outcome.output.split(separator: "\n").first { $0.hasPrefix(service.programName + " ") }
    }
}
