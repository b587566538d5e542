/// A small strict parser of JSON (RFC 8259) with a bound on nesting.
struct JSONParser {
    enum Failure: Error {
        case malformed
        case tooDeep
    }

    private let bytes: ArraySlice<UInt8>
    private var offset: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        self.offset = bytes.startIndex
    }

    /// The one value that the bytes hold.
    mutating func parseDocument() throws(Failure) -> JSONValue {
        let value = try parseValue(depth: 0)
        skipSpace()
        guard offset == bytes.endIndex else { throw .malformed }
        return value
    }

    private mutating func parseValue(depth: Int) throws(Failure) -> JSONValue {
        guard depth <= IntakeLimits.jsonDepthMax else { throw .tooDeep }
        skipSpace()
        switch peek {
        case UInt8(ascii: "{"): return try parseObject(depth: depth)
        case UInt8(ascii: "["): return try parseArray(depth: depth)
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "t"):
            try expect("true")
            return .boolean(true)
        case UInt8(ascii: "f"):
            try expect("false")
            return .boolean(false)
        case UInt8(ascii: "n"):
            try expect("null")
            return .null
        default: return .number(try parseNumber())
        }
    }

    private mutating func parseObject(depth: Int) throws(Failure) -> JSONValue {
        try expect("{")
        var members: [(name: String, value: JSONValue)] = []
        var names: Set<String> = []
        skipSpace()
        if take("}") { return .object([]) }
        repeat {
            skipSpace()
            let name = try parseString()
            guard names.insert(name).inserted else { throw .malformed }
            skipSpace()
            try expect(":")
            members.append((name, try parseValue(depth: depth + 1)))
            skipSpace()
        } while take(",")
        try expect("}")
        return .object(members)
    }

    private mutating func parseArray(depth: Int) throws(Failure) -> JSONValue {
        try expect("[")
        var values: [JSONValue] = []
        skipSpace()
        if take("]") { return .array([]) }
        repeat {
            values.append(try parseValue(depth: depth + 1))
            skipSpace()
        } while take(",")
        try expect("]")
        return .array(values)
    }

    private mutating func parseString() throws(Failure) -> String {
        try expect("\"")
        var content: [UInt8] = []
        while let byte = peek {
            offset += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw .malformed
                }
                return text
            case UInt8(ascii: "\\"): content.append(contentsOf: try parseEscape().utf8)
            case 0..<0x20: throw .malformed
            default: content.append(byte)
            }
        }
        throw .malformed
    }

    private mutating func parseEscape() throws(Failure) -> String {
        guard let byte = peek else { throw .malformed }
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            return String(Unicode.Scalar(byte))
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): break
        default: throw .malformed
        }
        var units = [try parseHexUnit()]
        if UTF16.isLeadSurrogate(units[0]) {
            try expect("\\u")
            units.append(try parseHexUnit())
        }
        guard let text = String(validating: units, as: UTF16.self), text != "\0" else {
            throw .malformed
        }
        return text
    }

    private mutating func parseHexUnit() throws(Failure) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw .malformed
            }
            unit = unit << 4 | UInt16(digit)
            offset += 1
        }
        return unit
    }

    /// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`
    private mutating func parseNumber() throws(Failure) -> String {
        let start = offset
        _ = take("-")
        if !take("0") { try expectDigits() }
        if take(".") { try expectDigits() }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try expectDigits()
        }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private mutating func expectDigits() throws(Failure) {
        let start = offset
        while let byte = peek, (0x30...0x39).contains(byte) { offset += 1 }
        guard offset > start else { throw .malformed }
    }

    private var peek: UInt8? {
        offset < bytes.endIndex ? bytes[offset] : nil
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || (0x09...0x0D).contains(byte) { offset += 1 }
    }

    private mutating func take(_ text: String) -> Bool {
        guard bytes[offset...].starts(with: text.utf8) else { return false }
        offset += text.utf8.count
        return true
    }

    private mutating func expect(_ text: String) throws(Failure) {
        guard take(text) else { throw .malformed }
    }
}
