public import Messages

/// A place in a list of pairs: all that the list is ordered by, of its last pair.
///
/// So a page goes on where the one before ended, though the pair there was decided, or weighs something else by now.
public struct PairCursor: Sendable, Hashable {
    /// By what the list is ordered.
    public let order: DeduplicationV1.PairOrder
    /// Thousandths that the two households' open pairs are worth; 0 where the list is no queue.
    public let worth: Int64
    /// The two households, 16 bytes each; empty where the list is no queue.
    public let one: [UInt8]
    /// The other household.
    public let other: [UInt8]
    /// Bits.
    public let weight: Double
    /// 16 bytes.
    public let pairID: [UInt8]

    /// A place in a list by weight or doubt.
    public init(order: DeduplicationV1.PairOrder, weight: Double, pairID: [UInt8]) {
        self.init(order: order, worth: 0, one: [], other: [], weight: weight, pairID: pairID)
    }

    /// A place in a queue.
    public init(worth: Int64, one: [UInt8], other: [UInt8], weight: Double, pairID: [UInt8]) {
        self.init(
            order: .benefit, worth: worth, one: one, other: other, weight: weight, pairID: pairID)
    }

    private init(
        order: DeduplicationV1.PairOrder, worth: Int64, one: [UInt8], other: [UInt8],
        weight: Double, pairID: [UInt8]
    ) {
        self.order = order
        self.worth = worth
        self.one = one
        self.other = other
        self.weight = weight
        self.pairID = pairID
    }

    /// The page token: numbers and ids in hexadecimal.
    public var token: String {
        let queue = order == .benefit ? bytes(UInt64(bitPattern: worth)) + one + other : []
        let head = [UInt8(truncatingIfNeeded: order.rawValue)] + queue
        return (head + bytes(weight.bitPattern) + pairID).reduce(into: "") { text, byte in
            text += String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }
    }

    /// Reads a page token; nil where it is none.
    public init?(token: String) {
        let digits = token.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue ?? -1 }
        guard digits.count == 50 || digits.count == 130, digits.allSatisfy({ $0 >= 0 }) else {
            return nil
        }
        var bytes = stride(from: 0, to: digits.count, by: 2).map {
            UInt8(digits[$0] << 4 | digits[$0 + 1])
        }[...]
        func number() -> UInt64 {
            defer { bytes = bytes.dropFirst(8) }
            return bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        }
        func id() -> [UInt8] {
            defer { bytes = bytes.dropFirst(16) }
            return Array(bytes.prefix(16))
        }
        order = .init(rawValue: Int32(bytes.removeFirst()))
        let isOfQueue = order == .benefit
        guard [.weight, .doubt].contains(order) || isOfQueue, isOfQueue == (digits.count == 130)
        else { return nil }
        worth = isOfQueue ? Int64(bitPattern: number()) : 0
        one = isOfQueue ? id() : []
        other = isOfQueue ? id() : []
        weight = Double(bitPattern: number())
        pairID = id()
        guard weight.isFinite else { return nil }
    }

    private func bytes(_ number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
    }
}
