import Glibc

/// How wide the output may be.
public enum TerminalWidth {
    /// Columns where there is no terminal.
    public static let standard = 100
    /// Columns that every view fits into, and beyond which lines are hard to follow.
    public static let allowed = 60...160

    /// Columns of the terminal that a person looks at, though the output may go through another program to it.
    public static var current: Int {
        let size = [STDOUT_FILENO, STDERR_FILENO, STDIN_FILENO].lazy.compactMap(size).first
        guard let size else { return standard }
        return min(max(size.columns, allowed.lowerBound), allowed.upperBound)
    }

    /// Columns and lines of the terminal that the output goes to; nil where it goes elsewhere.
    public static var ofOutput: (columns: Int, lines: Int)? { size(STDOUT_FILENO) }

    private static func size(_ stream: CInt) -> (columns: Int, lines: Int)? {
        var size = winsize()
        // SAFETY: the call fills `size`, which outlives it.
        let result = withUnsafeMutablePointer(to: &size) {
            ioctl(stream, UInt(TIOCGWINSZ), UnsafeMutableRawPointer($0))
        }
        guard result == 0, size.ws_col > 0 else { return nil }
        return (Int(size.ws_col), Int(size.ws_row))
    }
}
