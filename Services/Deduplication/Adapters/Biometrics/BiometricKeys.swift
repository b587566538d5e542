import Access
import Basics
import Biometrics
import DeduplicationCore
import Operations
import Synchronization

/// The keys that fingerprints are stored with; the files that the program started with are read again on SIGHUP.
final class BiometricKeys: Sendable {
    private let keyring: Mutex<StorageKeyring?>

    init(_ keyring: StorageKeyring?) { self.keyring = Mutex(keyring) }

    /// - Throws: `AccessError` where a named file cannot be used.
    convenience init(_ configuration: RegionConfiguration) throws(AccessError) {
        self.init(try StorageKeyring.load(paths: configuration.biometricKeyFiles))
    }

    /// The keys; nil where the region keeps no fingerprints.
    var current: StorageKeyring? { keyring.withLock { $0 } }

    func replace(_ new: StorageKeyring?) { keyring.withLock { $0 = new } }
}

/// Where a fingerprint belongs: it opens there alone.
struct FingerprintPlace: Sendable, Hashable {
    /// Finger minutiae of ISO/IEC 19794-2, the one modality that is known.
    static let modality: UInt8 = 1

    let region: String
    let person: RecordID
    let finger: FingerPosition

    /// What is authenticated beside the fingerprint: of fixed lengths after the region.
    var context: [UInt8] {
        Array("jatigi.fingerprint.v1/\(region)/".utf8) + person.bytes
            + [Self.modality, finger.rawValue]
    }
}
