import Messages

/// A value that can be made from a seeded source.
protocol Sampled {
    init(sampling source: inout SampleSource)
}

/// Seeded randomness (SplitMix64, Steele et al. 2014) that fills messages: the same seed, the same
/// message.
struct SampleSource {
    private var state: UInt64
    private var depth = 0

    init(seed: UInt64) {
        state = seed
    }

    mutating func bits() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    mutating func choice(of count: Int) -> Int {
        Int(bits() % UInt64(count))
    }

    mutating func enumNumber(of known: [some WireEnum]) -> Int32 {
        let index = choice(of: known.count + 2)
        if index < known.count { return known[index].rawValue }
        return index == known.count ? -7 : 1_000_000
    }

    mutating func next() -> UInt64 {
        // Short and long varints, and the default, all come up.
        bits() >> (bits() % 65)
    }

    mutating func next() -> UInt32 { UInt32(truncatingIfNeeded: next() as UInt64) }
    mutating func next() -> Int32 { Int32(truncatingIfNeeded: next() as UInt64) }
    mutating func next() -> Int64 { Int64(bitPattern: next() as UInt64) }
    mutating func next() -> Bool { choice(of: 2) == 1 }
    mutating func next() -> Double { Double(next() as Int32) / 8 }
    mutating func next() -> Float { Float(choice(of: 1 << 20)) / 8 }

    mutating func next() -> String {
        let alphabet: [Character] = ["a", "Z", " ", "é", "ɲ", "Ŋ", "߁", "ⴰ", "中", "😀", "\u{1}"]
        return String((0..<choice(of: 14)).map { _ in alphabet[choice(of: alphabet.count)] })
    }

    mutating func next() -> [UInt8] {
        (0..<choice(of: 20)).map { _ in UInt8(truncatingIfNeeded: bits()) }
    }

    mutating func next<Value: Sampled>() -> Value {
        depth += 1
        defer { depth -= 1 }
        return Value(sampling: &self)
    }

    mutating func next<Value: Sampled>() -> Value? {
        choice(of: 3) == 0 ? nil : next()
    }

    mutating func next<Value: Sampled>() -> [Value] {
        // Fewer with depth, so that nested lists stay small.
        (0..<choice(of: max(5 - depth, 2))).map { _ in next() }
    }

    mutating func next() -> [String] { list { $0.next() } }
    mutating func next() -> [[UInt8]] { list { $0.next() } }
    mutating func next() -> [Bool] { list { $0.next() } }
    mutating func next() -> [Int32] { list { $0.next() } }
    mutating func next() -> [Int64] { list { $0.next() } }
    mutating func next() -> [UInt32] { list { $0.next() } }
    mutating func next() -> [UInt64] { list { $0.next() } }
    mutating func next() -> [Float] { list { $0.next() } }
    mutating func next() -> [Double] { list { $0.next() } }

    private mutating func list<Value>(_ make: (inout Self) -> Value) -> [Value] {
        (0..<choice(of: 5)).map { _ in make(&self) }
    }
}
