/// The keys of a record: two records that share one are compared.
///
/// Each joins two pieces of evidence that survive different mistakes: the sound of two names in any
/// order, a name with a span of years, a day or a place, a whole date, a number or a half of one. For rare
/// spellings that no sound brings together, MinHash over pairs of letters (Broder, 1997, "On the
/// resemblance and containment of documents") finds names and texts that share most of them.
struct BlockingKeys {
    private enum Tag {
        static let names: UInt8 = 1
        static let nameYear: UInt8 = 2
        static let nameYears: UInt8 = 3
        static let nameDay: UInt8 = 4
        static let nameValue: UInt8 = 5
        static let date: UInt8 = 6
        static let value: UInt8 = 7
        static let half: UInt8 = 8
        static let letters: UInt8 = 9
        static let dateValue: UInt8 = 10
        static let values: UInt8 = 11
    }

    /// The tag of keys that join two.
    static let joined: UInt8 = 12
    /// Numbers and addresses from this length on are also found by what most of their letters are.
    private static let longBytesMin = 10
    private static let soundsMax = 6
    /// Years of one span; spans overlap by half, so that a difference of up to 3 years shares one.
    private static let spanYears = 6

    private let rows: UnsafeRows
    private let fields: [UnsafeSpellings]
    // What the record at hand holds; kept from record to record for their room.
    private var names: [(id: UInt32, field: Int)] = []
    private var sounds: [UInt32] = []
    private var births: [Birth] = []
    private var values: [KeyHash] = []

    /// For a table that is open.
    init(_ rows: UnsafeRows, _ fields: [UnsafeSpellings]) {
        self.rows = rows
        self.fields = fields
    }

    /// Adds a record's keys to a list.
    mutating func append(_ record: Int, to keys: inout [UInt64]) {
        names.removeAll(keepingCapacity: true)
        sounds.removeAll(keepingCapacity: true)
        births.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        let row = rows[record]
        for index in fields.indices {
            let held = row.values(index)
            switch fields[index].type {
            case .given, .family, .name:
                for id in held where names.count < Self.soundsMax {
                    names.append((id, index))
                    sounds.append(fields[index].sounds[Int(id)])
                }
            case .birth: for word in held { births.append(Birth(packed: word)) }
            default: for id in held { appendValue(id, index, &keys) }
            }
        }
        appendNames(to: &keys)
        var letters = LeastHashes()
        for name in names { letters.add(fields[name.field].bytes(name.id)) }
        append(letters, tag: 0, to: &keys)
        for birth in births where birth.hasDay {
            var hash = KeyHash(Tag.date)
            hash.add(birth.digits)
            keys.append(hash.finished)
        }
        for (place, value) in values.enumerated() {
            for birth in births {
                var hash = value
                hash.add(UInt64(Tag.dateValue))
                hash.add(UInt64(birth.year))
                keys.append(hash.finished)
            }
            for other in values[..<place] {
                var hash = value
                hash.add(other.finished)
                hash.add(UInt64(Tag.values))
                keys.append(hash.finished)
            }
        }
    }

    private func appendNames(to keys: inout [UInt64]) {
        for (place, sound) in sounds.enumerated() {
            for other in sounds[..<place] {
                var hash = KeyHash(Tag.names)
                hash.add(min(sound, other))
                hash.add(max(sound, other))
                keys.append(hash.finished)
            }
            for birth in births {
                var hash = KeyHash(Tag.nameYear)
                hash.add(sound)
                hash.add(UInt64(birth.year))
                keys.append(hash.finished)
                for span in [0, Self.spanYears / 2] {
                    var hash = KeyHash(Tag.nameYears)
                    hash.add(sound)
                    hash.add(UInt64((Int(birth.year) + span) / Self.spanYears * 2 + min(span, 1)))
                    keys.append(hash.finished)
                }
                guard birth.hasDay else { continue }
                var day = KeyHash(Tag.nameDay)
                day.add(sound)
                day.add(UInt64(birth.month) << 8 | UInt64(birth.day))
                keys.append(day.finished)
            }
            for value in values {
                var hash = value
                hash.add(sound)
                hash.add(UInt64(Tag.nameValue))
                keys.append(hash.finished)
            }
        }
    }

    /// The keys of one value alone; what joins with others is left in `values`.
    private mutating func appendValue(_ id: UInt32, _ field: Int, _ keys: inout [UInt64]) {
        let type = fields[field].type
        guard type != .sex else { return }
        let bytes = fields[field].bytes(id)
        var hash = KeyHash(Tag.value)
        hash.add(UInt64(field))
        if type == .place { hash.add(fields[field].sounds[Int(id)]) } else { hash.add(bytes) }
        switch type {
        case .place, .position, .code: values.append(hash)
        case .text:
            keys.append(hash.finished)
            append(LeastHashes(of: bytes), tag: UInt64(field) + 1, to: &keys)
            values.append(hash)
        default:
            keys.append(hash.finished)
            guard bytes.count >= 6 else { return }
            if bytes.count >= Self.longBytesMin {
                append(LeastHashes(of: bytes), tag: UInt64(field) + 1, to: &keys)
            }
            let middle = bytes.count / 2
            for half in [0..<middle, middle..<bytes.count] {
                var hash = KeyHash(Tag.half)
                hash.add(UInt64(field) << 1 | (half.lowerBound > 0 ? 1 : 0))
                hash.add(bytes[half])
                keys.append(hash.finished)
            }
        }
    }

    private func append(_ letters: LeastHashes, tag: UInt64, to keys: inout [UInt64]) {
        guard letters.count >= 4 else { return }
        for band in 0..<LeastHashes.bands {
            var hash = KeyHash(Tag.letters)
            hash.add(tag << 8 | UInt64(band))
            for row in 0..<LeastHashes.rowsPerBand { hash.add(letters.least(band, row)) }
            keys.append(hash.finished)
        }
    }
}
