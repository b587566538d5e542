public import Access
import Catalogue
import Messages
import RPC
public import Status
import Synchronization

/// Opens what devices sealed to a key of the region's.
///
/// The secret key is read once; the devices' keys are read again on SIGHUP, so that a new tablet needs no restart and a
/// stolen one can be struck off.
public final class SealedInput: Sendable {
    private let key: SealingKey
    private let devicesFile: String
    private let devices: Mutex<[VerificationKey]>

    /// - Parameters:
    ///   - keyFile: the secret key; nil is made where it is empty.
    ///   - devicesFile: public keys of the devices; none where it is empty.
    /// - Throws: `AccessError` where a file cannot be used.
    public init?(keyFile: String, devicesFile: String) throws(AccessError) {
        guard !keyFile.isEmpty else { return nil }
        key = try SealingKey.load(path: keyFile, allowGroupRead: true)
        self.devicesFile = devicesFile
        devices = Mutex(try Self.load(devicesFile))
    }

    /// Reads the devices' keys again.
    public func reload() throws(AccessError) {
        let keys = try Self.load(devicesFile)
        devices.withLock { $0 = keys }
    }

    /// What was sealed.
    ///
    /// - Parameter field: the request's, for errors.
    /// - Throws: `INVALID_ARGUMENT` for a box that does not open, `FAILED_PRECONDITION` for one of an unknown device.
    public func open(_ box: [UInt8], field: String) throws(RPCError) -> [UInt8] {
        let known = devices.withLock { $0 }
        do {
            return try SealedBox.open(box, with: key, from: known).payload
        } catch {
            guard error.code == .unknownDevice else {
                throw Field.invalid(field, .access(.boxRefused))
            }
            throw RPCError(.failedPrecondition, .access(.deviceUnknown))
        }
    }

    private static func load(_ path: String) throws(AccessError) -> [VerificationKey] {
        path.isEmpty ? [] : try VerificationKey.loadDevices(path: path)
    }
}
