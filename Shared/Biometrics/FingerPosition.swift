/// A finger, with its number in ISO/IEC 19794-2:2005, table 2.
public enum FingerPosition: UInt8, Sendable, Hashable, CaseIterable {
    /// Right thumb.
    case rightThumb = 1
    /// Right index finger.
    case rightIndex
    /// Right middle finger.
    case rightMiddle
    /// Right ring finger.
    case rightRing
    /// Right little finger.
    case rightLittle
    /// Left thumb.
    case leftThumb
    /// Left index finger.
    case leftIndex
    /// Left middle finger.
    case leftMiddle
    /// Left ring finger.
    case leftRing
    /// Left little finger.
    case leftLittle

    /// Its code on a command line and in names of files, for instance `right-index`.
    public var code: String {
        let hand = rawValue <= Self.rightLittle.rawValue ? "right" : "left"
        let names = ["thumb", "index", "middle", "ring", "little"]
        return "\(hand)-\(names[Int(rawValue - 1) % names.count])"
    }

    /// The finger of a code; nil where it is none.
    public init?(code: String) {
        guard let finger = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = finger
    }
}

extension FingerPosition: Comparable {
    /// In the order of their numbers.
    public static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
}
