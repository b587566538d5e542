import Basics
import Catalogue
import Messages
import Status

/// Checks dates with their precision (proleptic Gregorian calendar).
struct DateValidator: Sendable {
    private let latest: CalendarDate

    /// A field office's clock and the server's may be in different days, so tomorrow is still
    /// taken.
    init(now: Timestamp) {
        latest = CalendarDate(now.advanced(by: .seconds(86_400)))
    }

    func check(_ date: CommonV1.PartialDate?, at path: FieldPath, in findings: inout Findings) {
        guard let date else { return }
        guard hasPartsOfPrecision(date) else {
            findings.reject(path, .registrationDate(.dateIncomplete))
            return
        }
        // Where only the year or month is known, the earliest day that it can mean.
        guard
            let earliest = CalendarDate(
                year: Int(date.year), month: Int(max(date.month, 1)), day: Int(max(date.day, 1)))
        else {
            findings.reject(path, .registrationDate(.dateImpossible))
            return
        }
        guard date.year >= RegistrationLimits.yearMin else {
            findings.reject(
                path, .registrationDate(.dateTooEarly), ["year": "\(RegistrationLimits.yearMin)"])
            return
        }
        if earliest > latest { findings.reject(path, .registrationDate(.dateInFuture)) }
    }

    private func hasPartsOfPrecision(_ date: CommonV1.PartialDate) -> Bool {
        switch date.precision {
        case .day: date.year > 0 && date.month > 0 && date.day > 0
        case .month: date.year > 0 && date.month > 0 && date.day == 0
        case .year, .estimated: date.year > 0 && date.month == 0 && date.day == 0
        case .unspecified, .unrecognized: false
        }
    }
}
