import Basics
import Glibc
public import Logging
import Synchronization

/// How log lines are written.
public enum LogFormat: String, Sendable, Hashable, CaseIterable {
    /// For people.
    case text
    /// One JSON object a line, for collectors.
    case json
}

/// Writes log lines to standard error, one `write` each, so that lines of threads do not mix.
///
/// Callers give a static message and metadata; neither holds personal data or message bodies.
public struct LineLogHandler: LogHandler {
    /// Fields that every line has.
    public var metadata: Logger.Metadata = [:]
    /// The least severe level that is written.
    public var logLevel: Logger.Level
    private let label: String
    private let format: LogFormat

    /// Makes a handler for one program.
    public init(label: String, format: LogFormat, level: Logger.Level) {
        self.label = label
        self.format = format
        self.logLevel = level
    }

    /// One of the fields that every line has.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one line.
    public func log(event: LogEvent) {
        var fields = metadata
        if let own = event.metadata { fields.merge(own, uniquingKeysWith: { _, new in new }) }
        var line = line("\(event.message)", level: event.level, fields: fields, at: .now())
        line.withUTF8 { bytes in
            // SAFETY: the buffer lives through the call; a log line that cannot be written has
            // nowhere else to go.
            _ = write(STDERR_FILENO, bytes.baseAddress, bytes.count)
        }
    }

    /// One line with its end.
    func line(
        _ message: String, level: Logger.Level, fields: Logger.Metadata, at time: Timestamp
    ) -> String {
        let sorted = fields.sorted { $0.key < $1.key }
        var line: String
        switch format {
        case .text:
            line = "\(time) \(level.rawValue.uppercased()) \(label): \(Self.plain(message))"
            for (key, value) in sorted { line += " \(Self.plain(key))=\(Self.plain("\(value)"))" }
        case .json:
            line = "{\"time\":\"\(time)\",\"level\":\"\(level.rawValue)\""
            line += ",\"program\":\(Self.quoted(label)),\"message\":\(Self.quoted(message))"
            for (key, value) in sorted { line += ",\(Self.quoted(key)):\(Self.quoted("\(value)"))" }
            line += "}"
        }
        return line + "\n"
    }

    /// Without line breaks, which would let a value forge a line, and without what moves a terminal's cursor.
    private static func plain(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .lineSeparator, .paragraphSeparator: " "
                    default: scalar
                    }
                }))
    }

    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            default:
                if scalar.value < 0x20 {
                    let hex = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}
