/// A date of birth as a list states it: what is not known is 0.
///
/// Days that no calendar has are kept: a slip of the pen makes them, and they still resemble the
/// right day.
struct Birth: Hashable, Sendable {
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

    /// Reads `1971-06-24`, `19710624`, `24/06/1971`, `06/1971`, `1971` and `~1971`.
    ///
    /// A year has four digits. What holds none (`NaN`, `0`, `99/99/99`) is unknown.
    init(_ text: String) {
        self = .unknown
        var groups: [(value: Int, digits: Int)] = []
        var isInGroup = false
        var hasOther = false
        for byte in text.utf8.prefix(40) {
            if (0x30...0x39).contains(byte) {
                if !isInGroup { groups.append((0, 0)) }
                isInGroup = true
                let last = groups.count - 1
                guard groups[last].digits < 9 else { return }
                groups[last] = (groups[last].value * 10 + Int(byte & 0xF), groups[last].digits + 1)
            } else {
                isInGroup = false
                // A time after the date says nothing here.
                if byte == UInt8(ascii: "T") || byte == UInt8(ascii: ":") { break }
                if byte != UInt8(ascii: " ") && !"-/.".utf8.contains(byte) { hasOther = true }
            }
        }
        if groups.count == 1, groups[0].digits == 8 {
            let value = groups[0].value
            self = Birth(year: value / 10_000, month: value / 100 % 100, day: value % 100)
            return
        }
        guard let place = groups.prefix(3).firstIndex(where: { $0.digits == 4 }) else { return }
        if place == 0 {
            self = Birth(
                year: groups[0].value, month: Self.small(groups, 1), day: Self.small(groups, 2))
        } else {
            self = Birth(
                year: groups[place].value, month: Self.small(groups, place - 1),
                day: place == 2 ? Self.small(groups, 0) : 0)
        }
        if hasOther, groups.count == 1 { isGuessed = true }
    }

    init(year: Int, month: Int = 0, day: Int = 0) {
        self.year = (1...9999).contains(year) ? Int16(year) : 0
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
}
