internal import Matching

/// A date of birth as a list states it: what is not known is 0.
///
/// Days that no calendar has are kept: a slip of the pen makes them, and they still resemble the
/// right day.
struct Birth: Hashable, Sendable {
    /// Years that are read; programs write 0001 and 9999 for nothing.
    private static let years = 1000...9998

    /// Every year is below.
    static let yearsEnd = 10_000

    /// Nothing is known.
    static let unknown = Birth(year: 0)

    var year: Int16
    var month: UInt8 = 0
    var day: UInt8 = 0
    /// The year was guessed from an age.
    var isGuessed = false

    /// Whether the day is evidence. 1 January is what a form says when only the year is known.
    var hasDay: Bool { !isGuessed && day > 0 && month > 0 && !(day == 1 && month == 1) }

    var isKnown: Bool { year > 0 }

    /// Reads `1971-06-24`, `19710624`, `24/06/1971`, `24061971`, `06/1971`, `1971` and `~1971`.
    ///
    /// In European, Arabic-Indic or N'Ko digits. A year has four. What holds none (`NaN`, `0`, `99/99/99`) is unknown. Of a date with words
    /// in it (`24 juin 1971`) the year is read.
    init(_ text: String) {
        self = .unknown
        var groups: [(value: Int, digits: Int)] = []
        // Groups of digits that stand before a word.
        var words: Set<Int> = []
        var isInGroup = false
        for byte in Self.inEuropeanDigits(text).utf8.prefix(40) {
            if (0x30...0x39).contains(byte) {
                if !isInGroup { groups.append((0, 0)) }
                isInGroup = true
                let last = groups.count - 1
                guard groups[last].digits < 9 else { return }
                groups[last] = (groups[last].value * 10 + Int(byte & 0xF), groups[last].digits + 1)
            } else {
                isInGroup = false
                // A time after the date says nothing here.
                let isTime = byte == UInt8(ascii: "T") || byte == UInt8(ascii: ":")
                if isTime, !groups.isEmpty { break }
                if byte != UInt8(ascii: " ") && !"-/.".utf8.contains(byte) {
                    words.insert(groups.count)
                }
            }
        }
        if let first = groups.first, first.digits == 8 {
            self = Self.together(first.value)
            return
        }
        guard let place = groups.prefix(3).firstIndex(where: { $0.digits == 4 }) else { return }
        if words.contains(where: { $0 > 0 && $0 < min(groups.count, 3) }) {
            self = Birth(year: groups[place].value)
        } else if place == 0 {
            self = Birth(
                year: groups[0].value, month: Self.small(groups, 1), day: Self.small(groups, 2))
        } else {
            self = Birth(
                year: groups[place].value, month: Self.small(groups, place - 1),
                day: place == 2 ? Self.small(groups, 0) : 0)
        }
        if !words.isEmpty, groups.count == 1 { isGuessed = true }
    }

    /// A text whose digits are those of ASCII.
    static func inEuropeanDigits(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            scalars.append(IdentifierForm.digit(scalar).map { Unicode.Scalar($0) } ?? scalar)
        }
        return String(scalars)
    }

    /// Eight digits: the year first, unless only the day first is in the calendar.
    private static func together(_ digits: Int) -> Birth {
        let yearFirst = Birth(
            year: digits / 10_000, month: digits / 100 % 100, day: digits % 100)
        let dayFirst = Birth(
            year: digits % 10_000, month: digits / 10_000 % 100, day: digits / 1_000_000)
        return !yearFirst.isInCalendar && dayFirst.isInCalendar ? dayFirst : yearFirst
    }

    private var isInCalendar: Bool {
        isKnown && (1...12).contains(month) && (1...31).contains(day)
    }

    init(year: Int, month: Int = 0, day: Int = 0) {
        self.year = Self.years.contains(year) ? Int16(year) : 0
        self.month = (1...99).contains(month) && self.year > 0 ? UInt8(month) : 0
        self.day = (1...99).contains(day) && self.month > 0 ? UInt8(day) : 0
    }

    private static func small(_ groups: [(value: Int, digits: Int)], _ place: Int) -> Int {
        place < groups.count && groups[place].digits <= 2 ? groups[place].value : 0
    }

    /// Keeps what a stated precision supports; a word that is none changes nothing.
    mutating func lower(toPrecision word: String) {
        switch word.lowercased() {
        case "month", "mois": day = 0
        case "year", "année", "annee":
            month = 0
            day = 0
        case "estimated", "estimée", "estimee", "estimé", "estime": isGuessed = true
        default: return
        }
    }

    /// The digits, for a comparison by slips of the pen.
    var digits: UInt32 {
        UInt32(year) * 10_000 + UInt32(month) * 100 + UInt32(day)
    }

    /// All of it in a word: year, month, day and whether it was guessed.
    var packed: UInt32 {
        UInt32(year) << 16 | UInt32(month) << 9 | UInt32(day) << 2 | (isGuessed ? 1 : 0)
    }

    init(packed: UInt32) {
        year = Int16(truncatingIfNeeded: packed >> 16)
        month = UInt8(packed >> 9 & 0x7F)
        day = UInt8(packed >> 2 & 0x7F)
        isGuessed = packed & 1 == 1
    }
}
