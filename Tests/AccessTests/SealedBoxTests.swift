import Testing

@testable import Access

@Suite struct SealedBoxTests {
    private let device = SigningKey.generate()
    private let region = SealingKey.generate()

    private func opened(_ box: [UInt8]) throws(AccessError) -> SealedBox.Contents {
        try SealedBox.open(box, with: region, from: [device.verificationKey])
    }

    private func refused(_ box: [UInt8]) -> AccessError.Code? {
        refusal { () throws(AccessError) in _ = try opened(box) }
    }

    @Test("a sealed payload opens whole, with its device", arguments: [0, 1, 1000, 1 << 20])
    func roundTrip(count: Int) throws {
        let payload = secureRandomBytes(count)
        let box = try SealedBox.seal(payload, from: device, to: region.publicKey)
        #expect(box.count == count + SealedBox.overheadByteCount)
        let contents = try opened(box)
        #expect(contents.payload == payload)
        #expect(contents.device == device.verificationKey)
    }

    @Test("the payload cannot be seen in the box, and two boxes of it differ")
    func secrecy() throws {
        let payload = [UInt8](repeating: 0x41, count: 64)
        let first = try SealedBox.seal(payload, from: device, to: region.publicKey)
        let second = try SealedBox.seal(payload, from: device, to: region.publicKey)
        #expect(!first.contains([0x41, 0x41, 0x41, 0x41]))
        #expect(!first.contains(device.verificationKey.bytes))
        #expect(first != second)
    }

    @Test("no altered byte passes")
    func altering() throws {
        let box = try SealedBox.seal([1, 2, 3], from: device, to: region.publicKey)
        for offset in box.indices {
            var changed = box
            changed[offset] ^= 1
            let expected: AccessError.Code =
                offset < 4 ? .malformedBox : offset < 20 ? .wrongRecipient : .tamperedBox
            #expect(refused(changed) == expected, "byte \(offset)")
        }
    }

    @Test("no truncated or lengthened box passes")
    func truncating() throws {
        let box = try SealedBox.seal([1, 2, 3], from: device, to: region.publicKey)
        for count in 0..<box.count {
            let expected: AccessError.Code =
                count < SealedBox.overheadByteCount ? .malformedBox : .tamperedBox
            #expect(refused(Array(box.prefix(count))) == expected, "length \(count)")
        }
        #expect(refused(box + [0]) == .tamperedBox)
    }

    @Test("another region's key does not open it")
    func wrongRegion() throws {
        let box = try SealedBox.seal([1], from: device, to: SealingKey.generate().publicKey)
        #expect(refused(box) == .wrongRecipient)
    }

    @Test("a device that is not accepted is refused")
    func wrongDevice() throws {
        let box = try SealedBox.seal([1], from: .generate(), to: region.publicKey)
        #expect(refused(box) == .unknownDevice)
        let own = try SealedBox.seal([1], from: device, to: region.publicKey)
        #expect(
            refusal { () throws(AccessError) in
                _ = try SealedBox.open(own, with: region, from: [])
            } == .unknownDevice)
    }

    @Test("a box that names a device without its signature is forged")
    func forged() throws {
        let stranger = SigningKey.generate()
        let inner = device.verificationKey.bytes + stranger.signature(of: [1]) + [1]
        #expect(refused(sealedRaw(inner)) == .forgedBox)
    }

    @Test("a region cannot pass a device's payload on as sealed for another region")
    func forwarded() throws {
        let first = SealingKey.generate()
        let box = try SealedBox.seal([9], from: device, to: first.publicKey)
        let inner = try #require(first.unseal(box[20...]))
        #expect(refused(sealedRaw(inner)) == .forgedBox)
    }

    @Test("a later version is refused by name")
    func version() throws {
        var box = try SealedBox.seal([1], from: device, to: region.publicKey)
        box[3] = 2
        do throws(AccessError) {
            _ = try opened(box)
            Issue.record("version 2 was opened")
        } catch {
            #expect(error.code == .malformedBox)
            #expect(error.message.contains("version 2"))
        }
    }

    @Test("sizes are bounded on both sides")
    func sizes() throws {
        let large = [UInt8](repeating: 0, count: AccessLimits.sealedPayloadBytesMax + 1)
        #expect(
            refusal { () throws(AccessError) in
                _ = try SealedBox.seal(large, from: device, to: region.publicKey)
            } == .payloadTooLarge)
        let box = try SealedBox.seal([1], from: device, to: region.publicKey)
        #expect(refused(box + large) == .malformedBox)
    }

    @Test("a public key of low order is refused when sealing")
    func lowOrder() throws {
        let weak = try SealingPublicKey(bytes: [UInt8](repeating: 0, count: 32))
        #expect(
            refusal { () throws(AccessError) in
                _ = try SealedBox.seal([1], from: device, to: weak)
            } == .invalidKey)
    }

    // A well-formed box around any inner bytes, as a dishonest sender can make.
    private func sealedRaw(_ inner: [UInt8]) -> [UInt8] {
        Array("JSB".utf8) + [1] + region.publicKey.id + (region.publicKey.seal(inner) ?? [])
    }
}
