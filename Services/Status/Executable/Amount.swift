import Catalogue

/// Amounts in the unit that reads best, as the language writes them.
struct Amount {
    let language: Language

    init(in language: Language) { self.language = language }

    func bytes(_ count: UInt64) -> String {
        let units =
            language == .french ? ["o", "ko", "Mo", "Go", "To"] : ["B", "kB", "MB", "GB", "TB"]
        var value = Double(count)
        var unit = 0
        while value >= 1_000, unit < units.count - 1 {
            value /= 1_000
            unit += 1
        }
        return "\(unit == 0 ? "\(count)" : tenths(value)) \(units[unit])"
    }

    func time(microseconds: UInt32) -> String {
        if microseconds < 1_000 { return "\(microseconds) µs" }
        if microseconds < 1_000_000 { return "\(tenths(Double(microseconds) / 1_000)) ms" }
        return "\(tenths(Double(microseconds) / 1_000_000)) s"
    }

    func duration(milliseconds: UInt64) -> String {
        let seconds = milliseconds / 1_000
        switch seconds {
        case ..<120: return "\(seconds) s"
        case ..<7_200: return "\(seconds / 60) min"
        case ..<172_800: return "\(seconds / 3_600) h"
        default: return "\(seconds / 86_400) \(language == .french ? "j" : "d")"
        }
    }

    private func tenths(_ value: Double) -> String {
        let text = "\((value * 10).rounded() / 10)"
        return language == .french ? text.replacing(".", with: ",") : text
    }
}
