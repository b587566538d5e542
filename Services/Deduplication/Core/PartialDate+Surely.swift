public import Basics
public import Messages

extension CommonV1.PartialDate {
    /// Whether it lies after the day of a moment for certain: what was guessed never does, a month or a year only as a
    /// whole.
    public func isSurelyAfter(_ time: Timestamp) -> Bool {
        guard isSaid else { return false }
        return (year, max(month, 1), max(day, 1)) > Self.parts(time)
    }

    /// Whether it lies before the day of a moment, or is that day, for certain; likewise.
    public func isSurelyBy(_ time: Timestamp) -> Bool {
        guard isSaid else { return false }
        return (year, month == 0 ? 12 : month, day == 0 ? 31 : day) <= Self.parts(time)
    }

    /// Whether somebody said it, as precisely as it is given.
    private var isSaid: Bool { [.day, .month, .year].contains(precision) }

    private static func parts(_ time: Timestamp) -> (UInt32, UInt32, UInt32) {
        let day = CalendarDate(time)
        return (
            UInt32(clamping: day.year), UInt32(clamping: day.month), UInt32(clamping: day.day)
        )
    }
}
