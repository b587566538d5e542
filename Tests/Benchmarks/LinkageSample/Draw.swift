/// Random numbers of a seed: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), the same on every machine.
struct Draw {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A sequence of its own for each number of one seed.
    init(seed: UInt64, stream: Int) {
        var first = Draw(seed: seed &+ UInt64(stream) &* 0xD1B5_4A32_D192_ED03)
        state = first.next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.count)
    }

    /// From 0 up to 1.
    mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

    /// True with this probability.
    mutating func chance(_ probability: Double) -> Bool { unit() < probability }

    mutating func element<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    /// An element, the first the likeliest: near to how names spread among people.
    mutating func skewed<Element>(_ elements: [Element]) -> Element {
        let draw = unit()
        return elements[Int(draw * draw * Double(elements.count))]
    }

    mutating func shuffle<Element>(_ elements: inout [Element]) {
        for place in elements.indices.dropFirst().reversed() {
            elements.swapAt(place, below(place + 1))
        }
    }
}
