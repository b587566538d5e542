/// Why bytes were refused, or a message could not be encoded. Carries no content of the message.
public struct WireError: Error, Hashable, CustomStringConvertible {
    /// A kind of failure; new ones may be added.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The code's name, for logs.
        public let description: String

        /// More bytes than the limit, or more memory than the limit to hold them decoded.
        public static let tooLarge = Code(description: "too_large")
        /// More fields than the limit, counted over all nested messages and packed elements.
        public static let tooManyFields = Code(description: "too_many_fields")
        /// More fields than the limit that the contract does not know.
        public static let tooManyUnknownFields = Code(description: "too_many_unknown_fields")
        /// Messages nested deeper than the limit.
        public static let tooDeep = Code(description: "too_deep")
        /// Not the wire format, or a field with a wire type other than its own.
        public static let malformed = Code(description: "malformed")
        /// A submessage that is no list comes twice. Encoders write it once; protobuf-c would lose
        /// fields in merging the two, so it is refused rather than read wrong.
        public static let repeatedSubmessage = Code(description: "repeated_submessage")
        /// A string that is not UTF-8.
        public static let invalidUTF8 = Code(description: "invalid_utf8")
        /// A string that holds U+0000, which protobuf-c cannot carry.
        public static let embeddedNUL = Code(description: "embedded_nul")
        /// The system gives no more memory.
        public static let outOfMemory = Code(description: "out_of_memory")
    }

    /// What kind of failure it is.
    public let code: Code
    /// What is wrong, in English, without any content of the message.
    public let message: String
    /// Where in the bytes, from 0; -1 where no single place is at fault, and when encoding.
    public let offset: Int
    /// The message or field, for instance `jatigi.rpc.v1.Request.method`; empty where not known.
    public let field: String

    init(_ code: Code, _ message: String, offset: Int = -1, field: String = "") {
        self.code = code
        self.message = message
        self.offset = offset
        self.field = field
    }

    /// One line for logs.
    public var description: String {
        var text = "\(code): \(message)"
        if !field.isEmpty { text += " (\(field))" }
        if offset >= 0 { text += " at byte \(offset)" }
        return text
    }
}
