public import Basics
public import Messages

/// The age bands of the AGD disaggregation (UNHCR's policy on age, gender and diversity, as Mali's response uses it).
public enum AgeBand: String, Sendable, Hashable, CaseIterable {
    /// Born after the asked day. They are present now and part of every total, whatever day ages are asked for.
    case notBorn = "not_born"
    /// 0 to 4 years.
    case zeroToFour = "0-4"
    /// 5 to 11 years.
    case fiveToEleven = "5-11"
    /// 12 to 17 years.
    case twelveToSeventeen = "12-17"
    /// 18 to 59 years.
    case eighteenToFiftyNine = "18-59"
    /// 60 years and more.
    case sixtyAndMore = "60+"
    /// No date of birth.
    case unknown

    /// The band of somebody born on a date, on a day.
    public init(born birth: BirthNumber, on day: CalendarDate) {
        guard let age = birth.age(on: day) else {
            self = .unknown
            return
        }
        switch age {
        case ..<0: self = .notBorn
        case ..<5: self = .zeroToFour
        case ..<12: self = .fiveToEleven
        case ..<18: self = .twelveToSeventeen
        case ..<60: self = .eighteenToFiftyNine
        default: self = .sixtyAndMore
        }
    }
}

/// A date of birth as one number, year × 10,000 + month × 100 + day; parts that are not known are 0.
public struct BirthNumber: Sendable, Hashable {
    /// The number; 0 where nothing is known.
    public let rawValue: Int

    /// A number as it was stored.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// The number of a date; parts finer than its precision are left out.
    public init(_ date: CommonV1.PartialDate?) {
        guard let date, date.year > 0 else {
            rawValue = 0
            return
        }
        let (year, month, day) = (Int(date.year), Int(date.month), Int(date.day))
        switch date.precision {
        case .day: rawValue = year * 10_000 + month * 100 + day
        case .month: rawValue = year * 10_000 + month * 100
        case .year, .estimated: rawValue = year * 10_000
        case .unspecified, .unrecognized: rawValue = 0
        }
    }

    /// Completed years on a day; nil without a date.
    ///
    /// A part that is not known counts as reached: where only the year is known or estimated, the age is the
    /// difference of the years; where year and month are, it is counted up at the start of the month. Somebody born on
    /// 29 February is a year older on 1 March in common years.
    func age(on date: CalendarDate) -> Int? {
        guard rawValue > 0 else { return nil }
        let years = date.year - rawValue / 10_000
        return rawValue % 10_000 > date.month * 100 + date.day ? years - 1 : years
    }
}
