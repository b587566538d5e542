public import Basics
import Catalogue
public import Messages
public import Reference
public import Status
import Validation

/// What is to be counted, checked.
public struct CountQuery: Sendable, Hashable {
    /// What rows are made by, at most ``StatisticsLimits/dimensionsMax``, none twice.
    public let dimensions: [StatisticsV1.Dimension]
    /// The level of the places in rows.
    public let placeLevel: PlaceLevel
    /// The day for ages and for the map.
    public let asOf: CalendarDate
    /// Only people at this place or below it; empty for all.
    public let placeCode: String

    /// Checks a request.
    ///
    /// - Parameter today: the day where the request names none.
    /// - Throws: `INVALID_ARGUMENT` with the field.
    public init(
        _ request: StatisticsV1.GetCountsRequest, today: CalendarDate, places: Gazetteer
    ) throws(RPCError) {
        dimensions = try Self.checked(request.dimensions)
        guard
            let level = PlaceLevel(rawValue: request.placeLevel == 0 ? 1 : Int(request.placeLevel)),
            (PlaceLevel.region...PlaceLevel.locality).contains(level)
        else {
            throw Self.invalid(
                "place_level", .statistics(.placeLevelInvalid), ["found": "\(request.placeLevel)"])
        }
        placeLevel = level
        asOf =
            try request.asOf.map { date throws(RPCError) in
                try Self.day(date, today: today)
            } ?? today
        placeCode = try Self.checked(request.placeCode, on: asOf, places)
    }

    private static func checked(
        _ dimensions: [StatisticsV1.Dimension]
    ) throws(RPCError) -> [StatisticsV1.Dimension] {
        guard dimensions.count <= StatisticsLimits.dimensionsMax else {
            throw invalid(
                "dimensions", .statistics(.dimensionsTooMany),
                ["max": "\(StatisticsLimits.dimensionsMax)"])
        }
        for (index, dimension) in dimensions.enumerated() {
            switch dimension {
            case .unspecified, .unrecognized:
                throw invalid("dimensions[\(index)]", .statistics(.dimensionUnknown))
            case .place, .populationGroup, .sex, .ageBand, .need, .date: break
            }
            guard !dimensions[..<index].contains(dimension) else {
                throw invalid("dimensions[\(index)]", .statistics(.dimensionRepeated))
            }
        }
        return dimensions
    }

    private static func checked(
        _ placeCode: String, on day: CalendarDate, _ places: Gazetteer
    ) throws(RPCError) -> String {
        guard !placeCode.isEmpty, places.place(placeCode, on: day) == nil else { return placeCode }
        let found = ShownCode.text(placeCode)
        throw places.isKnown(placeCode)
            ? invalid("place_code", .statistics(.placeNotOnMap), ["found": found, "day": "\(day)"])
            : invalid("place_code", .registration(.placeUnknown), ["found": found])
    }

    private static func day(
        _ date: CommonV1.PartialDate, today: CalendarDate
    ) throws(RPCError) -> CalendarDate {
        guard date.precision == .day else {
            throw invalid("as_of", .statistics(.dayIncomplete))
        }
        guard
            let day = CalendarDate(
                year: Int(date.year), month: Int(date.month), day: Int(date.day))
        else { throw invalid("as_of", .registrationDate(.dateImpossible)) }
        guard date.year >= StatisticsLimits.yearMin else {
            throw invalid(
                "as_of", .registrationDate(.dateTooEarly), ["year": "\(StatisticsLimits.yearMin)"])
        }
        // Where the caller is it may be tomorrow already.
        guard day <= Self.tomorrow(today) else { throw invalid("as_of", .statistics(.dayInFuture)) }
        return day
    }

    private static func tomorrow(_ today: CalendarDate) -> CalendarDate {
        CalendarDate(year: today.year, month: today.month, day: today.day + 1)
            ?? CalendarDate(year: today.year, month: today.month + 1, day: 1)
            ?? CalendarDate(year: today.year + 1, month: 1, day: 1) ?? today
    }

    private static func invalid(
        _ field: String, _ reason: MessageKey, _ arguments: [String: String] = [:]
    ) -> RPCError {
        RPCError(
            .invalidArgument, reason, arguments: arguments,
            violations: [RPCV1.Violation(field, reason, arguments)])
    }
}
