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

    /// Writes text; a reader who went away is no error.
    public func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                // SAFETY: the slice lies in a buffer that lives through the loop.
                let written = Glibc.write(
                    descriptor, UnsafeBufferPointer(rebasing: rest).baseAddress, rest.count)
                guard written > 0 else { return }
                rest = rest.dropFirst(written)
            }
        }
    }
}
