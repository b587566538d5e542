public import Basics
public import Messages

extension CommonV1.PartialDate {
    /// Whether just the parts that its precision names are there.
    public var hasPartsOfPrecision: Bool {
        switch precision {
        case .day: year > 0 && month > 0 && day > 0
        case .month: year > 0 && month > 0 && day == 0
        case .year, .estimated: year > 0 && month == 0 && day == 0
        case .unspecified, .unrecognized: false
        }
    }

    /// The earliest day that it can mean; nil where the calendar has none.
    public var earliestDay: CalendarDate? {
        CalendarDate(year: Int(year), month: Int(max(month, 1)), day: Int(max(day, 1)))
    }

    /// Whether it surely lies before another: no day that it can mean reaches the other's earliest.
    public func isBefore(_ other: CommonV1.PartialDate) -> Bool {
        func latest(_ part: UInt32) -> UInt32 { part == 0 ? .max : part }
        return (year, latest(month), latest(day)) < (other.year, other.month, other.day)
    }

    /// A day.
    public init(_ date: CalendarDate) {
        self.init(
            year: UInt32(date.year), month: UInt32(date.month), day: UInt32(date.day),
            precision: .day)
    }

    /// The day, or nil where it is none to the day.
    public var exactDay: CalendarDate? {
        guard precision == .day else { return nil }
        return CalendarDate(year: Int(year), month: Int(month), day: Int(day))
    }
}
