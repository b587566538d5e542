import Testing

@testable import Transport

@Suite("RequestSocket")
struct RequestSocketTests {
    @Test("a request to nobody times out, and its context serves the next one")
    func timesOut() async throws {
        let folder = try TemporaryDirectory()
        var limits = RequestSocket.Limits()
        limits.inFlightMax = 1
        let client = try RequestSocket.dialing(folder.ipc(), limits: limits)
        #expect(await client.failure(of: [1], timeout: .milliseconds(20)) == .timedOut)
        let server = try ReplySocket(handler: echo)
        defer { withExtendedLifetime(server) {} }
        try server.listen(on: folder.ipc())
        #expect(try await client.call([2]) == [2])
    }

    @Test("nng never sends a request again by itself after a time")
    func resendTime() throws {
        let core = try RequestCore(limits: .init())
        let context = try RequestContext(core: core)
        #expect(context.resendMilliseconds == -1)
        core.beginClosing()
    }

    @Test("a request lost with its connection ends, and is not sent again on the next one")
    func notSentTwice() async throws {
        let server = try RawPeer.Server()
        let client = try RequestSocket.dialing(server.endpoint)
        let lost = try client.start([1])
        do {
            let first = try server.accept()
            #expect(first.negotiate(as: .reply))
            #expect(first.receiveMessage()?.body == [1])
        }
        let error = await #expect(throws: TransportError.self) { try await lost.value.get() }
        #expect(error?.code == .connectionReset)
        let second = try server.accept()
        #expect(second.negotiate(as: .reply))
        let answer = try client.start([2])
        let request = try #require(second.receiveMessage())
        #expect(request.body == [2])
        second.sendMessage(id: request.id, body: [3])
        #expect(try await answer.value.get() == [3])
    }

    @Test("a canceled request ends once, whether it waits to be sent or to be answered")
    func cancels() async throws {
        let folder = try TemporaryDirectory()
        let client = try RequestSocket.dialing(folder.ipc())
        #expect(try await canceledOutcome(client) { true } == .canceled)
        let kept = Collected<Exchange>()
        let server = try ReplySocket { kept.append($1) }
        defer { withExtendedLifetime(server) {} }
        try server.listen(on: folder.ipc())
        #expect(try await canceledOutcome(client) { !kept.values.isEmpty } == .canceled)
    }

    private func canceledOutcome(
        _ client: RequestSocket, when isReady: @escaping @Sendable () -> Bool
    ) async throws -> TransportError.Code? {
        let outcomes = Collected<TransportError.Code?>()
        let pending = client.send(try Message([1]), timeout: patience) { result in
            switch consume result {
            case .success: outcomes.append(nil)
            case .failure(let error): outcomes.append(error.code)
            }
        }
        #expect(await eventually(isReady))
        pending.cancel()
        pending.cancel()
        #expect(await eventually { !outcomes.values.isEmpty })
        #expect(outcomes.values.count == 1)
        return outcomes.values.first ?? nil
    }

    @Test("canceling a request that has ended leaves the next one on its context alone")
    func lateCancel() async throws {
        let folder = try TemporaryDirectory()
        var limits = RequestSocket.Limits()
        limits.inFlightMax = 1
        let kept = Collected<Exchange>()
        let server = try ReplySocket { request, exchange in
            if request.bytes == [1] { echo(request, exchange) } else { kept.append(exchange) }
        }
        defer { withExtendedLifetime(server) {} }
        try server.listen(on: folder.ipc())
        let client = try RequestSocket.dialing(folder.ipc(), limits: limits)
        let isDone = OneShot<Bool>()
        let first = client.send(try Message([1]), timeout: patience) { _ in isDone.resolve(true) }
        #expect(await isDone.value)
        async let second = client.call([2])
        #expect(await eventually { !kept.values.isEmpty })
        first.cancel()
        try kept.removeAll().forEach { $0.reply(try Message([3])) }
        #expect(try await second == [3])
    }

    @Test("a request over the number in flight ends at once, never inside the call")
    func tooMany() async throws {
        var limits = RequestSocket.Limits()
        limits.inFlightMax = 1
        let client = try RequestSocket(limits: limits)
        let first = client.send(try Message([1]), timeout: patience) { _ in }
        #expect(await client.failure(of: [2]) == .tooManyInFlight)
        first.cancel()
    }

    @Test("a cancel that races the reply leaves exactly one outcome each")
    func cancelRace() async throws {
        let folder = try TemporaryDirectory()
        let server = try ReplySocket(handler: echo)
        defer { withExtendedLifetime(server) {} }
        try server.listen(on: folder.ipc())
        let client = try RequestSocket.dialing(folder.ipc())
        #expect(await client.connected(within: patience))
        let outcomes = Collected<Int>()
        for number in 0..<2000 {
            let pending = client.send(try Message([1]), timeout: patience) { _ in
                outcomes.append(number)
            }
            if number % 3 != 0 { pending.cancel() }
            if number % 64 == 0 { #expect(await eventually { outcomes.values.count > number }) }
        }
        #expect(await eventually { outcomes.values.count == 2000 })
        #expect(outcomes.values.sorted() == Array(0..<2000))
        #expect(try await client.call([9]) == [9])
    }

    @Test("closing ends every request under way with `closed`, and later ones too")
    func closing() async throws {
        let folder = try TemporaryDirectory()
        let kept = Collected<Exchange>()
        let server = try ReplySocket { kept.append($1) }
        defer { withExtendedLifetime(server) {} }
        try server.listen(on: folder.ipc())
        let client = try RequestSocket.dialing(folder.ipc())
        let outcomes = Collected<TransportError.Code?>()
        for _ in 0..<10 {
            client.send(try Message([1]), timeout: patience) { result in
                switch consume result {
                case .success: outcomes.append(nil)
                case .failure(let error): outcomes.append(error.code)
                }
            }
        }
        #expect(await eventually { kept.values.count == 10 })
        #expect(await client.close(within: patience))
        #expect(outcomes.values == [TransportError.Code?](repeating: .closed, count: 10))
        #expect(await client.failure(of: [1]) == .closed)
        #expect(await client.close(within: patience), "a second close waits for the first")
    }

    @Test("with two servers, the loss of one leaves the other to answer")
    func failover() async throws {
        let folder = try TemporaryDirectory()
        let first = try ReplySocket(handler: echo)
        try first.listen(on: folder.ipc("a"))
        let second = try ReplySocket(handler: echo)
        try second.listen(on: folder.ipc("b"))
        let client = try RequestSocket.dialing(folder.ipc("a"))
        try client.dial(folder.ipc("b"))
        #expect(await eventually { client.connectionCount == 2 })
        #expect(await first.close())
        #expect(await eventually { client.connectionCount == 1 })
        for number in UInt8(0)..<10 { #expect(try await client.call([number]) == [number]) }
    }
}
