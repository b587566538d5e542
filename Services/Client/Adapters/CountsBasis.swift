import Basics
public import Messages

/// What counts rest on: a figure without its date and source is none.
public enum CountsBasis {
    /// The day of the counting, UTC, ISO 8601.
    public static func day(_ counts: StatisticsV1.GetCountsResponse) -> String {
        "\(CalendarDate(Timestamp(millisecondsSinceEpoch: counts.countedAtMilliseconds)))"
    }

    /// The logs that were counted, for instance "registration ML19/412, deduplication ML19/7".
    public static func source(_ counts: StatisticsV1.GetCountsResponse) -> String {
        "registration \(position(counts.registrationPosition)), "
            + "deduplication \(position(counts.deduplicationPosition))"
    }

    /// Events of both logs, at the last contact, that are not counted yet; nil where it is not known of both.
    public static func eventsBehind(_ counts: StatisticsV1.GetCountsResponse) -> UInt64? {
        guard case .registrationEventsBehind(let registration) = counts.registrationLag,
            case .deduplicationEventsBehind(let deduplication) = counts.deduplicationLag
        else { return nil }
        let (sum, isTooMany) = registration.addingReportingOverflow(deduplication)
        return isTooMany ? .max : sum
    }

    /// A log's region and sequence, for instance "ML19/412"; empty where nothing was followed.
    public static func position(_ position: CommonV1.LogPosition?) -> String {
        position.map { "\($0.region)/\($0.sequence)" } ?? ""
    }
}
