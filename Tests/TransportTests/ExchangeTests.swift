import Glibc
import Testing

@testable import Transport

@Suite("Request and reply")
struct ExchangeTests {
    @Test(
        "a request is answered from inside the handler, over every plain transport",
        arguments: ["ipc", "tcp", "inproc"])
    func answeredInside(scheme: String) async throws {
        let folder = try TemporaryDirectory()
        let url = [
            "ipc": "ipc://\(folder.path)/s", "tcp": "tcp://127.0.0.1:0",
            "inproc": "inproc://\(folder.path)",
        ]
        let server = try ReplySocket(handler: echo)
        defer { withExtendedLifetime(server) {} }
        try server.listen(on: Endpoint(#require(url[scheme])))
        let client = try RequestSocket.dialing(#require(server.boundEndpoints.first))
        #expect(try await client.call([1, 2, 3]) == [1, 2, 3])
        #expect(client.connectionCount == 1)
        #expect(await client.close(within: patience))
        #expect(await server.close())
    }

    @Test("requests are answered later, from another thread, in another order")
    func answeredLater() async throws {
        let folder = try TemporaryDirectory()
        let waiting = Collected<([UInt8], Exchange)>()
        let server = try ReplySocket { waiting.append(($0.bytes, $1)) }
        defer { withExtendedLifetime(server) {} }
        try server.listen(on: folder.ipc())
        let client = try RequestSocket.dialing(folder.ipc())
        let replies = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in UInt8(0)..<40 {
                group.addTask { try await client.call([number]) == [number, number] }
            }
            #expect(await eventually { waiting.values.count == 40 })
            for (bytes, exchange) in waiting.removeAll().reversed() {
                #expect(exchange.reply(try Message(bytes + bytes)))
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(replies == [Bool](repeating: true, count: 40))
    }

    @Test("more requests than exchanges wait and are all answered")
    func moreThanExchanges() async throws {
        var limits = ReplySocket.Limits()
        limits.exchangesMax = 2
        let folder = try TemporaryDirectory()
        let server = try ReplySocket(limits: limits, handler: echo)
        defer { withExtendedLifetime(server) {} }
        try server.listen(on: folder.ipc())
        let client = try RequestSocket.dialing(folder.ipc())
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in UInt8(0)..<200 {
                group.addTask { try await client.call([number]) == [number] }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }

    @Test("only the first reply counts, even long after")
    func onlyFirstReply() async throws {
        let folder = try TemporaryDirectory()
        var limits = ReplySocket.Limits()
        limits.exchangesMax = 1
        let kept = Collected<Exchange>()
        let server = try ReplySocket(limits: limits) { request, exchange in
            kept.append(exchange)
            if let reply = try? Message(request.bytes) { exchange.reply(reply) }
        }
        defer { withExtendedLifetime(server) {} }
        try server.listen(on: folder.ipc())
        let client = try RequestSocket.dialing(folder.ipc())
        #expect(try await client.call([1]) == [1])
        let stale = try #require(kept.values.first)
        #expect(try !stale.reply(Message([66])))
        #expect(try await client.call([2]) == [2])
    }

    @Test("a request let go unanswered frees its exchange and does not hang the socket")
    func unanswered() async throws {
        let folder = try TemporaryDirectory()
        var limits = ReplySocket.Limits()
        limits.exchangesMax = 1
        let server = try ReplySocket(limits: limits) { request, exchange in
            guard request.bytes != [0], let reply = try? Message([1]) else { return }
            exchange.reply(reply)
        }
        defer { withExtendedLifetime(server) {} }
        try server.listen(on: folder.ipc())
        let client = try RequestSocket.dialing(folder.ipc())
        #expect(await client.failure(of: [0], timeout: .milliseconds(50)) == .timedOut)
        #expect(try await client.call([9]) == [1])
        #expect(await server.close())
    }

    @Test("a reply after the socket closed is dropped in peace")
    func replyAfterClose() async throws {
        let folder = try TemporaryDirectory()
        let kept = Collected<Exchange>()
        let server = try ReplySocket { kept.append($1) }
        defer { withExtendedLifetime(server) {} }
        try server.listen(on: folder.ipc())
        let client = try RequestSocket.dialing(folder.ipc())
        client.send(try Message([1]), timeout: patience) { _ in }
        #expect(await eventually { !kept.values.isEmpty })
        #expect(await server.close())
        try kept.removeAll().forEach { $0.reply(try Message([2])) }
    }

    @Test("a reply over the limit is refused and a smaller one may follow")
    func replyTooLarge() async throws {
        let folder = try TemporaryDirectory()
        var limits = ReplySocket.Limits()
        limits.messageBytesMax = 100
        let server = try ReplySocket(limits: limits) { _, exchange in
            guard let large = try? Message(byteCount: 101), let small = try? Message([5]) else {
                return
            }
            if !exchange.reply(large) { exchange.reply(small) }
        }
        defer { withExtendedLifetime(server) {} }
        try server.listen(on: folder.ipc())
        #expect(try await RequestSocket.dialing(folder.ipc()).call([1]) == [5])
    }

    @Test("an exchange knows the system user at the other end of a Unix socket")
    func peerUser() async throws {
        let folder = try TemporaryDirectory()
        let users = Collected<UInt32?>()
        let server = try ReplySocket { request, exchange in
            users.append(exchange.peerUserID)
            echo(request, exchange)
        }
        defer { withExtendedLifetime(server) {} }
        try server.listen(on: folder.ipc())
        try server.listen(on: Endpoint("tcp://127.0.0.1:0"))
        _ = try await RequestSocket.dialing(server.boundEndpoints[0]).call([1])
        _ = try await RequestSocket.dialing(server.boundEndpoints[1]).call([1])
        #expect(users.values == [getuid(), nil])
    }
}
