public import Basics
public import DelimitedText
import Reference

/// What the file itself does not say.
public struct IntakeOptions: Sendable {
    /// What a row asks for where no column says it.
    public enum Stage: Sendable, Hashable {
        /// A full registration.
        case registration
        /// A light record before registration.
        case preRegistration
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
    /// Bounds of the file.
    public var limits: DelimitedTextLimits = .standard

    /// Options at their defaults.
    public init() {}
}
