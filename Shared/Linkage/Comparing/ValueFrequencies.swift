internal import Glibc

/// How many records hold each value and each sound of each field; of dates, each year.
struct ValueFrequencies: Sendable {
    /// Records that hold each value of a field, and each sound.
    fileprivate struct Field {
        var values: GrowingBuffer<UInt32>
        var sounds: GrowingBuffer<UInt32>
        /// Holders of any value that are assumed before any is counted.
        var assumed: Float = 0
    }

    private var fields: [Field]
    /// Records counted.
    private(set) var total: Int
    /// Records that what is assumed counts for.
    private let strength: Double

    /// Those of some records of a table.
    ///
    /// - Parameter people: the person of each record of the table, as far as it is known: what one person's records hold is
    ///   as rare as if they were one.
    init(_ table: LinkageTable, among records: [Int], people: [UInt32]) {
        total = records.count
        strength = 0
        fields = table.fields.indices.map { field in
            let held = table.held(field, among: records)
            guard table.fields[field].type != .birth else {
                let years = Self.holders(held, people, count: Birth.yearsEnd)
                return Field(values: .init(years), sounds: .init())
            }
            let spellings = table.spellings(field)
            let sounds = spellings.sounds.elements
            let heard =
                sounds.isEmpty
                ? [] : held.map { (value: sounds[Int($0.value)], record: $0.record) }
            return Field(
                values: .init(Self.holders(held, people, count: spellings.count)),
                sounds: .init(Self.holders(heard, people, count: spellings.soundCount)))
        }
    }

    /// For each value one record that holds it, and as many more as are other people's, on average over those that hold it.
    private static func holders(
        _ held: [(value: UInt32, record: UInt32)], _ people: [UInt32], count: Int
    ) -> [UInt32] {
        var counts = [UInt32](repeating: 0, count: count)
        var keys: [UInt64] = []
        keys.reserveCapacity(held.count)
        for (value, record) in held {
            counts[Int(value)] += 1
            keys.append(UInt64(value) << 32 | UInt64(people[Int(record)]))
        }
        RadixSort.sort(&keys)
        // To each record of a value, the records of its own person that hold it.
        var own = [Double](repeating: 0, count: count)
        var start = 0
        while start < keys.count {
            let end = keys[start...].firstIndex { $0 != keys[start] } ?? keys.count
            own[Int(keys[start] >> 32)] += Double(end - start) * Double(end - start)
            start = end
        }
        return zip(counts, own).map { count, own in
            count == 0 ? 0 : 1 + UInt32((Double(count) - own / Double(count)).rounded())
        }
    }

    /// None yet, of fields whose values are still to come: until there are many a value is taken to be as rare as a
    /// configuration says that those of its kind are.
    init(fields: [LinkageField], configuration: LinkageConfiguration) {
        total = 0
        strength = configuration.frequencyStrength
        self.fields = fields.map { field in
            let years = field.type == .birth ? Birth.yearsEnd : 0
            let share = configuration.levels(of: ComparisonKind(rarityOf: field.type))[0].strangers
            return Field(
                values: .init(Array(repeating: 0, count: years)), sounds: .init(),
                assumed: Float(share * configuration.frequencyStrength))
        }
    }

    /// Bytes held.
    var byteCount: Int {
        fields.reduce(0) { $0 + $1.values.byteCount + $1.sounds.byteCount }
    }

    /// Counts a record of an open table, or takes it away.
    mutating func count(
        _ row: UnsafeRow, _ spellings: [UnsafeSpellings], isAdded: Bool
    ) {
        total += isAdded ? 1 : -1
        for (field, spellings) in spellings.enumerated() {
            for value in row.values(field) {
                if spellings.type == .birth {
                    Self.count(Int(Birth(packed: value).year), &fields[field].values, isAdded)
                    continue
                }
                Self.count(Int(value), &fields[field].values, isAdded)
                guard !spellings.sounds.isEmpty else { continue }
                Self.count(
                    Int(spellings.sounds[Int(value)]), &fields[field].sounds, isAdded)
            }
        }
    }

    private static func count(
        _ index: Int, _ counts: inout GrowingBuffer<UInt32>, _ isAdded: Bool
    ) {
        while counts.count <= index { counts.append(0) }
        counts[index] = isAdded ? counts[index] + 1 : counts[index] - 1
    }

    /// Opens the counts for many comparisons.
    ///
    /// - Parameter most: the most bits that a rarity counts.
    func withUnsafe<Result>(most: Double, _ body: (UnsafeFrequencies) -> Result) -> Result {
        // SAFETY: the counts live, and are not changed, while the closure runs.
        withExtendedLifetime(self) {
            fields.map { field in
                UnsafeFrequencies.Field(
                    values: field.values.elements, sounds: field.sounds.elements,
                    assumed: field.assumed)
            }
            .withUnsafeBufferPointer { fields in
                body(
                    UnsafeFrequencies(
                        fields: fields, totalBits: Float(log2(max(2, Double(total) + strength))),
                        most: Float(most)))
            }
        }
    }
}

/// Counts that are open; valid inside ``ValueFrequencies/withUnsafe(most:_:)`` alone.
struct UnsafeFrequencies {
    struct Field {
        let values: UnsafeBufferPointer<UInt32>
        let sounds: UnsafeBufferPointer<UInt32>
        let assumed: Float
    }

    fileprivate let fields: UnsafeBufferPointer<Field>
    fileprivate let totalBits: Float
    fileprivate let most: Float

    /// Records that hold a value of a field.
    func holders(_ value: UInt32, _ field: Int) -> UInt32 {
        let values = fields[field].values
        // A name that only another field holds.
        return Int(value) < values.count ? values[Int(value)] : 0
    }

    /// Records that hold a sound in a field.
    func soundHolders(_ sound: UInt32, _ field: Int) -> UInt32 {
        let sounds = fields[field].sounds
        return Int(sound) < sounds.count ? sounds[Int(sound)] : 0
    }

    /// Bits by which what so many hold is rare in a field: the share of the other records that hold it.
    func rarity(_ holders: UInt32, _ field: Int) -> Float {
        min(most, totalBits - log2(Float(max(2, holders) - 1) + fields[field].assumed))
    }
}
