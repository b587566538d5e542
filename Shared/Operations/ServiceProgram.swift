public import ArgumentParser
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
    /// Opens and connects what the service needs.
    static func assemble(_ context: ServiceContext) async throws -> ServiceParts
}

/// Options that every service takes.
public struct ServiceOptions: ParsableArguments {
    /// Path of the region's configuration.
    @Option(name: .long, help: "The region's configuration, a YAML file.")
    public var config: String

    /// Only check the configuration.
    @Flag(name: .long, help: "Check the configuration and exit: 0 when it is right, 78 when not.")
    public var checkConfig = false

    /// For the parser.
    public init() {}
}

/// Exit codes of services, after sysexits.h.
public enum ServiceExit {
    /// The program could not start: a socket, a database, a key (EX_UNAVAILABLE).
    public static let unavailable: Int32 = 69
    /// The configuration is wrong (EX_CONFIG).
    public static let configuration: Int32 = 78
}

extension ServiceProgram {
    /// The program's name and version on the command line.
    public static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: service.programName, version: Version.text)
    }

    /// Runs until SIGTERM or SIGINT, then drains and stops.
    public func run() async throws {
        let requests = ProcessSignals.requests()
        let configuration: RegionConfiguration
        do {
            configuration = try RegionConfiguration.load(
                path: options.config, environment: ProcessInfo.processInfo.environment)
        } catch {
            StandardStream.error.write("\(error)\n")
            throw ExitCode(ServiceExit.configuration)
        }
        if options.checkConfig { return }
        let runner = ServiceRunner(service: Self.service, configuration: configuration)
        do {
            try await runner.run(Self.assemble, until: requests)
        } catch {
            runner.logger.critical("cannot start", metadata: ["error": "\(error)"])
            throw ExitCode(ServiceExit.unavailable)
        }
    }
}
