import Testing

@testable import Access

@Suite struct KeyTests {
    // github.com/paseto-standard/test-vectors, PASERK/k4.pid.json: k4.pid-1 to k4.pid-3.
    @Test(
        "key ids are the official PASERK vectors",
        arguments: [
            (
                "0000000000000000000000000000000000000000000000000000000000000000",
                "k4.pid.S_XQmeEwHbbvRmiyfXfHYpLGjXGzjTRSDoT1YtTakWFE"
            ),
            (
                "707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f",
                "k4.pid.9ShR3xc8-qVJ_di0tc9nx0IDIqbatdeM2mqLFBJsKRHs"
            ),
            (
                "707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e90",
                "k4.pid.-nyvbaTz8U6TQz7OZWW-iB3va31iAxIpUgzUcVQVmW9A"
            ),
        ])
    func keyID(key: String, expected: String) throws {
        #expect(try VerificationKey(bytes: bytes(hex: key)).keyID == expected)
    }

    // Seed 70…8f as in PASERK's vectors; the text agrees with pyseto 1.10.0 (Key.to_paserk).
    @Test("the secret text form is seed and public key in PASERK's order")
    func secretText() throws {
        let seed = "707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f"
        let text =
            "k4.secret.cHFyc3R1dnd4eXp7fH1-f4CBgoOEhYaHiImKi4yNjo8c5WpIyC_5kWKhS8VEYSZ05dYfuTF-"
            + "ZdQFV4D9vLTcNQ"
        let key = try SigningKey(seed: bytes(hex: seed))
        #expect(revealed(key.text()) == text)
        #expect(try SigningKey(text: secret(text + "\n")).keyID == key.keyID)
        #expect(key.verificationKey.text == "k4.public.HOVqSMgv-ZFioUvFRGEmdOXWH7kxfmXUBVeA_by03DU")
    }

    @Test("a public text form reads back")
    func publicText() throws {
        let key = SigningKey.generate().verificationKey
        #expect(try VerificationKey(text: " \(key.text)\n") == key)
    }

    @Test(
        "text that is no public key is refused",
        arguments: [
            "", "k4.public.", "k4.public.AAAA",
            "k4.secret.HOVqSMgv-ZFioUvFRGEmdOXWH7kxfmXUBVeA_by03DU",
            "k3.public.HOVqSMgv-ZFioUvFRGEmdOXWH7kxfmXUBVeA_by03DU",
            "k4.public.HOVqSMgv-ZFioUvFRGEmdOXWH7kxfmXUBVeA_by03DU=",
            "k4.public.HOVqSMgv-ZFioUvFRGEmdOXWH7kxfmXUBVeA_by03DUAAAA",
        ])
    func malformedPublic(text: String) {
        #expect(
            refusal { () throws(AccessError) in _ = try VerificationKey(text: text) } == .invalidKey
        )
    }

    @Test("a signing key with another key's public half is refused")
    func mixedHalves() throws {
        let seed = [UInt8](repeating: 1, count: 32)
        let other = SigningKey.generate().verificationKey.bytes
        let text = "k4.secret." + Sodium.base64URL(seed + other)
        #expect(
            refusal { () throws(AccessError) in _ = try SigningKey(text: secret(text)) }
                == .invalidKey)
    }

    @Test("signing key text that is cut short or too long is refused", arguments: [-1, 1])
    func malformedSecret(difference: Int) throws {
        let text = revealed(SigningKey.generate().text())
        let changed = difference < 0 ? String(text.dropLast()) : text + "A"
        #expect(
            refusal { () throws(AccessError) in _ = try SigningKey(text: secret(changed)) }
                == .invalidKey)
    }

    @Test("printing and dumping a secret shows nothing of it")
    func printing() throws {
        let key = try SigningKey(seed: [UInt8](repeating: 0xAB, count: 32))
        let sealingKey = SealingKey.generate()
        var output = "\(key) \(sealingKey) \(key.text())"
        dump(key, to: &output)
        dump(sealingKey, to: &output)
        dump(key.text(), to: &output)
        #expect(!output.contains("k4.secret"))
        #expect(!output.contains("171"))  // 0xAB
        #expect(!output.contains("0x"))
        #expect(output.contains("Access.SigningKey"))
    }

    @Test("a key list names the line that is wrong")
    func keyList() throws {
        let first = SigningKey.generate().verificationKey
        let second = SigningKey.generate().verificationKey
        let text = "# keys\n\(first.text)  # old\n\n\(second.text)\r\n"
        #expect(try VerificationKey.keys(parsing: text) == [first, second])
        do throws(AccessError) {
            _ = try VerificationKey.keys(parsing: text + "k4.public.x\n")
            Issue.record("a bad line was accepted")
        } catch {
            #expect(error.code == .invalidKey)
            #expect(error.message.hasPrefix("line 5:"))
        }
    }

    @Test("a list without a key, or with too many, is refused", arguments: [0, 17])
    func keyListCount(count: Int) {
        let text = String(
            repeating: SigningKey.generate().verificationKey.text + "\n", count: count)
        #expect(
            refusal { () throws(AccessError) in _ = try VerificationKey.keys(parsing: text) }
                == .invalidKey)
    }

    @Test("signatures of another message or key are not valid")
    func signatures() {
        let key = SigningKey.generate()
        let signature = key.signature(of: [1, 2, 3])
        #expect(key.verificationKey.isValidSignature(signature, of: [1, 2, 3]))
        #expect(!key.verificationKey.isValidSignature(signature, of: [1, 2, 4]))
        #expect(!key.verificationKey.isValidSignature(signature.dropLast(), of: [1, 2, 3]))
        #expect(
            !SigningKey.generate().verificationKey.isValidSignature(signature, of: [1, 2, 3]))
    }

    @Test("a sealing key's text forms read back and are not taken for each other")
    func sealingText() throws {
        let key = SealingKey.generate()
        #expect(try SealingKey(text: key.text()).publicKey == key.publicKey)
        #expect(try SealingPublicKey(text: key.publicKey.text) == key.publicKey)
        let publicText = secret(key.publicKey.text)
        #expect(
            refusal { () throws(AccessError) in _ = try SealingKey(text: publicText) }
                == .invalidKey)
    }

    // RFC 7748 section 6.1, Alice's keys.
    @Test("a sealing key's public half is X25519's")
    func sealingVector() throws {
        let alice = bytes(
            hex: "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")
        let key = try SealingKey(text: secret("jatigi.seal.secret." + Sodium.base64URL(alice)))
        #expect(
            key.publicKey.bytes
                == bytes(hex: "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"))
    }
}
