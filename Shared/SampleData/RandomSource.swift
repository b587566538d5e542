/// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014).
///
/// Small, fast, the same on every machine and with every version of the standard library, whose own way from bits to
/// a range may change. Not for secrets.
public struct RandomSource: Sendable {
    private var state: UInt64

    /// The sequence of a seed.
    public init(seed: UInt64) {
        self.state = seed
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `bound - 1`, by the high half of a product (Lemire 2019, without the rejection step:
    /// for bounds as small as here the bias is below 2⁻⁵⁰).
    public mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0)
        return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A number of a closed range.
    public mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.count)
    }

    /// True so many times in a hundred.
    public mutating func percent(_ chance: Int) -> Bool {
        below(100) < chance
    }

    /// One of some elements, of which there must be at least one.
    public mutating func element<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    /// An index, the first the likeliest: squares a uniform draw, which is near enough to how common names spread.
    mutating func skewedIndex(_ count: Int) -> Int {
        let draw = below(1_000)
        return draw * draw * count / 1_000_000
    }
}
