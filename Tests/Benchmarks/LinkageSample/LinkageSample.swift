import DelimitedText

/// Registrations of invented people of the Sahel, some of them registered several times, with the truth beside them.
///
/// It shares no table with the matcher: names and places are its own, and they are written, heard and typed
/// otherwise by rules of sound, not by lists of variants. Villages are made one after another, so that memory does
/// not grow with the list.
///
/// ```swift
/// var sample = LinkageSample(seed: 1, registrations: 10_000)
/// while let form = sample.next() { … }
/// ```
public struct LinkageSample: Sequence, IteratorProtocol {
    /// The hardness of the published figures: there Splink with household exclusion and phonetic keys has an F1 between 0.70
    /// and 0.80 at its best threshold, of 100,000 registrations. Set by that alone.
    public static let standardHardness = 0.3
    private static let familiesPerVillage = 55

    private let seed: UInt64
    private let hardness: Double
    private let registrations: Int
    private var maker: FamilyMaker
    private var villages = 0
    private var waiting: [[Registration]] = []
    private var forms = 0
    private var written = 0

    /// A sample that ends with the form which reaches a number of registrations.
    ///
    /// - Parameters:
    ///   - seed: The same seed gives the same registrations.
    ///   - registrations: At least so many rows.
    ///   - hardness: Times the chance of every slip, guess, gap and foreign spelling; 0 is without any.
    public init(seed: UInt64, registrations: Int, hardness: Double = Self.standardHardness) {
        precondition(registrations > 0 && hardness >= 0)
        self.seed = seed
        self.hardness = hardness
        self.registrations = registrations
        maker = FamilyMaker(seed: seed)
    }

    /// The people of the next form.
    public mutating func next() -> [Registration]? {
        guard written < registrations else { return nil }
        while waiting.isEmpty { makeVillage() }
        var form = waiting.removeLast()
        forms += 1
        for place in form.indices { form[place].form = "F\(forms)" }
        written += form.count
        return form
    }

    private mutating func makeVillage() {
        var draw = Draw(seed: seed, stream: villages)
        let village = maker.village(villages, &draw)
        var registrar = Registrar(hardness: hardness)
        for _ in 0..<draw.within(Self.familiesPerVillage / 2...Self.familiesPerVillage * 3 / 2) {
            registrar.register(maker.family(in: village, &draw), &draw)
        }
        waiting = registrar.forms
        draw.shuffle(&waiting)
        villages += 1
    }

    /// Writes a CSV with headers, a piece at a time.
    public static func write(
        _ sample: LinkageSample, to output: (_ bytes: [UInt8]) throws -> Void
    ) rethrows {
        var writer = DelimitedTextWriter()
        writer.append(Registration.headers)
        for form in sample {
            for row in form { writer.append(row.cells) }
            guard writer.bytes.count >= 1 << 16 else { continue }
            try output(writer.bytes)
            writer = DelimitedTextWriter()
        }
        try output(writer.bytes)
    }
}
