import Access
import ArgumentParser
import ClientSpool
import Foundation
import Operations
import Terminal

/// Options of the spool: where it is, and the keys that batches are signed with and sealed to.
struct SpoolOptions: ParsableArguments {
    @Option(name: .long, help: "Folder of the spool. Environment: JATIGI_SPOOL.")
    var spool: String?

    @Option(
        name: .long,
        help:
            "This device's secret key; with --region-key, batches are kept until they are sent. Environment: JATIGI_DEVICE_KEY."
    )
    var deviceKey: String?

    @Option(
        name: .long, help: "The region's public sealing key. Environment: JATIGI_REGION_KEY.")
    var regionKey: String?

    /// The keys; nil where none are set up.
    ///
    /// - Throws: an exit code, after saying why.
    func keys(
        _ connection: ConnectionOptions
    ) throws -> (device: SigningKey, region: SealingPublicKey)? {
        let device = try deviceKey ?? connection.configuration().deviceKey
        let region = try regionKey ?? connection.configuration().regionKey
        guard !device.isEmpty, !region.isEmpty else { return nil }
        do {
            return (try SigningKey.load(path: device), try SealingPublicKey.load(path: region))
        } catch {
            connection.terminal.warn(SpoolText.keysUnusable, ["reason": error.message])
            throw TerminalExit.configuration
        }
    }

    /// Opens the spool.
    ///
    /// - Throws: an exit code, after saying why.
    func open(_ connection: ConnectionOptions) throws -> Spool {
        let folder = try spool ?? connection.configuration().spool
        do {
            return try Spool(folder: folder.isEmpty ? Self.standardFolder : folder)
        } catch {
            let isBusy = error.code == .busy
            connection.terminal.warn(
                isBusy ? SpoolText.busy : SpoolText.unusable, ["reason": error.message])
            throw isBusy ? TerminalExit.temporary : TerminalExit.configuration
        }
    }

    /// What lies in the spool, without making one where there is none; whether another program is at work in it.
    ///
    /// - Throws: an exit code, after saying why.
    func look(_ connection: ConnectionOptions) throws -> (entries: [SpoolEntry], isBusy: Bool) {
        let named = try spool ?? connection.configuration().spool
        let folder = named.isEmpty ? Self.standardFolder : named
        guard FileManager.default.fileExists(atPath: folder) else { return ([], false) }
        do {
            return (try Spool(folder: folder).entries().entries, false)
        } catch let error as SpoolError {
            if error.code == .busy { return ([], true) }
            connection.terminal.warn(SpoolText.unusable, ["reason": error.message])
            throw TerminalExit.configuration
        }
    }

    /// After the XDG Base Directory Specification.
    private static var standardFolder: String {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"] ?? "."
        let data = environment["XDG_DATA_HOME"] ?? "\(home)/.local/share"
        return "\(data)/jatigi/spool"
    }
}
