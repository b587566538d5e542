import Testing

@testable import Access

@Suite struct HashingKeyTests {
    private static let text = "jatigi.hash.secret.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

    private func key(_ text: String = text) throws -> HashingKey {
        let secret = Array(text.utf8).withUnsafeBytes { SecretBytes(copying: $0) }
        return try HashingKey(text: secret)
    }

    @Test("codes are HMAC-SHA-256, as Python's hmac makes them")
    func codes() throws {
        let code = try key().code(of: Array("what do ya want for nothing?".utf8))
        #expect(hex(code) == "099805f4ac310786968565c098db515cc50862b420ae31e20238312344bed36a")
    }

    @Test("bytes are ChaCha20's under the code, as Python's cryptography makes them")
    func bytes() throws {
        let key = try key()
        let token = Array("token".utf8)
        #expect(hex(key.bytes(for: token, count: 16)) == "baa60b2e62e498ecf0293450d0b01b6b")
        #expect(key.bytes(for: token, count: 500).starts(with: key.bytes(for: token, count: 16)))
        #expect(key.bytes(for: token, count: 0).isEmpty)
        #expect(
            HashingKey.generate().bytes(for: token, count: 16) != key.bytes(for: token, count: 16))
    }

    @Test("a key file is private, and read back as the same key")
    func file() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/key"
        let key = HashingKey.generate()
        try key.save(path: path)
        #expect(try HashingKey.load(path: path).code(of: [1]) == key.code(of: [1]))
        #expect(refusal { () throws(AccessError) in try key.save(path: path) } == .fileExists)
        let open = try folder.file("open", Self.text + "\n", mode: 0o644)
        #expect(
            refusal { () throws(AccessError) in _ = try HashingKey.load(path: open) } == .fileUnsafe
        )
        let other = try folder.file("other", "jatigi.seal.secret.AAEC", mode: 0o600)
        #expect(
            refusal { () throws(AccessError) in _ = try HashingKey.load(path: other) }
                == .invalidKey)
    }

    @Test("a key shows nothing of itself")
    func secrecy() throws {
        #expect(Array(Mirror(reflecting: try key()).children).isEmpty)
    }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
