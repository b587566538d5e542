import Access
import Foundation
import Glibc
import Messages
import Operations
import RPC
import Status
import TestKit
import Testing

@Suite(.serialized) struct ProgramTests {
    @Test func `every program answers --version, and --check-config without starting`() async throws
    {
        let region = try Region()
        for service in Region.services {
            let version = try await region.run(service.programName, ["--version"])
            #expect(version.code == 0 && version.output.contains("."), "\(service)")
            let checked = try await region.run(
                service.programName, ["--config", region.configurationFile, "--check-config"])
            #expect(checked.code == 0 && checked.errors.isEmpty, "\(service)")
            let wrong = try region.folder.write("wrong.yaml", "region: ML19\ncolour: blue\n")
            let refused = try await region.run(service.programName, ["--config", wrong])
            #expect(refused.code == 78, "\(service)")
            #expect(refused.errors.contains("wrong.yaml:2: colour: unknown key"))
            #expect(refused.errors.contains("case_prefix: is required"))
        }
    }

    @Test func `SIGTERM ends every program with 0, a follower's long read included`() async throws {
        try await withRegion { region in
            let follower = try region.client(.follower, of: .registration)
            async let waiting = follower.call(
                RegistrationV1.RegistrationService.readEvents, .init(waitMilliseconds: 500_000),
                options: CallOptions(timeout: .seconds(590), retry: .never))
            let count = try region.client(.admin, of: .registration)
            var isWaiting = false
            for _ in 0..<500 where !isWaiting {
                let status = try await count.call(HealthV1.HealthService.getStatus, .init())
                // The question itself is the other call.
                isWaiting = (status.program?.requestsInFlight ?? 0) >= 2
                if !isWaiting { try await Task.sleep(for: .milliseconds(10)) }
            }
            #expect(isWaiting)
            let codes = await region.stop()
            #expect(codes == Region.services.map { _ in 0 })
            do {
                _ = try await waiting
                Issue.record("the read ended with an answer")
            } catch {
                #expect(RPCError(wrapping: error).code == .unavailable)
            }
            for service in Region.services {
                #expect(
                    region.log(service).contains(#""message":"stopped","drained":"true""#),
                    "\(service)")
            }
            await count.close()
            await follower.close()
        }
    }

    @Test func `a second program on the same data does not start and says so`() async throws {
        try await withRegion { region in
            for service in Region.services {
                let second = try await region.run(
                    service.programName, ["--config", region.configurationFile])
                #expect(second.code == 69, "\(service)")
                #expect(second.errors.contains("cannot start"), "\(service)")
            }
            let client = try region.client(.service)
            let answer = try await client.call(HealthV1.HealthService.check, .init())
            #expect(answer.status == .serving)
            await client.close()
        }
    }

    // Only the YAML was read: a key that is missing was found when the program did not start.
    @Test func `--check-config also reads the files that the configuration names`() async throws {
        let region = try Region()
        func check(
            _ service: ServiceName, _ environment: [String: String] = [:]
        ) async throws -> Program.Outcome {
            try await region.run(
                service.programName, ["--config", region.configurationFile, "--check-config"],
                environment: environment)
        }
        let none = "\(region.folder.path)/none"
        for (service, variable) in [
            (ServiceName.gateway, "JATIGI_ACCESS_TOKENS"),
            (.directory, "JATIGI_ACCESS_VERIFICATION_KEYS"),
            (.directory, "JATIGI_ACCESS_REVOCATIONS"),
            (.directory, "JATIGI_DIRECTORIES_REFERENCE"),
            (.registration, "JATIGI_DIRECTORIES_REFERENCE"),
            (.registration, "JATIGI_ACCESS_SEALING_KEY"),
            (.statistics, "JATIGI_DIRECTORIES_REFERENCE"),
        ] where Region.services.contains(service) {
            let outcome = try await check(service, [variable: none])
            #expect(outcome.code == 78 && outcome.errors.contains(none), "\(outcome.errors)")
        }
        // A mistyped region was one of its own, and found when its tokens fitted no other site.
        for service in Region.services where service != .gateway {
            let mistyped = try await check(service, ["JATIGI_REGION": "ML91"])
            #expect(mistyped.code == 78, "\(service)")
            #expect(mistyped.errors.contains("“ML91” is not in it; regions: ML ML00 ML01"))
        }
        // Which file is no key was left to guess.
        let notKeys = try region.folder.write("not-keys", "x\n")
        let unnamed = try await check(.directory, ["JATIGI_ACCESS_VERIFICATION_KEYS": notKeys])
        let named = "\(notKeys): line 1: not a verification key"
        #expect(unnamed.code == 78 && unnamed.errors.contains(named), "\(unnamed.errors)")
        let variants = try region.folder.write("names", "Ama, Amadigné\nAwa\n")
        for (language, text) in [
            ("fr", " : ligne 2 : deux noms au moins"), ("en", ": line 2: two names at least"),
        ] {
            let names = try await check(
                .deduplication,
                ["JATIGI_MATCHING_NAME_VARIANTS": variants, "JATIGI_LANGUAGE": language])
            #expect(names.code == 78 && names.errors.contains(variants + text), "\(names.errors)")
        }
        let user = try await check(.directory, ["JATIGI_ACCESS_SOCKET_USERS": "nobody-at-all"])
        #expect(user.code == 78 && user.errors.contains("nobody-at-all"))
        try region.folder.write(
            "keys/gateway.token", try region.token(.follower, subject: "gateway") + "\n")
        let role = try await check(.gateway)
        #expect(role.code == 78 && role.errors.contains("role service is needed"), "\(role.errors)")
    }

    // The log said "TLS certificate and key: Cryptographic error", and which of three files that is was left to guess.
    @Test func `a certificate or key that is none is named, by the check and at the start`()
        async throws
    {
        let region = try Region()
        let ports = (gateway: try LocalHTTP.freePort(), registration: try LocalHTTP.freePort())
        let site = try await SecureSite(in: region, ports: ports)
        func refused(
            _ file: String, _ arguments: [String], code: Int32, _ text: String
        ) async throws {
            try site.take(from: "former")
            try "nothing\n".write(
                toFile: "\(site.folder)/\(file)", atomically: false, encoding: .utf8)
            let outcome = try await region.run(
                "jatigi-registration", ["--config", region.configurationFile] + arguments,
                environment: ["JATIGI_LANGUAGE": "fr"])
            #expect(outcome.code == code, "\(outcome)")
            #expect(outcome.errors.contains(text), "\(outcome)")
            #expect(outcome.errors.contains("\(site.folder)/\(file)"), "\(outcome)")
        }
        for file in ["authority.pem", "localhost.pem"] {
            try await refused(file, ["--check-config"], code: 78, "n'est pas un certificat X.509")
            try await refused(file, [], code: 69, "is not an X.509 certificate in PEM")
        }
        try await refused("localhost.key", ["--check-config"], code: 78, "ne vont pas ensemble")
        try await refused("localhost.key", [], code: 69, "do not fit together")
    }

    // A renewed token was not taken over before the next restart.
    @Test func `SIGHUP takes over a renewed token, which the status had asked for`() async throws {
        let region = try Region()
        func write(age: Duration) throws {
            try region.folder.write(
                "keys/gateway.token",
                try region.token(.service, subject: "gateway", age: age) + "\n")
        }
        try write(age: .seconds(340 * 86_400))
        try await region.start()
        func status() async throws -> Program.Outcome {
            try await region.run(
                "jatigi-status", ["--config", region.configurationFile, "--lang", "en"], as: .admin)
        }
        let due = try await status()
        #expect(due.code == 1, "\(due.output)")
        #expect(
            due.output.contains("jatigi-gateway: The program's token expires on"), "\(due.output)")
        #expect(region.log(.gateway).contains("own token has expired or will soon"))
        try write(age: .zero)
        region.signal(SIGHUP, to: .gateway)
        let end = ContinuousClock.now + Region.patience
        while !region.log(.gateway).contains("own token was read again"), ContinuousClock.now < end
        {
            try await Task.sleep(for: .milliseconds(10))
        }
        let renewed = try await status()
        #expect(renewed.code == 0, "\(renewed.output)")
        await region.stop()
    }

    // A token that was refused looked like five programs that had stopped.
    @Test func `a status that everybody refuses is about the token`() async throws {
        try await withRegion([.gateway, .registration]) { region in
            for arguments in [["--config", region.configurationFile], []] {
                let refused = try await region.run(
                    "jatigi-status", arguments + ["--lang", "en"], as: .viewer)
                #expect(refused.code == 77 && refused.output.isEmpty, "\(refused.output)")
                #expect(refused.errors.contains("“viewer” may not"), "\(refused.errors)")
            }
        }
    }

    @Test func `SIGHUP takes a token out of use`() async throws {
        try await withRegion([.gateway, .registration]) { region in
            let client = try region.client(.admin, subject: "leaver")
            _ = try await client.call(HealthV1.HealthService.getStatus, .init())
            try region.folder.write("revocations.txt", "subject:leaver\n")
            region.signal(SIGHUP, to: .gateway)
            var code: RPCV1.StatusCode?
            for _ in 0..<500 where code == nil {
                do {
                    _ = try await client.call(HealthV1.HealthService.getStatus, .init())
                    try await Task.sleep(for: .milliseconds(10))
                } catch {
                    code = RPCError(wrapping: error).code
                }
            }
            #expect(code == .unauthenticated)
            await client.close()
        }
    }
}
