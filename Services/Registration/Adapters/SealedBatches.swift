import Access
import Catalogue
import Messages
import Operations
import RPC
import Status
import Synchronization

/// Opens batches that devices sealed to the region's key.
///
/// The region's secret key is read once; the devices' keys are read again on SIGHUP, so that a new
/// tablet needs no restart and a stolen one can be struck off.
final class SealedBatches: Sendable {
    private let key: SealingKey
    private let devicesFile: String
    private let devices: Mutex<[VerificationKey]>

    /// Nil where the configuration names no key.
    init?(_ configuration: RegionConfiguration) throws(AccessError) {
        guard !configuration.sealingKeyFile.isEmpty else { return nil }
        key = try SealingKey.load(path: configuration.sealingKeyFile, allowGroupRead: true)
        devicesFile = configuration.deviceKeysFile
        devices = Mutex(try Self.load(devicesFile))
    }

    /// Reads the devices' keys again.
    func reload() throws(AccessError) {
        let keys = try Self.load(devicesFile)
        devices.withLock { $0 = keys }
    }

    /// The content of a sealed batch.
    func open(_ box: [UInt8]) throws(RPCError) -> [UInt8] {
        let known = devices.withLock { $0 }
        do {
            return try SealedBox.open(box, with: key, from: known).payload
        } catch {
            guard error.code == .unknownDevice else {
                throw Field.invalid("sealed_content", .access(.boxRefused))
            }
            throw RPCError(.failedPrecondition, .access(.deviceUnknown))
        }
    }

    private static func load(_ path: String) throws(AccessError) -> [VerificationKey] {
        path.isEmpty ? [] : try VerificationKey.loadDevices(path: path)
    }
}
