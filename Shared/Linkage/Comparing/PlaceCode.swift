/// Codes of places among the values of a place field: P-codes, of two letters and digits, as OCHA's lists have them.
///
/// A code is chosen from a list and not heard or spelt, so one that is a digit apart is another place.
enum PlaceCode {
    /// How two values that are not the same stand to each other.
    enum Relation {
        /// Two places.
        case differ
        /// One says less than the other, or nothing that the other does: a cercle and one of its communes, a code and a name.
        case unknown
    }

    /// The relation of two values of which one is a code at least; nil for two names.
    static func relation(
        _ first: UnsafeBufferPointer<UInt8>, _ second: UnsafeBufferPointer<UInt8>
    ) -> Relation? {
        switch (isCode(first), isCode(second)) {
        case (false, false): nil
        case (true, true):
            first.starts(with: second) || second.starts(with: first) ? .unknown : .differ
        default: .unknown
        }
    }

    private static func isCode(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        value.count >= 4 && value.prefix(2).allSatisfy { (0x61...0x7A).contains($0) }
            && value.dropFirst(2).allSatisfy { (0x30...0x39).contains($0) }
    }
}
