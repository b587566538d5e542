import Testing

@testable import Transport

@Suite("Message")
struct MessageTests {
    @Test("what is written is read")
    func readWrite() throws {
        var message = try Message(byteCount: 3)
        message.withUnsafeMutableBytes { $0.copyBytes(from: [7, 8, 9]) }
        #expect(message.byteCount == 3)
        #expect(message.bytes == [7, 8, 9])
    }

    @Test("a new message holds zeros, never what was in memory before")
    func zeros() throws {
        for _ in 0..<100 {
            var used = try Message(byteCount: 5000)
            used.withUnsafeMutableBytes { bytes in
                for index in bytes.indices { bytes[index] = 0xAB }
            }
            _ = consume used
            let fresh = try Message(byteCount: 5000)
            #expect(fresh.bytes.allSatisfy { $0 == 0 })
        }
    }

    @Test("an empty message is a message")
    func empty() throws {
        #expect(try Message([]).bytes == [])
    }

    @Test("an absurd size is refused before it is allocated", arguments: [-1, .max, 1 << 40])
    func absurd(byteCount: Int) {
        var code: TransportError.Code?
        do { _ = try Message(byteCount: byteCount) } catch { code = error.code }
        #expect(code == .tooLarge)
    }
}
