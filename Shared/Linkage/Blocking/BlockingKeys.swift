/// The keys of a record: two records that share one are compared.
///
/// Each joins two pieces of evidence that survive different mistakes: the sound of two names in any
/// order, a name with a span of years, a day or a place, a whole date, a number or a half of one. For rare
/// spellings that no sound brings together, MinHash over pairs of letters (Broder, 1997, "On the
/// resemblance and containment of documents") finds names and texts that share most of them.
struct BlockingKeys: Sendable {
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
    private static let bands = 6
    private static let rowsPerBand = 2
    private static let soundsMax = 6
    /// Years of one span; spans overlap by half, so that a difference of up to 3 years shares one.
    private static let spanYears = 6

    private let table: LinkageTable

    init(_ table: LinkageTable) {
        self.table = table
    }

    /// Adds a record's keys to a list.
    func append(_ record: Int, to keys: inout [UInt64]) {
        var names: [UInt32] = []
        var births: [Birth] = []
        var values: [KeyHash] = []
        for (index, column) in table.columns.enumerated() {
            switch column {
            case .names(let list):
                for id in list.values(record) where names.count < Self.soundsMax {
                    names.append(id)
                }
            case .births(let all): if all[record].isKnown { births.append(all[record]) }
            case .values(let list, let spellings):
                let type = table.fields[index].type
                for id in list.values(record) {
                    appendValue(id, spellings, type, index, &values, &keys)
                }
            }
        }
        let sounds = names.map { table.names.sounds[Int($0)] }
        appendNames(sounds, births, values, to: &keys)
        appendLetters(names.map { table.names.bytes[Int($0)] }, tag: 0, to: &keys)
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

    private func appendNames(
        _ sounds: [UInt32], _ births: [Birth], _ values: [KeyHash], to keys: inout [UInt64]
    ) {
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
    private func appendValue(
        _ id: UInt32, _ spellings: Spellings, _ type: FieldType, _ field: Int,
        _ values: inout [KeyHash], _ keys: inout [UInt64]
    ) {
        guard type != .sex else { return }
        let bytes = spellings.bytes[Int(id)]
        var hash = KeyHash(Tag.value)
        hash.add(UInt64(field))
        if type == .place { hash.add(spellings.sounds[Int(id)]) } else { hash.add(bytes) }
        switch type {
        case .place, .code: values.append(hash)
        case .text:
            keys.append(hash.finished)
            appendLetters([bytes], tag: UInt64(field) + 1, to: &keys)
            values.append(hash)
        default:
            keys.append(hash.finished)
            guard bytes.count >= 6 else { return }
            if bytes.count >= Self.longBytesMin {
                appendLetters([bytes], tag: UInt64(field) + 1, to: &keys)
            }
            for (number, half) in [
                bytes.prefix(bytes.count / 2), bytes.suffix((bytes.count + 1) / 2),
            ]
            .enumerated() {
                var hash = KeyHash(Tag.half)
                hash.add(UInt64(field) << 1 | UInt64(number))
                hash.add(half)
                keys.append(hash.finished)
            }
        }
    }

    private func appendLetters(_ words: [[UInt8]], tag: UInt64, to keys: inout [UInt64]) {
        let count = Self.bands * Self.rowsPerBand
        var least = InlineArray<12, UInt64>(repeating: .max)
        var letters = 0
        for word in words {
            var last: UInt64 = 0
            for byte in word + [0] {
                var pair = KeyHash(Tag.letters)
                pair.add(last << 8 | UInt64(byte))
                let hash = pair.finished
                for row in 0..<count {
                    // Multiplication by odd numbers permutes the hashes.
                    let permuted = (hash ^ hash >> 17) &* Self.multipliers[row]
                    if permuted < least[row] { least[row] = permuted }
                }
                last = UInt64(byte)
                letters += 1
            }
        }
        guard letters >= 4 else { return }
        for band in 0..<Self.bands {
            var hash = KeyHash(Tag.letters)
            hash.add(tag << 8 | UInt64(band))
            for row in 0..<Self.rowsPerBand { hash.add(least[band * Self.rowsPerBand + row]) }
            keys.append(hash.finished)
        }
    }

    private static let multipliers: [UInt64] = (0..<12).map { number in
        var hash = KeyHash(UInt8(number))
        hash.add(UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
        return hash.finished | 1
    }
}
