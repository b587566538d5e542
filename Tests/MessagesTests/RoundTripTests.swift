import Messages
import Testing

@Suite struct RoundTripTests {
    static let seeds: [UInt64] = [1, 2, 3, 0x5EED, 20_260_101]

    @Test("every message of the contract survives encoding and decoding", arguments: seeds)
    func everyMessageSurvives(seed: UInt64) throws {
        func check<Message: WireMessage & Sampled>(_ type: Message.Type) throws {
            var source = SampleSource(seed: seed)
            for _ in 0..<20 {
                let value = Message(sampling: &source)
                let bytes = try value.encoded()
                #expect(try Message(decoding: bytes) == value, "\(Message.fullName), seed \(seed)")
            }
        }
        #expect(!sampledMessages.isEmpty)
        for type in sampledMessages { try check(type) }
    }

    @Test("a default message is no bytes and no bytes are a default message")
    func defaultsAreEmpty() throws {
        func check<Message: WireMessage>(_ type: Message.Type) throws {
            #expect(try Message().encoded() == [], "\(Message.fullName)")
            #expect(try Message(decoding: []) == Message(), "\(Message.fullName)")
        }
        for type in sampledMessages { try check(type) }
    }

    @Test("encoding into a caller's buffer writes the same bytes, and asks once")
    func encodesIntoBuffer() throws {
        var source = SampleSource(seed: 7)
        let value = RegistrationV1.Household(sampling: &source)
        let expected = try value.encoded()
        let buffer = UnsafeMutableRawBufferPointer.allocate(
            byteCount: expected.count + 3, alignment: 1)
        defer { buffer.deallocate() }
        buffer.initializeMemory(as: UInt8.self, repeating: 0xAA)
        var asked: [Int] = []
        try value.encode { count in
            asked.append(count)
            return buffer
        }
        #expect(asked == [expected.count])
        #expect(Array(buffer) == expected + [0xAA, 0xAA, 0xAA])
    }

    @Test("what the caller's allocation throws is passed on")
    func allocationErrorPasses() {
        struct Refused: Error {}
        #expect(throws: Refused.self) {
            try CommonV1.Place(code: "ML1901").encode { _ in throw Refused() }
        }
    }

    @Test("a payload beyond the first block of the arena survives")
    func largePayloadSurvives() throws {
        let payload = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let request = RPCV1.Request(method: "a.B/C", payload: payload, timeoutMilliseconds: 5)
        #expect(try RPCV1.Request(decoding: try request.encoded(), limits: .envelope) == request)
    }
}
