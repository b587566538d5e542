import Messages
import Reference

/// The 16 bytes by which a place is kept: its code in ASCII, zeros after it. Ordered as the codes are.
public enum PlaceID {
    /// The id of a code, or nil where it is none: 2 to 16 of A-Z and 0-9.
    public static func make(_ code: String) -> [UInt8]? {
        guard PlaceCode.isWellFormed(code) else { return nil }
        let bytes = Array(code.utf8)
        return bytes + [UInt8](repeating: 0, count: PlaceCode.byteCounts.upperBound - bytes.count)
    }

    /// The code that an id was made from.
    public static func code(_ id: [UInt8]) -> String {
        String(decoding: id.prefix { $0 != 0 }, as: UTF8.self)
    }
}

extension CommonV1.Place {
    /// The tag of the coded place; without value where it has no code.
    var tag: RecordTag { RecordTag(.place, id: PlaceID.make(code) ?? []) }
}
