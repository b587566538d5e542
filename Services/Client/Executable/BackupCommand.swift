import ArgumentParser
import Catalogue
import Messages
import Operations
import RPC
import Status
import Terminal

/// `jatigi backup`: asks every program of this machine for a backup of its database.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: Translation(
            french: "Sauvegarde les bases de cette machine.",
            english: "Back up the databases of this machine."),
        discussion: Translation(
            french: """
                Chaque programme écrit une copie vérifiée dans directories.backup sans s'arrêter. Pour en restaurer une : arrêtez le \
                programme, puis lancez-le avec --restore FICHIER.
                """,
            english: """
                Each program writes a checked copy into directories.backup while it runs. To restore one: \
                stop the program, then run it with --restore FILE.
                """))

    @Option(
        name: .long,
        help: .text(
            french: "Configuration de la région.",
            english: "The region's configuration."))
    var config: String

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let terminal = connection.terminal
        let configuration = try terminal.region(config)
        let token = try connection.token()
        var failure: ExitCode?
        var backups: [BackupJSON] = []
        func tell(_ text: BackupText, _ arguments: [String: String]) {
            if !connection.json { terminal.say(text, arguments) }
        }
        for service in ServiceName.allCases where service != .gateway {
            guard let socket = configuration.socket(of: service) else { continue }
            let client = try RPCClient(
                serviceName: service.rawValue, endpoints: [socket], authorization: { token })
            do throws(RPCError) {
                let answer = try await client.call(
                    HealthV1.MaintenanceService.backUp, .init(),
                    options: CallOptions(timeout: TerminalLimits.backup))
                tell(
                    .done,
                    [
                        "service": service.rawValue, "path": answer.path,
                        "bytes": "\(answer.sizeBytes)",
                    ])
                backups.append(
                    BackupJSON(
                        service: service.rawValue, path: answer.path, bytes: answer.sizeBytes))
            } catch  where error.code == .unimplemented {
                tell(.nothingOwn, ["service": service.rawValue])
            } catch {
                terminal.warn(
                    BackupText.failed.text(
                        in: terminal.language, arguments: ["service": service.rawValue])
                        + terminal.language.colon + terminal.text(of: error))
                failure = TerminalExit.code(for: error)
                backups.append(
                    BackupJSON(service: service.rawValue, failure: error.details.reason))
            }
            await client.close()
        }
        if connection.json { try terminal.printJSON(backups) }
        if let failure { throw failure }
    }
}

/// A backup of one service, for programs.
struct BackupJSON: Encodable {
    let service: String
    /// Empty where none was made.
    var path = ""
    var bytes: UInt64 = 0
    /// Catalogue key of why none was made; empty where one was.
    var failure = ""
}

/// What is said about backups.
enum BackupText: String, MessageArea {
    case done
    case failed
    case nothingOwn = "nothing_own"

    static let prefix = "backup"

    var translation: Translation {
        switch self {
        case .done:
            Translation(
                french: "{service} : sauvegardé dans {path} ({bytes} octets)",
                english: "{service}: backed up to {path} ({bytes} bytes)")
        case .nothingOwn:
            Translation(
                french: "{service} : rien à sauvegarder, tout se refait à partir des journaux",
                english: "{service}: nothing to back up, all of it is made again from the logs")
        case .failed:
            Translation(
                french: "{service}, pas de sauvegarde", english: "{service}, no backup")
        }
    }
}
