public import Operations

/// A progress bar on standard error, where that is a terminal; nothing elsewhere, so that logs stay
/// clean.
public struct ProgressBar: Sendable {
    private let total: Int
    private let stream: StandardStream
    private let isShown: Bool
    private let width = 30

    /// A bar that is full at `total` units.
    public init(total: Int, stream: StandardStream = .error) {
        self.total = max(1, total)
        self.stream = stream
        isShown = stream.isTerminal
    }

    /// Shows how many units are done.
    public func show(_ done: Int) {
        guard isShown else { return }
        stream.write("\r" + line(done) + "\u{1B}[K")
    }

    /// Takes the bar off the screen.
    public func clear() {
        guard isShown else { return }
        stream.write("\r\u{1B}[K")
    }

    func line(_ done: Int) -> String {
        let done = min(max(0, done), total)
        let filled = done * width / total
        let bar =
            String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        return "\(bar) \(done * 100 / total) %"
    }
}
