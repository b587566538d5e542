public import Basics
public import Messages

extension CommonV1.PartialDate {
    /// Whether it lies after a moment for certain: an age that was guessed never does, a month or a year only as a whole.
    public func isSurelyAfter(_ time: Timestamp) -> Bool {
        let day = CalendarDate(time)
        let (year, month) = (UInt32(clamping: day.year), UInt32(clamping: day.month))
        switch precision {
        case .day:
            return (self.year, self.month, self.day) > (year, month, UInt32(clamping: day.day))
        case .month: return (self.year, self.month) > (year, month)
        case .year: return self.year > year
        default: return false
        }
    }
}
