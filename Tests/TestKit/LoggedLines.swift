public import Logging
import Synchronization

/// What was logged, a line an event: its level, its message and its fields in order.
public final class LoggedLines: LogHandler {
    private let least: Logger.Level
    private let lines = Mutex<[String]>([])

    /// - Parameter least: the least level that is kept.
    public init(from least: Logger.Level = .trace) { self.least = least }

    /// The lines, oldest first.
    public var all: [String] { lines.withLock { $0 } }

    /// None: a line bears what its event does.
    public var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }

    /// The least level that is kept; it stays as it is.
    public var logLevel: Logger.Level {
        get { least }
        set {}
    }

    /// None.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    /// Keeps a line.
    public func log(event: LogEvent) {
        let fields = (event.metadata ?? [:]).map { " \($0.key)=\($0.value)" }.sorted().joined()
        lines.withLock { $0.append("\(event.level): \(event.message)" + fields) }
    }
}
