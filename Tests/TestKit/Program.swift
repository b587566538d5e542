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

    private let process: ChildProcess
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
        let inherited = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("JATIGI_") }
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        ended = stream
        process = try ChildProcess(
            [name.hasPrefix("/") ? name : "\(Self.folder)/\(name)"] + arguments,
            environment: inherited.merging(environment) { _, new in new }, output: outputFile,
            errors: errorFile
        ) { code in
            continuation.yield(code)
            continuation.finish()
        }
    }

    deinit { process.signal(SIGKILL) }

    /// Its process.
    public var processIdentifier: Int32 { process.processIdentifier }

    /// Whether it runs.
    public var isRunning: Bool { process.isRunning }

    /// Sends a signal; nothing where it has ended.
    public func signal(_ number: Int32) { process.signal(number) }

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
}
