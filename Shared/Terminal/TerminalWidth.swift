import Glibc

/// How wide the output may be.
public enum TerminalWidth {
    /// Columns where the output goes to a file or to another program.
    public static let standard = 100
    /// Columns that every view fits into, and beyond which lines are hard to follow.
    public static let allowed = 60...160

    /// Columns of the terminal that standard output goes to.
    public static var current: Int {
        var size = winsize()
        // SAFETY: the call fills `size`, which outlives it.
        let result = withUnsafeMutablePointer(to: &size) {
            ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), UnsafeMutableRawPointer($0))
        }
        guard result == 0, size.ws_col > 0 else { return standard }
        return min(max(Int(size.ws_col), allowed.lowerBound), allowed.upperBound)
    }
}
