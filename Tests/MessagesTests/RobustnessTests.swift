import Messages
import Testing

@Suite struct RobustnessTests {
    @Test("a message cut at any byte is refused or decodes to less, and never crashes")
    func truncation() throws {
        func check<Message: WireMessage & Sampled>(_ type: Message.Type) throws {
            var source = SampleSource(seed: 11)
            let value = Message(sampling: &source)
            let bytes = try value.encoded()
            for count in 0..<bytes.count {
                let cut = Array(bytes[..<count])
                guard let decoded = try? Message(decoding: cut) else { continue }
                #expect(decoded != value, "\(Message.fullName) cut at \(count)")
            }
        }
        for type in sampledMessages { try check(type) }
    }

    @Test("mutated messages never crash, and what decodes can be encoded again")
    func mutation() throws {
        func check<Message: WireMessage & Sampled>(_ type: Message.Type) throws {
            var source = SampleSource(seed: 0xF022)
            for round in 0..<150 {
                var bytes = try Message(sampling: &source).encoded()
                for _ in 0...source.choice(of: 4) { mutate(&bytes, &source) }
                guard let decoded = try? Message(decoding: bytes) else { continue }
                let again = try Message(decoding: decoded.encoded())
                #expect(
                    try again.encoded() == decoded.encoded(),
                    "\(Message.fullName), round \(round)")
            }
        }
        for type in sampledMessages { try check(type) }
    }

    @Test("random bytes never crash")
    func noise() throws {
        var source = SampleSource(seed: 0xBAD)
        var refused = 0
        for _ in 0..<5_000 {
            let bytes = source.next() as [UInt8]
            let types: [any WireMessage.Type] = [RPCV1.Request.self, RegistrationV1.Household.self]
            for type in types {
                if (try? type.init(decoding: bytes)) == nil { refused += 1 }
            }
        }
        #expect(refused > 5_000)
    }

    private func mutate(_ bytes: inout [UInt8], _ source: inout SampleSource) {
        let place = source.choice(of: bytes.count + 1)
        let noise = UInt8(truncatingIfNeeded: source.bits())
        switch source.choice(of: 5) {
        case 0 where place < bytes.count: bytes[place] ^= 1 << (noise & 7)
        case 1 where place < bytes.count: bytes[place] = noise
        case 2 where place < bytes.count: bytes.remove(at: place)
        case 3: bytes.insert(contentsOf: bytes.prefix(Int(noise)), at: place)
        default: bytes.insert(noise, at: place)
        }
    }
}
