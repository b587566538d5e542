/// A value that can stand in a slot that nobody uses.
protocol SlotElement {
    /// A value that holds nothing of a former one.
    static var vacant: Self { get }
}

/// Values in numbered slots; the slot of a removed value is used again.
///
/// Not an array of optionals: a reader then takes one field in place, where an optional copies all.
struct SlotArray<Element: SlotElement> {
    private var slots: [Element] = []
    private var free: [UInt32] = []

    /// The value in a slot that is in use.
    subscript(slot: UInt32) -> Element {
        _read { yield slots[Int(slot)] }
        _modify { yield &slots[Int(slot)] }
    }

    mutating func add(_ element: Element) -> UInt32 {
        if let slot = free.popLast() {
            slots[Int(slot)] = element
            return slot
        }
        precondition(slots.count < MatchingLimits.recordsMax, "the index is full")
        slots.append(element)
        return UInt32(slots.count - 1)
    }

    /// Empties a slot that is in use; what stood there is overwritten.
    mutating func remove(_ slot: UInt32) {
        slots[Int(slot)] = .vacant
        free.append(slot)
    }
}
