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
            let follower = try region.client(.service, of: .registration)
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
