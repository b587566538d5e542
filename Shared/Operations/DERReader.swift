/// Walks the elements of DER (ITU-T X.690) in order, never past the end of its bytes.
///
/// Every length is checked against what is left before it is used; tags have one byte, as all of a certificate's have.
struct DERReader {
    /// Tags of the elements that a certificate is read by.
    enum Tag {
        static let integer: UInt8 = 0x02
        static let octetString: UInt8 = 0x04
        static let objectIdentifier: UInt8 = 0x06
        static let utcTime: UInt8 = 0x17
        static let generalizedTime: UInt8 = 0x18
        static let sequence: UInt8 = 0x30

        /// An element that its context numbers: `[3]`.
        static func context(_ number: UInt8, isConstructed: Bool) -> UInt8 {
            (isConstructed ? 0xA0 : 0x80) | number
        }
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: some Sequence<UInt8>) { rest = ArraySlice(bytes) }

    var isAtEnd: Bool { rest.isEmpty }

    /// The tag of the next element; nil at the end.
    var nextTag: UInt8? { rest.first }

    /// The content of the next element, or nil where its tag is another or its length is wrong.
    mutating func take(_ tag: UInt8) -> ArraySlice<UInt8>? {
        guard rest.first == tag else { return nil }
        return takeAny()?.content
    }

    /// A reader of the next element's content.
    mutating func descend(_ tag: UInt8) -> DERReader? { take(tag).map(DERReader.init) }

    /// The next element, whatever it is.
    mutating func takeAny() -> (tag: UInt8, content: ArraySlice<UInt8>)? {
        var reading = rest
        guard let tag = reading.popFirst(), tag & 0x1F != 0x1F, let first = reading.popFirst()
        else {
            return nil
        }
        var length = Int(first)
        if first >= 0x80 {
            // Four bytes count far more than any certificate has; 0x80 is BER's open length, which DER forbids.
            let count = Int(first & 0x7F)
            guard (1...4).contains(count), reading.count >= count else { return nil }
            length = reading.prefix(count).reduce(0) { $0 << 8 | Int($1) }
            reading = reading.dropFirst(count)
        }
        guard length <= reading.count else { return nil }
        rest = reading.dropFirst(length)
        return (tag, reading.prefix(length))
    }
}
