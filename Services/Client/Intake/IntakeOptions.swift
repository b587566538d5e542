public import Basics
public import Catalogue
public import DelimitedText
internal import Validation

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
    /// The moment against which days lie in the future; nil where the clock cannot tell.
    public var now: Timestamp?
    /// Bounds of the file.
    public var limits: DelimitedTextLimits = .standard

    /// Options at their defaults.
    public init() {}

    /// A clock's moment; nil of a clock that was never set, which says nothing.
    public static func moment(_ now: Timestamp) -> Timestamp? {
        CalendarDate(now).year >= IntakeLimits.clockYearMin ? now : nil
    }

    /// Why a day is none of collection: nil where it is one.
    public func collectionProblem(_ day: CalendarDate) -> MessageKey? {
        if day.year < IntakeLimits.collectionYearMin { return .registrationDate(.dateTooEarly) }
        if let now, day > FieldChecker.lastDay(at: now) { return .registrationDate(.dateInFuture) }
        return nil
    }
}
