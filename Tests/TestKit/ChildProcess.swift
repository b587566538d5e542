import Foundation
import Glibc
import Synchronization

/// A process that a test started.
///
/// `posix_spawn(3)` alone: Foundation's `Process` reads past the end of what readdir(3) gives it, and crashes the tests
/// now and then (swift-corelibs-foundation pull request 5472; in Swift 6.3 still).
public final class ChildProcess: Sendable {
    /// Its number, which stays its own until its end is known.
    public let processIdentifier: Int32
    /// The exit code, or the negative number of the signal that ended it; nil while it runs.
    private let code = Mutex<Int32?>(nil)

    /// Starts a program with nothing to read, no other open files, and no signal blocked or ignored.
    ///
    /// - Parameters:
    ///   - command: an absolute path and its arguments.
    ///   - environment: that of the tests, unless told.
    ///   - output: the file that standard output is appended to; dropped where there is none.
    ///   - errors: that of standard error.
    ///   - ended: told the code, once.
    public init(
        _ command: [String], environment: [String: String]? = nil, output: String? = nil,
        errors: String? = nil, ended: @escaping @Sendable (Int32) -> Void = { _ in }
    ) throws {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)
        for (descriptor, path) in [(Int32(1), output), (2, errors)] {
            posix_spawn_file_actions_addopen(
                &files, descriptor, path ?? "/dev/null", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        }
        guard let closeFrom = Self.closeFrom else { throw POSIXError(.ENOSYS) }
        _ = closeFrom(&files, 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
        let variables = (environment ?? ProcessInfo.processInfo.environment)
            .map { "\($0.key)=\($0.value)" }
        var process: pid_t = 0
        let result = Self.withCStrings(command) { arguments in
            Self.withCStrings(variables) { variables in
                posix_spawn(&process, command[0], &files, &attributes, arguments, variables)
            }
        }
        guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: result) ?? .EIO) }
        processIdentifier = process
        Thread.detachNewThread { [self] in ended(reap()) }
    }

    /// Whether it runs.
    public var isRunning: Bool { code.withLock { $0 == nil } }

    /// Sends a signal; nothing where it has ended.
    public func signal(_ number: Int32) {
        code.withLock { code in
            if code == nil { kill(processIdentifier, number) }
        }
    }

    /// Runs a program to its end and gives its code.
    public static func run(_ command: [String]) throws -> Int32 {
        let ended = DispatchSemaphore(value: 0)
        let code = Mutex<Int32>(0)
        _ = try ChildProcess(command) { value in
            code.withLock { $0 = value }
            ended.signal()
        }
        ended.wait()
        return code.withLock { $0 }
    }

    /// Waits for the end; the number is given back only under the lock that signals are sent under.
    private func reap() -> Int32 {
        var information = siginfo_t()
        while waitid(P_PID, id_t(processIdentifier), &information, WEXITED | WNOWAIT) != 0,
            errno == EINTR
        {}
        return code.withLock { code in
            var status: Int32 = 0
            while waitpid(processIdentifier, &status, 0) < 0, errno == EINTR {}
            let signal = status & 0x7F
            let value = signal == 0 ? status >> 8 & 0xFF : -signal
            code = value
            return value
        }
    }

    private typealias CloseFrom =
        @convention(c) (
            UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32
        ) -> Int32
    /// Of glibc since 2.34; its header hides it from Swift.
    private static let closeFrom = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np")
        // SAFETY: the type is that of spawn.h.
        .map { unsafeBitCast($0, to: CloseFrom.self) }

    private static func withCStrings<Result>(
        _ strings: [String],
        _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var copies: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
        defer { for copy in copies { free(copy) } }
        // SAFETY: the copies live until the body has returned.
        return copies.withUnsafeMutableBufferPointer { body($0.baseAddress.unsafelyUnwrapped) }
    }
}
