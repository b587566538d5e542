import Access

enum TokenFuzzing {
    /// Knows no key, then a fixed one: nothing that the fuzzer makes may pass.
    private static let verifiers: [TokenVerifier] = [
        TokenVerifier(keys: [], clock: { 1_800_000_000_000 }),
        TokenVerifier(
            keys: [SigningKey.generate().verificationKey], clock: { 1_800_000_000_000 }),
    ]

    static func verify(_ bytes: [UInt8]) {
        for verifier in verifiers {
            let claims = bytes.withUnsafeBufferPointer { try? verifier.verify(utf8: $0) }
            precondition(claims == nil, "a forged token passed")
        }
    }
}
