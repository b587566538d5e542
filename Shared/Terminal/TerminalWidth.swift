import Glibc

/// How wide the output may be.
public enum TerminalWidth {
    /// Columns where there is no terminal.
    public static let standard = 100
    /// Columns that every view fits into, and beyond which lines are hard to follow.
    public static let allowed = 60...160

    /// Columns of the terminal that a person looks at, though the output may go through another program to it.
    public static var current: Int {
        for stream in [STDOUT_FILENO, STDERR_FILENO, STDIN_FILENO] {
            var size = winsize()
            // SAFETY: the call fills `size`, which outlives it.
            let result = withUnsafeMutablePointer(to: &size) {
                ioctl(stream, UInt(TIOCGWINSZ), UnsafeMutableRawPointer($0))
            }
            guard result == 0, size.ws_col > 0 else { continue }
            return min(max(Int(size.ws_col), allowed.lowerBound), allowed.upperBound)
        }
        return standard
    }
}
