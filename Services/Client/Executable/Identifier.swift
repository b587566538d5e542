import Basics

/// Ids as people and other programs write them.
enum Identifier {
    /// The usual form of a UUID, with hyphens (RFC 9562, section 4); empty where it is none.
    static func text(_ bytes: [UInt8]) -> String { RecordID(bytes: bytes)?.description ?? "" }
}
