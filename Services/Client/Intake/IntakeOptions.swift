public import Basics
public import Catalogue
public import DelimitedText
internal import Messages
import Reference

/// What the file itself does not say.
public struct IntakeOptions: Sendable {
    /// What a row asks for where no column says it.
    public enum Stage: String, Sendable, Hashable, CaseIterable {
        /// A full registration.
        case registration
        /// A light record before registration.
        case preRegistration = "pre-registration"
        /// A proposal of other values.
        case correction
        /// A departure.
        case departure
    }

    /// How the file is laid out.
    public enum Format: Sendable, Hashable {
        /// JSON Lines where the first character is `{`, else delimited text.
        case detected
        /// CSV or TSV.
        case delimitedText
        /// One JSON object a line.
        case jsonLines
    }

    /// Layout of the file.
    public var format: Format = .detected
    /// Encoding; nil detects it.
    public var encoding: TextEncoding?
    /// Delimiter; nil detects it.
    public var delimiter: Delimiter?
    /// Meaning of headers that are not built in.
    public var mapping: HeaderMapping = .none
    /// Day of collection for rows without one; ages are reckoned from it.
    public var collectedOn: CalendarDate?
    /// Stage for rows without one.
    public var stage: Stage = .registration
    /// Population group for people without one; empty leaves it open.
    public var populationGroup = ""
    /// The last day that is not in the future; nil where the clock cannot tell.
    public var lastDay: CalendarDate?
    /// Bounds of the file.
    public var limits: DelimitedTextLimits = .standard

    /// Options at their defaults.
    public init() {}

    /// The last day that is not in the future. A field office's clock and the region's may be in
    /// different days, so tomorrow is still taken; a clock that was never set says nothing.
    public static func lastDay(at now: Timestamp) -> CalendarDate? {
        let day = CalendarDate(now.advanced(by: .seconds(86_400)))
        return day.year >= IntakeLimits.clockYearMin ? day : nil
    }

    /// Why a day is none of collection: nil where it is one.
    public func collectionProblem(_ day: CalendarDate) -> MessageKey? {
        if day.year < IntakeLimits.collectionYearMin { return .registrationDate(.dateTooEarly) }
        if let lastDay, day > lastDay { return .registrationDate(.dateInFuture) }
        return nil
    }

    /// Why a date that the calendar has is none of a registration; of a month or a year, the
    /// earliest day that it can mean counts.
    func problem(of date: CommonV1.PartialDate, since year: Int) -> MessageKey? {
        guard
            let day = CalendarDate(
                year: Int(date.year), month: Int(max(date.month, 1)), day: Int(max(date.day, 1)))
        else { return .registrationDate(.dateImpossible) }
        if day.year < year { return .registrationDate(.dateTooEarly) }
        if let lastDay, day > lastDay { return .registrationDate(.dateInFuture) }
        return nil
    }
}
