/// A date of birth with what is really known of it.
public struct BirthDate: Hashable, Sendable {
    /// How much of the date was stated.
    public enum Precision: UInt8, Sendable {
        /// Day, month and year were stated.
        case day
        /// Month and year were stated.
        case month
        /// Only the year was stated.
        case year
        /// The year was computed from a guessed age, which people round to 0 or 5.
        case estimated
    }

    /// The years that are taken: older or later ones are mistakes of a form.
    public static let yearRange = 1850...2200

    /// Gregorian year.
    public let year: Int
    /// 1 to 12, where it is stated.
    public let month: Int?
    /// 1 to 31, where it is stated.
    public let day: Int?
    /// What was stated. Never finer than the parts that are present.
    public let precision: Precision

    /// A date of birth, or nil when no such date exists.
    ///
    /// A precision that is finer than the parts given is lowered to what they support.
    public init?(year: Int, month: Int? = nil, day: Int? = nil, precision: Precision) {
        guard Self.yearRange.contains(year) else { return nil }
        if let month, !(1...12).contains(month) { return nil }
        if let day {
            guard let month, (1...Self.dayCount(of: month, in: year)).contains(day) else {
                return nil
            }
        }
        self.year = year
        self.month = month
        self.day = day
        switch precision {
        case .day: self.precision = day != nil ? .day : month != nil ? .month : .year
        case .month: self.precision = month != nil ? .month : .year
        case .year, .estimated: self.precision = precision
        }
    }

    /// Whether the day carries information of its own.
    ///
    /// 1 January is what a form or an official writes when only the year is known, so it never does.
    public var hasExactDay: Bool {
        precision == .day && !(month == 1 && day == 1)
    }

    /// Whether the month carries information of its own.
    public var hasExactMonth: Bool {
        hasExactDay || (precision == .month && month != 1)
    }

    private static func dayCount(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
