import Access
import Messages
import Status
import Testing

@testable import RPC

@Suite struct AuthenticationTests {
    private func server(_ authority: TestAuthority = TestAuthority()) throws -> TestServer {
        try TestServer(authority: authority, limits: .quick) { table in
            table.handle(TestService.read) { request, call in
                RPCV1.Argument(name: try call.caller.subject, value: try call.caller.role.rawValue)
            }
            table.handle(TestService.put) { request, _ in request }
        }
    }

    private func refusal(
        of token: String, by server: TestServer,
        calling method: TestService.Echo = TestService.read,
        region: String = ""
    ) async throws -> RPCError? {
        let client = try server.client(token: token)
        var options = CallOptions.once
        options.region = region
        let error = await failure { [options] in
            _ = try await client.call(method, .init(), options: options)
        }
        await client.close()
        return error
    }

    @Test func `a good token tells the handler who calls`() async throws {
        let server = try server()
        try await withServer(server, token: try server.authority.token(.team, subject: "team-1")) {
            let answer = try await $0.call(TestService.read, .init(), options: .once)
            #expect(answer == RPCV1.Argument(name: "team-1", value: "team"))
        }
    }

    @Test func `a call without a token, with rubbish or with a forged one is UNAUTHENTICATED`()
        async throws
    {
        let server = try server()
        let good = try server.authority.token()
        var forged = Array(good)
        forged[40] = forged[40] == "A" ? "B" : "A"
        let foreign = try TestAuthority().token()
        let cases = [
            ("", "access.missing_token"), ("v4.public.rubbish", "access.malformed"),
            (String(forged), "access.forged"), (foreign, "access.unknown_key"),
        ]
        for (token, reason) in cases {
            let error = try await refusal(of: token, by: server)
            #expect(error?.code == .unauthenticated, "\(reason)")
            #expect(error?.details.reason == reason)
        }
        await server.stop()
    }

    @Test func `a token that expires or is revoked while the server runs is refused from then on`()
        async throws
    {
        let server = try server()
        let lost = try server.authority.issue(.registrar, subject: "lost")
        let kept = try server.authority.token()
        #expect(try await refusal(of: lost.token, by: server) == nil)
        server.authority.verifier.reload(revocations: Revocations(tokenIDs: [lost.claims.tokenID]))
        #expect(try await refusal(of: lost.token, by: server)?.details.reason == "access.revoked")
        #expect(try await refusal(of: kept, by: server) == nil)
        server.authority.clock.advance(by: 13 * 3_600_000)
        #expect(try await refusal(of: kept, by: server)?.details.reason == "access.expired")
        await server.stop()
    }

    @Test func `a role without the right is denied, and an unlisted method for every role`()
        async throws
    {
        let server = try server()
        for role in Role.allCases {
            let token = try server.authority.token(role)
            let error = try await refusal(of: token, by: server, calling: TestService.put)
            #expect((error == nil) == (role == .registrar))
            if let error {
                #expect(error.code == .permissionDenied)
                #expect(error.details.arguments == [.init(name: "role", value: role.rawValue)])
            }
            let unlisted = TestService.Echo(
                name: "jatigi.test.v1.TestService/Hidden", idempotency: .unknown)
            let hidden = try await refusal(of: token, by: server, calling: unlisted)
            #expect(hidden?.code == .unimplemented)
        }
        await server.stop()
    }

    @Test func `an unlisted method is refused although it has a handler`() async throws {
        let runs = Collected<Int>()
        let server = try TestServer(policy: AccessPolicy([]), limits: .quick) { table in
            table.handle(TestService.read) { request, _ in
                runs.append(0)
                return request
            }
        }
        let token = try server.authority.token(.admin)
        #expect(try await refusal(of: token, by: server) != nil)
        #expect(runs.values.isEmpty)
        await server.stop()
    }

    @Test func `a caller from another region is denied, and a region that is not served is named`()
        async throws
    {
        let server = try server()
        let elsewhere = try server.authority.token(regions: ["ML05"])
        let denied = try await refusal(of: elsewhere, by: server)
        #expect(denied?.code == .permissionDenied)
        #expect(denied?.details.reason == "access.region_denied")
        let everywhere = try server.authority.token(.service, regions: ["*"])
        #expect(try await refusal(of: everywhere, by: server, region: "ML19") == nil)
        let wrong = try await refusal(of: everywhere, by: server, region: "ML99")
        #expect(wrong?.code == .notFound)
        #expect(wrong?.details.arguments == [.init(name: "region", value: "ML19")])
        await server.stop()
    }

    @Test(
        arguments: [
            AccessError.Code.expired, .notYetValid, .revoked, .unknownKey, .forgedToken,
            .malformedToken,
        ])
    func `every reason to refuse a token has its text`(_ code: AccessError.Code) {
        let error = AccessError(code, "").rpcError
        #expect(error.code == .unauthenticated)
        #expect(error.details.reason.hasPrefix("access."))
        #expect(!error.message.isEmpty)
    }
}
