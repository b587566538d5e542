/// Up to three numbers in place, so that a record needs no allocation of its own.
struct SmallIDs {
    static let none = UInt32.max

    private var values = InlineArray<3, UInt32>(repeating: none)

    init() {}

    /// The first three of some numbers.
    init(_ ids: some Sequence<UInt32>) {
        var position = 0
        for id in ids {
            guard position < 3 else { break }
            values[position] = id
            position += 1
        }
    }

    var count: Int {
        values[0] == Self.none ? 0 : values[1] == Self.none ? 1 : values[2] == Self.none ? 2 : 3
    }

    var isEmpty: Bool { values[0] == Self.none }

    var first: UInt32? { isEmpty ? nil : values[0] }

    subscript(position: Int) -> UInt32 { values[position] }

    func contains(_ id: UInt32) -> Bool {
        values[0] == id || values[1] == id || values[2] == id
    }

    @inline(__always)
    func forEach(_ body: (UInt32) -> Void) {
        for position in 0..<count { body(values[position]) }
    }
}
