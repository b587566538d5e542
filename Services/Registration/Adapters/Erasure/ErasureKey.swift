import Access
import Messages

/// The secret under which what erasures are recognised by leaves the database.
///
/// A digest of a form's number, or of a few words, could be tested against guesses by whoever holds a list of erasures.
/// The key stays in the database and in its backups, which hold more than that; so it is there after a restore, and is
/// never in the list.
struct ErasureKey: Sendable {
    private let key: [UInt8]

    init(_ key: [UInt8]) { self.key = key }

    /// Tells one key from another, and says nothing of it.
    var id: [UInt8] { Digest.blake2b128(Array("jatigi erasure key".utf8), key: key) }

    /// A digest as it leaves the database; empty of an empty one.
    func sealed(_ digest: [UInt8]) -> [UInt8] {
        digest.isEmpty ? [] : Digest.blake2b128(digest, key: key)
    }

    /// An erasure as it leaves the database.
    func sealed(_ erasure: RegistrationV1.Erasure) -> RegistrationV1.Erasure {
        guard erasure.digestKeyID.isEmpty, erasure.hasDigests else { return erasure }
        var sealed = erasure
        sealed.commandDigest = self.sealed(erasure.commandDigest)
        sealed.personKeyDigest = self.sealed(erasure.personKeyDigest)
        sealed.digestKeyID = id
        return sealed
    }

    /// Whether what it tells of can be recognised here.
    func fits(_ erasure: RegistrationV1.Erasure) -> Bool {
        erasure.digestKeyID.isEmpty || erasure.digestKeyID == id || !erasure.hasDigests
    }
}

extension RegistrationV1.Erasure {
    fileprivate var hasDigests: Bool { !commandDigest.isEmpty || !personKeyDigest.isEmpty }
}
