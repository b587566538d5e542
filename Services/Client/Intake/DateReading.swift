import Basics
internal import Catalogue
internal import Messages
internal import Reference

/// Reads dates as field teams write them.
enum DateReading {
    /// What a cell can say about a date.
    enum Value: Equatable {
        case date(CommonV1.PartialDate)
        case ageYears(Int)
        case ageMonths(Int)
    }

    /// Why a cell says nothing about a date.
    enum Failure: Error, Equatable {
        case unreadable
        case impossible
        /// A day number of a spreadsheet: 36526 is 2000-01-01 or 2004-01-02, according to the
        /// workbook.
        case spreadsheetSerial
    }

    /// A date of any precision, or an age with or without its unit; a year that is said to be about right (`~1971`,
    /// `vers 1971`) is estimated.
    ///
    /// Day before month, as in all of French-speaking Africa. Two-digit years are refused: 12 may
    /// be 1912 or 2012.
    static func read(_ text: String) throws(Failure) -> Value {
        let text = CellText.withWesternDigits(text)
        guard !isNegative(text) else { throw .unreadable }
        let folded = FoldedText.fold(text)
        let words = folded.split(separator: " ")
        guard let first = words.first else { throw .unreadable }
        if let year = readAbout(text, words) {
            return .date(CommonV1.PartialDate(year: year, precision: .estimated))
        }
        if words.count == 1, CellText.isDigits(first) { return try readNumber(first) }
        if let age = readAge(words) { return age }
        if words.count == 2, words[0].count == 5, words.allSatisfy({ CellText.isDigits($0) }),
            text.contains(".") || text.contains(",")
        {
            throw .spreadsheetSerial
        }
        return .date(try readParts(text))
    }

    /// An age alone: `34`, `34 ans`, `6 mois`.
    static func readAgeOnly(_ text: String) -> Value? {
        let text = CellText.withWesternDigits(text)
        guard !isNegative(text) else { return nil }
        let words = FoldedText.fold(text).split(separator: " ")
        if words.count == 1, CellText.isDigits(words[0]), let years = Int(words[0]) {
            return years <= IntakeLimits.ageYearsMax ? .ageYears(years) : nil
        }
        return readAge(words)
    }

    /// The year that an age means on the day it was said; nil before the first year.
    static func estimatedBirth(
        _ age: Value, collectedOn: CalendarDate
    ) -> CommonV1.PartialDate? {
        let year: Int
        switch age {
        case .date(let date): return date
        case .ageYears(let years): year = collectedOn.year - years
        case .ageMonths(let months):
            year = (collectedOn.year * 12 + collectedOn.month - 1 - months) / 12
        }
        guard year > 0, let year = UInt32(exactly: year) else { return nil }
        return CommonV1.PartialDate(year: year, precision: .estimated)
    }

    /// Whether a minus stands before the number; what is folded has lost it.
    private static func isNegative(_ text: String) -> Bool {
        CellText.trimmed(text).unicodeScalars.first.map { "-−‐‑–".unicodeScalars.contains($0) }
            ?? false
    }

    /// A year of four digits behind a sign or a word that says "about".
    private static func readAbout(_ text: String, _ words: [Substring]) -> UInt32? {
        let isSaid =
            words.count == 2
            ? ["about", "approx", "around", "c", "ca", "circa", "env", "environ", "vers"]
                .contains(words[0])
            : words.count == 1
                && (CellText.trimmed(text).first.map { "~≈".contains($0) } ?? false)
        guard isSaid, let year = words.last, year.count == 4, CellText.isDigits(year) else {
            return nil
        }
        return UInt32(year)
    }

    private static func readNumber(_ digits: Substring) throws(Failure) -> Value {
        guard digits.count <= 5, let number = Int(digits) else { throw .unreadable }
        switch digits.count {
        case 4: return .date(CommonV1.PartialDate(year: UInt32(number), precision: .year))
        case 5: throw .spreadsheetSerial
        default:
            guard number <= IntakeLimits.ageYearsMax else { throw .unreadable }
            return .ageYears(number)
        }
    }

    private static func readAge(_ words: [Substring]) -> Value? {
        guard words.count == 2, CellText.isDigits(words[0]), words[0].count <= 4,
            let number = Int(words[0])
        else { return nil }
        switch words[1] {
        case "an", "ans", "annee", "annees", "year", "years", "y":
            return number <= IntakeLimits.ageYearsMax ? .ageYears(number) : nil
        case "mois", "month", "months", "m":
            return number <= 12 * IntakeLimits.ageYearsMax ? .ageMonths(number) : nil
        default: return nil
        }
    }

    private static func readParts(_ text: String) throws(Failure) -> CommonV1.PartialDate {
        // A time after the date (`2024-05-01T10:00:00.000+00:00`, `2024-05-01 00:00:00`) says
        // nothing here.
        let trimmed = CellText.trimmed(text)
        let day = trimmed.prefix { $0 != "T" && $0 != " " }
        let rest = trimmed[day.endIndex...]
        guard rest.isEmpty || rest.contains(":") else { throw .unreadable }
        let parts = day.split(omittingEmptySubsequences: false) { "/-.".contains($0) }
        guard (2...3).contains(parts.count), parts.allSatisfy({ CellText.isDigits($0) }) else {
            throw .unreadable
        }
        let isYearFirst = parts[0].count == 4
        let ordered = isYearFirst ? parts : parts.reversed()
        guard ordered[0].count == 4, ordered.dropFirst().allSatisfy({ $0.count <= 2 }) else {
            throw .unreadable
        }
        let numbers = ordered.compactMap { Int($0) }
        guard
            CalendarDate(
                year: numbers[0], month: numbers[1], day: numbers.count == 3 ? numbers[2] : 1)
                != nil
        else { throw .impossible }
        return CommonV1.PartialDate(
            year: UInt32(numbers[0]), month: UInt32(numbers[1]),
            day: numbers.count == 3 ? UInt32(numbers[2]) : 0,
            precision: numbers.count == 3 ? .day : .month)
    }
}
