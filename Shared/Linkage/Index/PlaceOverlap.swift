internal import Glibc

/// How much oftener than by chance people of one place are of another one together, such as the site where all of a village
/// went: counted in an index as it grows.
///
/// A region grows by other villages and other sites. Each of both is then held by a smaller share of its people, and counts
/// for more; but who is of one village lives in one site as often as before. So what both say twice grows with the
/// region, by a bit for each that both gain, and no number that was learnt elsewhere holds for long.
///
/// Of each household one record counts, for its members are in one place always. The counts follow from these records
/// alone, whatever came between. Pairs that share a value are counted without a table of the values; see ``PairSketch``.
struct PlaceOverlap: Sendable {
    /// Pairs that a model's own number counts for.
    private static let assumedPairs = 20.0
    /// Standard errors that are taken off the pairs of both places, so that where few share any the error of counting does
    /// not pass for what they share.
    private static let errorsTaken = 2.0
    /// Of each household, the repeats that are assumed: they are of both places and no neighbours.
    private static let repeats = LinkageConfiguration.standard.repeatsPerRecord

    /// The field that says who are neighbours, and another place.
    private let fields: (first: Int, second: Int)
    private let part: (first: Int, second: Int)
    private var records = 0.0
    private var first = PairSketch()
    private var second = PairSketch()
    private var both = PairSketch()

    /// None yet, of each place beside the first.
    static func all(of parts: [ComparisonPart]) -> [PlaceOverlap] {
        guard let first = LinkageModel.placePart(of: parts) else { return [] }
        return parts.indices.filter { $0 != first && parts[$0].kind == .place }.map {
            PlaceOverlap(
                fields: (parts[first].field, parts[$0].field), part: (first: first, second: $0))
        }
    }

    private init(fields: (first: Int, second: Int), part: (first: Int, second: Int)) {
        self.fields = fields
        self.part = part
    }

    /// Bytes held.
    var byteCount: Int { first.byteCount + second.byteCount + both.byteCount }

    /// Counts a record of an open table, or takes it away; one that lacks a place says nothing.
    mutating func count(_ row: UnsafeRow, _ spellings: [UnsafeSpellings], isAdded: Bool) {
        guard let one = row.values(fields.first).first,
            let other = row.values(fields.second).first
        else { return }
        // Spellings of one sound are one place; its letters and not its number, which tells in what order places came.
        func hash(_ field: Int, _ value: UInt32) -> UInt64 {
            var hash = KeyHash(0)
            hash.add(spellings[field].sound(value))
            return hash.finished
        }
        let places = (hash(fields.first, one), hash(fields.second, other))
        var together = KeyHash(0)
        together.add(places.0)
        together.add(places.1)
        let change: Int32 = isAdded ? 1 : -1
        records += Double(change)
        first.add(places.0, change)
        second.add(places.1, change)
        both.add(together.finished, change)
    }

    /// The bits to take off where two records agree in both places.
    ///
    /// - Parameter assumed: those of the model, which an index of few places does not fall short of.
    func dependence(assumed: Double) -> LinkageModel.Dependence {
        let pairs = records * (records - 1) / 2
        let shares = (first.pairs(of: records), second.pairs(of: records))
        let expected = pairs > 0 ? shares.0 * shares.1 / pairs : 0
        let together =
            both.pairs(of: records) - Self.errorsTaken * both.standardError
            - Self.repeats * records
        let bits = log2(
            (max(0, together) + Self.assumedPairs * exp2(assumed))
                / (expected + Self.assumedPairs))
        return LinkageModel.Dependence(
            first: part.first, second: part.second, bits: max(bits, assumed))
    }
}

/// How many pairs of records share a value, counted in little memory whatever values there are.
///
/// The sketch of Alon, Matias and Szegedy (1996), "The Space Complexity of Approximating the Frequency Moments", with the
/// buckets of Charikar, Chen and Farach-Colton (2002): each value adds 1 to a bucket, or takes 1 away, and the squares of
/// the buckets are those of the holders of all values but for sums that are 0 on average. The error is 3 % of the squares (the
/// root of two by the number of buckets). Values that go leave no trace.
private struct PairSketch: Sendable {
    private static let buckets = 2_048

    private var counts = [Int32](repeating: 0, count: buckets)
    private var squares = 0.0

    var byteCount: Int { counts.count * MemoryLayout<Int32>.stride }

    /// - Parameter value: the hash of one.
    mutating func add(_ value: UInt64, _ change: Int32) {
        let step = value >> 63 == 0 ? change : -change
        let bucket = Int(value % UInt64(Self.buckets))
        squares += Double(2 * counts[bucket] * step + 1)
        counts[bucket] += step
    }

    /// The standard error of the pairs.
    var standardError: Double { squares * (2 / Double(Self.buckets)).squareRoot() / 2 }

    /// Pairs that share a value.
    ///
    /// - Parameter records: that were added.
    func pairs(of records: Double) -> Double { max(0, squares - records) / 2 }
}
