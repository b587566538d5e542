import Foundation
import Testing

@testable import Access

@Suite struct StorageKeyTests {
    private let context = Array("row 1".utf8)
    private let plain = Array("something dangerous".utf8)

    @Test("what was sealed opens with the same key for the same place, and shows nothing of itself")
    func roundTrip() throws {
        let key = StorageKey.generate()
        let sealed = key.seal(plain, context: context)
        #expect(sealed.count == plain.count + StorageKey.overheadByteCount)
        #expect(try key.open(sealed, context: context) == plain)
        #expect(try key.open(key.seal([], context: []), context: []) == [])
        #expect(!String(decoding: sealed, as: UTF8.self).contains("dangerous"))
        #expect(key.seal(plain, context: context) != sealed)
    }

    @Test("a row moved into another's place does not open")
    func anotherPlace() throws {
        let key = StorageKey.generate()
        let sealed = key.seal(plain, context: context)
        let error = #expect(throws: AccessError.self) {
            try key.open(sealed, context: Array("row 2".utf8))
        }
        #expect(error?.code == .tamperedBox)
    }

    @Test("no bit can be changed, and no byte taken away or added")
    func tampering() throws {
        let key = StorageKey.generate()
        let sealed = key.seal(plain, context: context)
        for index in sealed.indices {
            var bent = sealed
            bent[index] ^= 1
            #expect(throws: AccessError.self) { try key.open(bent, context: context) }
            #expect(throws: AccessError.self) {
                try key.open(Array(sealed.prefix(index)), context: context)
            }
        }
        #expect(throws: AccessError.self) { try key.open(sealed + [0], context: context) }
    }

    @Test("a keyring seals with its first key, opens with each, and names a key that is not there")
    func rotation() throws {
        let old = StorageKey.generate()
        let new = StorageKey.generate()
        #expect(old.id != new.id)
        let sealed = old.seal(plain, context: context)
        let ring = StorageKeyring([new, old])
        #expect(try ring.open(sealed, context: context) == plain)
        #expect(try StorageKey.keyID(of: ring.seal(plain, context: context)) == new.id)
        let error = #expect(throws: AccessError.self) {
            try StorageKeyring([new]).open(sealed, context: context)
        }
        #expect(error?.code == .wrongRecipient)
    }

    @Test("a key file is private, is read back, and is refused where others may read it")
    func files() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/storage-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/key"
        let key = StorageKey.generate()
        try key.save(path: path)
        #expect(try StorageKey.load(path: path).id == key.id)
        #expect(throws: AccessError.self) { try StorageKey.generate().save(path: path) }
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        let error = #expect(throws: AccessError.self) { try StorageKey.load(path: path) }
        #expect(error?.code == .fileUnsafe)
        var shown = ""
        dump(key, to: &shown)
        #expect(!shown.contains("jatigi.storage") && !shown.contains("secret:"))
    }
}
