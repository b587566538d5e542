import Catalogue
import Messages
public import Status

/// Which part of a list a caller asks for. Lists are ordered by a 16-byte id; a page token is the
/// last id of the page before, in hexadecimal.
public struct Page: Sendable {
    /// Items of one page at the most.
    public static let sizeMax = 200
    /// Items where the caller names no number.
    public static let sizeStandard = 50

    /// Items of this page.
    public let size: Int
    /// The id that the page starts after; empty for the first page.
    public let after: [UInt8]

    /// Checks what the caller asked.
    public init(size: UInt32, token: String) throws(RPCError) {
        guard size <= Self.sizeMax else {
            throw Field.invalid(
                "page_size", .request(.pageSizeTooLarge), ["max": "\(Self.sizeMax)"])
        }
        guard token.isEmpty || token.utf8.count == 32, let after = Self.bytes(hexadecimal: token)
        else {
            throw Field.invalid("page_token", .request(.pageTokenMalformed))
        }
        self.size = size == 0 ? Self.sizeStandard : Int(size)
        self.after = after
    }

    /// Cuts a list that was read one item too long to the page, and gives the token of the next;
    /// empty on the last.
    public func cut<Item>(_ items: [Item], by id: (Item) -> [UInt8]) -> (
        items: [Item], next: String
    ) {
        guard items.count > size else { return (items, "") }
        let page = Array(items[..<size])
        return (page, page.last.map { Self.hexadecimal(id($0)) } ?? "")
    }

    /// The token of the page that begins after an item, where a list is cut elsewhere than after so many items.
    public static func token(after id: [UInt8]) -> String { hexadecimal(id) }

    static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.reduce(into: "") { text, byte in
            text += String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }
    }

    private static func bytes(hexadecimal text: String) -> [UInt8]? {
        let digits = text.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count.isMultiple(of: 2), digits.allSatisfy({ $0 != nil }) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { index in
            UInt8((digits[index] ?? 0) << 4 | (digits[index + 1] ?? 0))
        }
    }
}
