import Glibc
import Testing

@testable import Access

@Suite struct SecretFileTests {
    @Test("a private file of ours is read", arguments: [mode_t(0o600), 0o400])
    func privateFile(mode: mode_t) throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("key", "secret", mode: mode)
        #expect(revealed(try SecretFile.read(path: path)) == "secret")
    }

    @Test(
        "a file that others may touch is refused, with the mode found and the modes allowed",
        arguments: [mode_t(0o640), 0o440, 0o604, 0o620, 0o602, 0o610, 0o700, 0o4600, 0o644])
    func openFile(mode: mode_t) throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("key", "secret", mode: mode)
        do throws(AccessError) {
            _ = try SecretFile.read(path: path)
            Issue.record("an open file was read")
        } catch {
            #expect(error.code == .fileUnsafe)
            #expect(error.message.contains(path))
            #expect(error.message.contains("0" + String(mode, radix: 8)))
            #expect(error.message.contains("0600 or 0400"))
        }
    }

    @Test("the group may read when that is allowed", arguments: [mode_t(0o640), 0o440, 0o600])
    func groupRead(mode: mode_t) throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("key", "secret", mode: mode)
        #expect(revealed(try SecretFile.read(path: path, allowGroupRead: true)) == "secret")
    }

    @Test(
        "the group may never write, nor others read",
        arguments: [mode_t(0o660), 0o644, 0o642, 0o650])
    func groupWrite(mode: mode_t) throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("key", "secret", mode: mode)
        #expect(
            refusal { () throws(AccessError) in
                _ = try SecretFile.read(path: path, allowGroupRead: true)
            } == .fileUnsafe)
    }

    @Test("only this user and root are trusted as owners")
    func owners() {
        #expect(GuardedFile.isTrustedOwner(1000, self: 1000))
        #expect(GuardedFile.isTrustedOwner(0, self: 1000))
        #expect(!GuardedFile.isTrustedOwner(1001, self: 1000))
        #expect(!GuardedFile.isTrustedOwner(1000, self: 0))
    }

    @Test("a symbolic link, a folder and a pipe are refused, and the pipe does not hang")
    func otherKinds() throws {
        let folder = try TemporaryFolder()
        let target = try folder.file("key", "secret", mode: 0o600)
        let link = folder.path + "/link"
        let pipe = folder.path + "/pipe"
        try #require(symlink(target, link) == 0)
        try #require(mkfifo(pipe, 0o600) == 0)
        for path in [link, folder.path, pipe] {
            #expect(
                refusal { () throws(AccessError) in
                    _ = try SecretFile.read(path: path)
                } == .fileUnsafe)
        }
    }

    @Test("an empty file and one over the limit are refused", arguments: [0, 4097])
    func size(count: Int) throws {
        let folder = try TemporaryFolder()
        let text = String(repeating: "x", count: count)
        let path = try folder.file("key", text, mode: 0o600)
        #expect(
            refusal { () throws(AccessError) in
                _ = try SecretFile.read(path: path)
            } == .fileSize)
    }

    @Test("a missing file is unavailable, and the error names it")
    func missing() throws {
        let path = try TemporaryFolder().path + "/none"
        do throws(AccessError) {
            _ = try SecretFile.read(path: path)
            Issue.record("a missing file was read")
        } catch {
            #expect(error.code == .fileUnavailable)
            #expect(error.message.contains(path))
        }
    }

    @Test("a written file is private, whole, and leaves nothing beside it")
    func write() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/key"
        let key = SigningKey.generate()
        try key.save(path: path)
        var status = stat()
        #expect(lstat(path, &status) == 0)
        #expect(status.st_mode == S_IFREG | 0o600)
        #expect(folder.names() == ["key"])
        #expect(try SigningKey.load(path: path).keyID == key.keyID)
    }

    @Test("a public key can be read by every program")
    func publicFile() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/key.public"
        try TrustedFile.write(path: path, "public\n")
        var status = stat()
        #expect(lstat(path, &status) == 0)
        #expect(status.st_mode == S_IFREG | 0o644)
        #expect(try TrustedFile.read(path: path, byteCountMax: 100) == Array("public\n".utf8))
        #expect(
            refusal { () throws(AccessError) in
                try TrustedFile.write(path: path, "other\n")
            } == .fileExists)
    }

    @Test("a file that exists is kept, unless replacing is asked for")
    func existing() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("key", "first", mode: 0o600)
        let second = Array("second".utf8)
        let refused = second.withUnsafeBytes { bytes in
            refusal { () throws(AccessError) in try SecretFile.write(path: path, bytes) }
        }
        #expect(refused == .fileExists)
        #expect(revealed(try SecretFile.read(path: path)) == "first")
        try second.withUnsafeBytes { try SecretFile.write(path: path, $0, replacing: true) }
        #expect(revealed(try SecretFile.read(path: path)) == "second")
        #expect(folder.names() == ["key"])
    }

    @Test("writing into a folder that is not there is refused")
    func missingFolder() throws {
        let path = try TemporaryFolder().path + "/none/key"
        let refused = [UInt8(1)].withUnsafeBytes { bytes in
            refusal { () throws(AccessError) in try SecretFile.write(path: path, bytes) }
        }
        #expect(refused == .fileUnavailable)
    }

    @Test("a trusted file may be read by all but written only by its owner")
    func trustedFile() throws {
        let folder = try TemporaryFolder()
        let key = SigningKey.generate().verificationKey
        let path = try folder.file("keys", key.text + "\n", mode: 0o644)
        #expect(try VerificationKey.load(path: path) == [key])
        let open = try folder.file("open", key.text, mode: 0o664)
        #expect(
            refusal { () throws(AccessError) in
                _ = try VerificationKey.load(path: open)
            } == .fileUnsafe)
    }

    @Test(
        "a region may know no device, or more devices than there are issuers; issuers there must be"
    )
    func deviceFile() throws {
        let folder = try TemporaryFolder()
        let none = try folder.file("none", "# nobody yet\n", mode: 0o644)
        #expect(try VerificationKey.loadDevices(path: none).isEmpty)
        #expect(
            refusal { () throws(AccessError) in
                _ = try VerificationKey.load(path: none)
            } == .invalidKey)
        let keys = (0...AccessLimits.verificationKeysMax).map { _ in
            SigningKey.generate().verificationKey
        }
        let many = try folder.file(
            "many", keys.map { $0.text + "\n" }.joined(), mode: 0o644)
        #expect(try VerificationKey.loadDevices(path: many) == keys)
        #expect(
            refusal { () throws(AccessError) in
                _ = try VerificationKey.load(path: many)
            } == .invalidKey)
    }

    // "not a verification key", and which of the files was left to guess.
    @Test func `a file that holds no key is named`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("key", "x\n", mode: 0o600)
        let loads: [() throws -> Void] = [
            { _ = try VerificationKey.load(path: path) },
            { _ = try VerificationKey.loadDevices(path: path) },
            { _ = try SigningKey.load(path: path) }, { _ = try SealingKey.load(path: path) },
            { _ = try SealingPublicKey.load(path: path) },
        ]
        for load in loads {
            let error = #expect(throws: AccessError.self) { try load() }
            #expect(error?.code == .invalidKey && error?.message.hasPrefix("\(path): ") == true)
        }
    }
}
