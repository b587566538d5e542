import Messages

/// Dates as people read them: as much as is known.
enum DateText {
    static func text(_ date: CommonV1.PartialDate) -> String {
        func padded(_ value: UInt32) -> String { value < 10 ? "0\(value)" : "\(value)" }
        switch date.precision {
        case .day: return "\(date.year)-\(padded(date.month))-\(padded(date.day))"
        case .month: return "\(date.year)-\(padded(date.month))"
        case .estimated: return "~\(date.year)"
        default: return "\(date.year)"
        }
    }
}
