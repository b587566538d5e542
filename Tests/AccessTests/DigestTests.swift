import Access
import Testing

@Suite struct DigestTests {
    // Made by Python 3.11: hashlib.blake2b(b"abc", digest_size=n).hexdigest().
    @Test("BLAKE2b gives the reference digests")
    func reference() {
        let input = Array("abc".utf8)
        #expect(hex(Digest.blake2b128(input)) == "cf4ab791c62b8d2b2109c90275287816")
        #expect(
            hex(Digest.blake2b256(input))
                == "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319")
        #expect(input.withUnsafeBytes { Digest.blake2b256($0) } == Digest.blake2b256(input))
        #expect(hex(Digest.blake2b128([])) == "cae66941d9efbd404e4d88758ea67670")
        // With key=bytes(range(32)).
        #expect(
            hex(Digest.blake2b128(input, key: Array(0..<32))) == "1a64be47e4729d951c302ee543f97cf3")
    }

    @Test("random bytes have the length asked for and differ")
    func random() {
        #expect(secureRandomBytes(0).isEmpty)
        #expect(secureRandomBytes(33).count == 33)
        #expect(secureRandomBytes(32) != secureRandomBytes(32))
    }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
