import Access
public import ArgumentParser
import Catalogue
import Foundation
import Logging

/// A program that serves: parses its options, wires its parts and runs until it is told to stop.
///
/// ```swift
/// @main struct DirectoryProgram: ServiceProgram {
///     static let service = ServiceName.directory
///     @OptionGroup var options: ServiceOptions
///     static func assemble(_ context: ServiceContext) async throws -> ServiceParts { … }
/// }
/// ```
public protocol ServiceProgram: AsyncParsableCommand {
    /// Which service it is.
    static var service: ServiceName { get }
    /// What was given on the command line.
    var options: ServiceOptions { get }
    /// Reads the files that only this service needs, for `--check-config`; nothing where it needs none.
    static func check(_ configuration: RegionConfiguration) throws
    /// Opens and connects what the service needs.
    static func assemble(_ context: ServiceContext) async throws -> ServiceParts
    /// Puts a backup in the place of the service's database. Gives the path under which the former
    /// one is kept, nil where there was none, and the sequence of the last event in the backup; nil
    /// altogether from a program that keeps nothing of its own.
    static func restore(
        backup: String, configuration: RegionConfiguration
    ) async throws -> (former: String?, sequence: UInt64)?
}

/// Options that every service takes.
public struct ServiceOptions: ParsableArguments {
    /// Path of the region's configuration.
    @Option(
        name: .long,
        help: .text(
            french: "Configuration de la région, un fichier YAML.",
            english: "The region's configuration, a YAML file."))
    public var config: String

    /// Only check the configuration.
    @Flag(
        name: .long,
        help: .text(
            french: """
                Vérifie la configuration et les fichiers qu'elle nomme, sous l'utilisateur qui lance ceci, et s'arrête : 0 \
                si tout est juste, 78 sinon.
                """,
            english: """
                Check the configuration and the files that it names, as the user that runs this, and exit: 0 when all is \
                right, 78 when not.
                """))
    public var checkConfig = false

    /// Only restore a backup.
    @Option(
        name: .long,
        help: .text(
            french:
                "Met cette sauvegarde à la place de la base et s'arrête ; le programme doit être arrêté.",
            english:
                "Put this backup in the place of the database and exit; the program must be stopped."
        ))
    public var restore: String?

    /// For the parser.
    public init() {}
}

/// Exit codes of services, after sysexits.h.
public enum ServiceExit {
    /// The program could not start: a socket, a database, a key (EX_UNAVAILABLE).
    public static let unavailable: Int32 = 69
    /// The program was told to stop and did not within its limit (EX_SOFTWARE).
    public static let stopTimedOut: Int32 = 70
    /// The configuration is wrong (EX_CONFIG).
    public static let configuration: Int32 = 78
}

extension ServiceProgram {
    /// The program's name and version on the command line.
    public static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: service.programName,
            abstract: Translation(
                french: "Un programme d'une région ; il tourne jusqu'à SIGTERM ou SIGINT.",
                english: "A program of a region; it runs until SIGTERM or SIGINT."),
            version: Version.text)
    }

    /// Runs the program that the command line asks for.
    public static func main() async { await runProgram() }

    /// Most programs need no more than every program does.
    public static func check(_ configuration: RegionConfiguration) throws {}

    /// A program without a database, or whose database is made again from others' logs, has
    /// nothing to restore.
    public static func restore(
        backup: String, configuration: RegionConfiguration
    ) async throws -> (former: String?, sequence: UInt64)? { nil }

    private func restore(_ backup: String, _ configuration: RegionConfiguration) async throws {
        do {
            guard
                let (former, sequence) = try await Self.restore(
                    backup: backup, configuration: configuration)
            else {
                StandardStream.error.write(
                    "not restored: \(Self.service.programName) keeps nothing of its own\n")
                throw ExitCode(ServiceExit.unavailable)
            }
            StandardStream.error.write(
                "restored \(backup) to \(configuration.databasePath(of: Self.service)), "
                    + "up to log position \(sequence)"
                    + (former.map { "; the former database is \($0)" } ?? "") + "\n")
        } catch let exit as ExitCode {
            throw exit
        } catch {
            StandardStream.error.write("not restored: \(error)\n")
            throw ExitCode(ServiceExit.unavailable)
        }
    }

    private func check(_ runner: ServiceRunner) async throws {
        do {
            try await runner.check()
            try Self.check(runner.configuration)
        } catch {
            StandardStream.error.write("\(options.config): \(Self.text(of: error))\n")
            throw ExitCode(ServiceExit.configuration)
        }
    }

    /// What is wrong, in the language of whoever runs the program.
    private static func text(of error: any Error) -> String {
        (error as? any ExplainedError)?.text(in: ProgramLanguage.current) ?? "\(error)"
    }

    /// Runs until SIGTERM or SIGINT, then drains and stops.
    public func run() async throws {
        let configuration: RegionConfiguration
        do {
            configuration = try RegionConfiguration.load(
                path: options.config, environment: ProcessInfo.processInfo.environment)
        } catch {
            StandardStream.error.write("\(Self.text(of: error))\n")
            throw ExitCode(ServiceExit.configuration)
        }
        let runner = ServiceRunner(service: Self.service, configuration: configuration)
        if options.checkConfig { return try await check(runner) }
        if let backup = options.restore { return try await restore(backup, configuration) }
        do {
            // Not before: a restoration that an operator interrupts ends like any other command.
            try await runner.run(Self.assemble, until: ProcessSignals.requests())
        } catch {
            runner.logger.critical("cannot start", metadata: ["error": "\(error)"])
            throw ExitCode(ServiceExit.unavailable)
        }
    }
}
