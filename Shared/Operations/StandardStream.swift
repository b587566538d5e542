import Glibc

/// Standard output and error, written at once and whole.
public struct StandardStream: Sendable {
    private let descriptor: Int32

    /// What programs read.
    public static let output = StandardStream(descriptor: STDOUT_FILENO)
    /// What people read beside it.
    public static let error = StandardStream(descriptor: STDERR_FILENO)

    /// Whether a person sees it.
    public var isTerminal: Bool { isatty(descriptor) == 1 }

    /// Whether a person can answer on standard input.
    public static var isInputTerminal: Bool { isatty(STDIN_FILENO) == 1 }

    /// The exit code of a program that could not write its output (EX_IOERR of sysexits.h).
    static let outputFailed: Int32 = 74

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// Writes text; a reader who went away is no error.
    ///
    /// Where standard output cannot be written for another reason, as on a full disk, the program says so and ends with
    /// `EX_IOERR` (74): what it printed so far must not pass for all of it.
    public func write(_ text: String) {
        guard let failure = tryWrite(text), failure != EPIPE else { return }
        // What cannot be said on standard error can be said nowhere.
        guard descriptor != STDERR_FILENO else { return }
        let reason = strerror(failure).map { String(cString: $0) } ?? "error \(failure)"
        Self.error.write("standard output: \(reason)\n")
        _exit(Self.outputFailed)
    }

    /// Writes text; gives the system's error where not all of it could be written.
    func tryWrite(_ text: String) -> Int32? {
        var text = text
        return text.withUTF8 { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                // SAFETY: the slice lies in a buffer that lives through the loop.
                let written = Glibc.write(
                    descriptor, UnsafeBufferPointer(rebasing: rest).baseAddress, rest.count)
                if written >= 0 {
                    rest = rest.dropFirst(written)
                } else if errno != EINTR {
                    return errno
                }
            }
            return nil
        }
    }
}
