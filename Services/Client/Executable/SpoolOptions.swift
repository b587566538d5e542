import Access
import ArgumentParser
import Basics
import Catalogue
import ClientSpool
import Foundation
import Operations
import Terminal

/// Options of the spool: where it is, and the keys that batches are signed with and sealed to.
struct SpoolOptions: ParsableArguments {
    @Option(
        name: .long,
        help: .text(
            french: "Dossier d'attente. Environnement : JATIGI_SPOOL.",
            english: "Folder of the spool. Environment: JATIGI_SPOOL."))
    var spool: String?

    @Option(
        name: .long,
        help: .text(
            french:
                "Clé secrète de cet appareil ; avec --region-key, les lots sont gardés jusqu'à leur envoi. Environnement : JATIGI_DEVICE_KEY.",
            english:
                "This device's secret key; with --region-key, batches are kept until they are sent. Environment: JATIGI_DEVICE_KEY."
        )
    )
    var deviceKey: String?

    @Option(
        name: .long,
        help: .text(
            french: "Clé de scellement publique de la région. Environnement : JATIGI_REGION_KEY.",
            english: "The region's public sealing key. Environment: JATIGI_REGION_KEY."))
    var regionKey: String?

    /// The keys that fingerprints are sealed with; nil where none are set up.
    ///
    /// - Parameter biometricsKey: the region's, where the command line names it.
    /// - Throws: an exit code, after saying why, where one cannot be used.
    func biometricKeys(
        _ biometricsKey: String?, _ connection: ConnectionOptions
    ) throws -> (device: SigningKey, region: SealingPublicKey)? {
        let device = try deviceKey ?? connection.configuration().deviceKey
        let region = try biometricsKey ?? connection.configuration().biometricsKey
        guard !device.isEmpty, !region.isEmpty else { return nil }
        return try loaded(device, region, connection)
    }

    /// The captures that wait on this device.
    func captures(_ connection: ConnectionOptions) throws -> CaptureSpool {
        CaptureSpool(spoolFolder: try folder(connection))
    }

    /// The keys; nil where none are set up.
    ///
    /// - Throws: an exit code, after saying why, where one is missing or cannot be used.
    func keys(
        _ connection: ConnectionOptions
    ) throws -> (device: SigningKey, region: SealingPublicKey)? {
        let device = try deviceKey ?? connection.configuration().deviceKey
        let region = try regionKey ?? connection.configuration().regionKey
        if device.isEmpty, region.isEmpty { return nil }
        guard !device.isEmpty, !region.isEmpty else {
            connection.terminal.warn(
                SpoolText.keyMissing,
                ["option": device.isEmpty ? "--device-key" : "--region-key"])
            throw TerminalExit.configuration
        }
        return try loaded(device, region, connection)
    }

    private func loaded(
        _ device: String, _ region: String, _ connection: ConnectionOptions
    ) throws -> (device: SigningKey, region: SealingPublicKey) {
        do {
            return (try SigningKey.load(path: device), try SealingPublicKey.load(path: region))
        } catch {
            connection.terminal.warn(
                SpoolText.keysUnusable, ["reason": connection.terminal.text(of: error)])
            throw TerminalExit.configuration
        }
    }

    /// Opens the spool for changes.
    ///
    /// - Parameter making: whether one that the command line names is made where it is not there.
    /// - Throws: an exit code, after saying why.
    func open(_ connection: ConnectionOptions, making: Bool = false) throws -> Spool {
        if !making { _ = try list(connection) }
        do {
            return try Spool(folder: try folder(connection))
        } catch let error as SpoolError {
            throw connection.terminal.told(error)
        }
    }

    /// What lies in the spool, also while another program is at work there; nothing where there is
    /// no spool yet. One that the command line names has to be there: its name may be mistyped.
    ///
    /// - Throws: an exit code, after saying why.
    func list(_ connection: ConnectionOptions) throws -> Spool.Listing? {
        let folder = try folder(connection)
        if spool == nil, !FileManager.default.fileExists(atPath: folder) { return nil }
        do {
            return try Spool.list(folder: folder)
        } catch {
            throw connection.terminal.told(error)
        }
    }

    private func folder(_ connection: ConnectionOptions) throws -> String {
        let named = try spool ?? connection.configuration().spool
        return named.isEmpty ? Self.standardFolder : named
    }

    /// After the XDG Base Directory Specification.
    private static var standardFolder: String {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"] ?? "."
        let data = environment["XDG_DATA_HOME"] ?? "\(home)/.local/share"
        return "\(data)/jatigi/spool"
    }
}

extension Terminal {
    /// Says what is wrong with a spool, and gives the exit code of that.
    func told(_ error: SpoolError) -> ExitCode {
        warn(text(of: error))
        switch error.code {
        case .busy, .full, .notWritten: return TerminalExit.temporary
        case .entryDamaged: return TerminalExit.data
        default: return TerminalExit.configuration
        }
    }

    /// What is wrong with a spool.
    func text(of error: SpoolError) -> String {
        let message: SpoolText =
            switch error.code {
            case .busy: .busy
            case .full: .full
            case .notWritten: .notWritten
            case .entryDamaged: .entryDamaged
            case .folderForeign: .foreign
            default: .unusable
            }
        return message.text(
            in: language,
            arguments: ["reason": reason(of: error), "max": "\(SpoolLimits.waitingMax)"])
    }

    /// Where and why, as a part of a sentence.
    fileprivate func reason(of error: SpoolError) -> String {
        error.cause.map { text(of: $0) } ?? error.path
    }
}

extension Spool {
    /// Deletes what is old. That it does not work is said, and stops nothing.
    func removeOld(_ terminal: Terminal) {
        do throws(SpoolError) {
            try removeOld(nowMilliseconds: Timestamp.now().millisecondsSinceEpoch)
        } catch {
            terminal.warn(SpoolText.notRemoved, ["reason": terminal.reason(of: error)])
        }
    }
}
