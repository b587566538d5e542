import Foundation
import Glibc
import Synchronization

/// A built program that a test started; it is killed when the value goes.
public final class Program: Sendable {
    /// What a program that has ended left behind.
    public struct Outcome: Sendable {
        /// The exit code; the negative number of the signal that ended it.
        public let code: Int32
        /// What it wrote to standard output.
        public let output: String
        /// What it wrote to standard error.
        public let errors: String
    }

    /// The folder of the built programs: that of the tests' own executable.
    public static let folder: String = {
        let executable =
            (try? FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(filePath: executable).deletingLastPathComponent().path
    }()

    /// Whether a program of that name was built.
    public static func exists(_ name: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)")
    }

    private let process: Process
    private let lock = Mutex(())
    private let ended: AsyncStream<Int32>
    private let code = Mutex<Int32?>(nil)
    private let outputFile: String
    private let errorFile: String

    /// Starts a program; what it writes goes to the end of two files.
    ///
    /// - Parameter name: one of the built programs, or an absolute path.
    public init(
        _ name: String, _ arguments: [String], environment: [String: String] = [:],
        outputFile: String, errorFile: String
    ) throws {
        self.outputFile = outputFile
        self.errorFile = errorFile
        let process = Process()
        process.executableURL = URL(
            filePath: name.hasPrefix("/") ? name : "\(Self.folder)/\(name)")
        process.arguments = arguments
        let inherited = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("JATIGI_") }
        process.environment = inherited.merging(environment) { _, new in new }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try Self.appending(to: outputFile)
        process.standardError = try Self.appending(to: errorFile)
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        ended = stream
        process.terminationHandler = { process in
            let isSignal = process.terminationReason == .uncaughtSignal
            continuation.yield(isSignal ? -process.terminationStatus : process.terminationStatus)
            continuation.finish()
        }
        try process.run()
        self.process = process
    }

    deinit {
        if process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) }
    }

    /// Its process.
    public var processIdentifier: Int32 { lock.withLock { _ in process.processIdentifier } }

    /// Whether it runs.
    public var isRunning: Bool { lock.withLock { _ in process.isRunning } }

    /// Its process id.
    public var processID: Int32 { lock.withLock { _ in process.processIdentifier } }

    /// Sends a signal; nothing where it has ended.
    public func signal(_ number: Int32) {
        lock.withLock { _ in
            if process.isRunning { Glibc.kill(process.processIdentifier, number) }
        }
    }

    /// Waits for its end, and ends it by force after the limit: then the code is that of SIGKILL.
    public func end(within limit: Duration = .seconds(120)) async -> Outcome {
        let watchdog = Task {
            try await Task.sleep(for: limit)
            self.signal(SIGKILL)
        }
        if code.withLock({ $0 }) == nil {
            for await value in ended { code.withLock { $0 = value } }
        }
        watchdog.cancel()
        return Outcome(
            code: code.withLock { $0 } ?? 0,
            output: (try? String(contentsOfFile: outputFile, encoding: .utf8)) ?? "",
            errors: (try? String(contentsOfFile: errorFile, encoding: .utf8)) ?? "")
    }

    private static func appending(to path: String) throws -> FileHandle {
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(
                atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        guard let handle = FileHandle(forWritingAtPath: path) else {
            throw CocoaError(.fileWriteUnknown)
        }
        try handle.seekToEnd()
        return handle
    }
}
