import Access
public import Basics

/// The two people of a pair, and the pair's id that follows from them.
///
/// The order is that of the ids, which are made in the order of registration (UUIDv7) and never change: so the same two
/// people have the same pair id whichever of them was screened, and after the state was rebuilt from the log.
public struct PairKey: Sendable, Hashable {
    /// The person with the smaller id, registered earlier.
    public let earlier: RecordID
    /// The person with the greater id.
    public let later: RecordID

    /// The pair of two people, in either order.
    ///
    /// - Precondition: they are two.
    public init(_ one: RecordID, _ other: RecordID) {
        precondition(one != other, "a pair is of two people")
        earlier = min(one, other)
        later = max(one, other)
    }

    /// The pair's id.
    public var pairID: [UInt8] { ContentID.of(earlier.bytes + later.bytes) }
}
