internal import CMemory

/// What the records hold, record after record: for each field the numbers of its values.
///
/// A row begins with two words in which six bits a field say where its values end, so that a comparison
/// reads one place of the memory for each record and not one for each field.
struct RecordRows: Sendable {
    private(set) var words = GrowingBuffer<UInt32>()
    private(set) var starts = GrowingBuffer<UInt32>()

    init() {}

    var count: Int { starts.count }

    /// Bytes held.
    var byteCount: Int { words.byteCount + starts.byteCount }

    /// Adds a record: the values of each field, of which more than the limit are dropped.
    mutating func append(_ fields: [[UInt32]]) {
        starts.append(UInt32(words.count))
        let ends = Self.ends(of: fields)
        words.append(UInt32(truncatingIfNeeded: ends))
        words.append(UInt32(truncatingIfNeeded: ends >> 32))
        for values in fields {
            words.append(contentsOf: values.prefix(LinkageLimits.valuesPerFieldMax))
        }
    }

    /// Puts the given and family names of a record in each other's place, and marks it; it takes no more room.
    mutating func exchange(_ given: Int, _ family: Int, of record: Int) {
        var fields = withUnsafe { rows in
            (0..<LinkageLimits.fieldsMax).map { Array(rows[record].values($0)) }
        }
        fields.swapAt(given, family)
        let ends = Self.ends(of: fields) | UnsafeRow.exchanged
        let row = [UInt32(truncatingIfNeeded: ends), UInt32(truncatingIfNeeded: ends >> 32)]
        let start = Int(starts[record])
        for (place, word) in (row + fields.joined()).enumerated() { words[start + place] = word }
    }

    /// The two words that say where the values of each field end.
    private static func ends(of fields: [[UInt32]]) -> UInt64 {
        precondition(fields.count <= LinkageLimits.fieldsMax)
        var ends: UInt64 = 0
        var end: UInt64 = 0
        for (field, values) in fields.enumerated() {
            end += UInt64(min(values.count, LinkageLimits.valuesPerFieldMax))
            ends |= end << UInt64(6 * field)
        }
        // Fields that a list has not end where the last one does.
        for field in fields.count..<LinkageLimits.fieldsMax { ends |= end << UInt64(6 * field) }
        return ends
    }

    /// Opens the rows for a loop over many.
    func withUnsafe<Result>(_ body: (UnsafeRows) -> Result) -> Result {
        // SAFETY: the rows live, and are not changed, while the closure runs.
        withExtendedLifetime(self) {
            body(UnsafeRows(words: words.elements, starts: starts.elements))
        }
    }
}

// MARK: Snapshot

extension RecordRows {
    func write(to snapshot: inout SnapshotWriter) throws {
        try words.write(to: &snapshot)
        try starts.write(to: &snapshot)
    }

    init(from snapshot: inout SnapshotReader) throws {
        words = try GrowingBuffer(from: &snapshot)
        starts = try GrowingBuffer(from: &snapshot)
        for start in starts.elements {
            guard Int(start) + 2 <= words.count, isRow(at: Int(start)) else {
                throw SnapshotError.damaged
            }
        }
    }

    /// Whether the ends of a row's fields are in order and within the words.
    private func isRow(at start: Int) -> Bool {
        let ends = UInt64(words[start]) | UInt64(words[start + 1]) << 32
        var last: UInt64 = 0
        for field in 0..<LinkageLimits.fieldsMax {
            let end = ends >> UInt64(6 * field) & 63
            guard end >= last, end - last <= LinkageLimits.valuesPerFieldMax else { return false }
            last = end
        }
        return start + 2 + Int(last) <= words.count
    }
}

/// Rows that are open; valid inside ``RecordRows/withUnsafe(_:)`` alone.
struct UnsafeRows {
    fileprivate let words: UnsafeBufferPointer<UInt32>
    fileprivate let starts: UnsafeBufferPointer<UInt32>

    /// Begins to fetch a row, to be read soon.
    func prefetch(_ record: Int) {
        // SAFETY: a row begins within the words.
        jatigi_prefetch(words.baseAddress.unsafelyUnwrapped + Int(starts[record]))
    }

    subscript(record: Int) -> UnsafeRow {
        let start = Int(starts[record])
        let ends = UInt64(words[start]) | UInt64(words[start + 1]) << 32
        // SAFETY: `RecordRows` appends two words and then as many as the last field's end says.
        return UnsafeRow(ends: ends, words: UnsafeBufferPointer(rebasing: words[(start + 2)...]))
    }
}

/// One record's row.
struct UnsafeRow {
    /// The bit above those of the fields that says ``isExchanged``.
    fileprivate static let exchanged = UInt64(1) << 63

    fileprivate let ends: UInt64
    fileprivate let words: UnsafeBufferPointer<UInt32>

    /// Whether given and family names were written in each other's place.
    var isExchanged: Bool { ends & Self.exchanged != 0 }

    /// The values of a field.
    func values(_ field: Int) -> UnsafeBufferPointer<UInt32> {
        let end = Int(ends >> UInt64(6 * field) & 63)
        let start = field == 0 ? 0 : Int(ends >> UInt64(6 * (field - 1)) & 63)
        // SAFETY: ends only grow from field to field, up to the row's last word.
        return UnsafeBufferPointer(rebasing: words[start..<end])
    }

    /// A hash of all values.
    var hash: UInt64 {
        var hash = KeyHash(0)
        hash.add(ends)
        for word in words[..<Int(ends >> UInt64(6 * (LinkageLimits.fieldsMax - 1)) & 63)] {
            hash.add(word)
        }
        return hash.finished
    }

    /// The date of birth in a field.
    func birth(_ field: Int) -> Birth {
        values(field).first.map(Birth.init(packed:)) ?? .unknown
    }
}
