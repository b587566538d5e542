/// A hash of a key, the same in every run: Fowler, Noll and Vo's FNV-1a with a final mix.
struct KeyHash {
    private var value: UInt64 = 0xCBF2_9CE4_8422_2325

    init(_ tag: UInt8) {
        add(UInt64(tag))
    }

    mutating func add(_ number: UInt64) {
        value = (value ^ number) &* 0x0000_0100_0000_01B3
        value ^= value >> 29
    }

    mutating func add(_ number: UInt32) { add(UInt64(number)) }

    mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { add(UInt64(byte)) }
    }

    /// The hash: the finaliser of SplitMix64.
    var finished: UInt64 {
        var mixed = value
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
