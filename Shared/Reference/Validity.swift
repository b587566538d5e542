public import Basics

/// From when until when something holds.
public struct Validity: Sendable, Hashable {
    /// First day; nil where it has always held, as far as the source goes.
    public let from: CalendarDate?
    /// First day on which it no longer holds; nil where it still does.
    public let until: CalendarDate?

    /// A span of days; `from` must lie before `until`.
    public init(from: CalendarDate? = nil, until: CalendarDate? = nil) {
        if let from, let until { precondition(from < until, "a validity holds at least a day") }
        self.from = from
        self.until = until
    }

    /// Whether it holds on a day; nil asks about the newest state.
    public func contains(_ date: CalendarDate?) -> Bool {
        guard let date else { return until == nil }
        return (from.map { $0 <= date } ?? true) && (until.map { date < $0 } ?? true)
    }

    /// Whether two spans share a day.
    public func overlaps(_ other: Validity) -> Bool {
        let startsBeforeOtherEnds = from.flatMap { from in other.until.map { from < $0 } } ?? true
        let endsAfterOtherStarts = other.from.flatMap { from in until.map { from < $0 } } ?? true
        return startsBeforeOtherEnds && endsAfterOtherStarts
    }
}
