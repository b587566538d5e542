import Access
import Basics
import Foundation
import Glibc
import Messages
import Operations
import RPC
import TestKit
import Testing
import Transport

/// Certificates are renewed while the programs run.
@Suite(.serialized) struct CertificateRenewalTests {
    private func expiry(of service: ServiceName, _ region: Region) async throws -> Int64 {
        let client = try region.client(.admin, of: service)
        let answer = try await client.call(HealthV1.HealthService.getStatus, .init())
        await client.close()
        return answer.program?.certificateExpiresAtMilliseconds ?? 0
    }

    private func log(of service: ServiceName, _ region: Region, says text: String) async -> Bool {
        let end = ContinuousClock.now + Region.patience
        while ContinuousClock.now < end {
            if region.log(service).contains(text) { return true }
            try? await Task.sleep(for: .milliseconds(20))
        }
        return false
    }

    // A renewed certificate was in use only after a restart.
    @Test func `SIGHUP takes renewed certificates over, and no call notices`() async throws {
        let region = try Region()
        let ports = (gateway: try LocalHTTP.freePort(), registration: try LocalHTTP.freePort())
        let site = try await SecureSite(in: region, ports: ports)
        let services: [ServiceName] = [.registration, .gateway]
        try await region.start(services)
        func list(_ client: RPCClient) async throws {
            _ = try await client.call(
                RegistrationV1.RegistrationService.listHouseholds, .init(),
                options: CallOptions(timeout: Region.patience, retry: .never))
        }
        let token = try region.token(.registrar, subject: "registrar-1")
        let former = try site.device(of: "former", port: ports.gateway, token: token)
        try await list(former)
        let formerExpiry = try await expiry(of: .gateway, region)
        #expect(formerExpiry > Timestamp.now().millisecondsSinceEpoch)

        // The end of a certificate is in whole seconds.
        try await Task.sleep(for: .seconds(1.1))
        try await site.make(as: "renewed")
        try site.take(["localhost.key"], from: "renewed")
        region.signal(SIGHUP, to: .gateway)
        #expect(await log(of: .gateway, region, says: "certificate and key stay as they were"))
        #expect(try await expiry(of: .gateway, region) == formerExpiry)
        try await list(former)

        try site.take(from: "renewed")
        for service in services { region.signal(SIGHUP, to: service) }
        for service in services {
            #expect(await log(of: service, region, says: "new connections use the renewed"))
            #expect(try await expiry(of: service, region) > formerExpiry)
        }
        let renewed = try site.device(of: "renewed", port: ports.gateway, token: token)
        try await list(renewed)
        // Its authority is nobody's any more: the connection that it had is still there.
        try await list(former)
        // The gateway has to connect to registration anew, and only the renewed certificate lets it in.
        await region.stop([.registration])
        try await region.start([.registration])
        try await list(renewed)
        for service in services { #expect(!region.log(service).contains("a listener had stopped")) }
        await former.close()
        await renewed.close()
        #expect(await region.stop(services) == [0, 0])
    }
}
