import Access
import Messages
import RegistrationCore
import Validation

/// What can be known of a command before the one writer is asked for.
struct CheckedCommand {
    /// What validation found.
    var findings: Findings
    /// Digest of the command as its source handed it in: the same again is then known, also where
    /// somebody completed it since.
    let fingerprint: [UInt8]

    init(_ original: RegistrationV1.Command, findings: Findings) throws {
        self.findings = findings
        fingerprint = try Self.fingerprint(of: original)
    }

    /// Digest of a command as its source handed it in.
    static func fingerprint(of original: RegistrationV1.Command) throws -> [UInt8] {
        Digest.blake2b128(try original.encoded())
    }
}
