public import Basics

/// A day as one number, year × 10,000 + month × 100 + day.
public enum DayNumber {
    /// The day of a moment, UTC.
    public static func of(_ moment: Timestamp) -> Int {
        let date = CalendarDate(moment)
        return date.year * 10_000 + date.month * 100 + date.day
    }

    /// ISO 8601, `2026-03-01`; nil where the number is no day.
    static func text(_ number: Int) -> String? {
        CalendarDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)?
            .description
    }
}
