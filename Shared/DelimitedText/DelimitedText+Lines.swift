extension DelimitedText {
    /// The first byte that is no white space, of the text as UTF-8.
    public var firstVisibleByte: UInt8? {
        bytes.first { $0 > 0x20 }
    }

    /// Whether the text begins as an array of JSON objects does, or is an empty one.
    public var isJSONArray: Bool {
        let start = bytes.lazy.filter { $0 > 0x20 }.prefix(2)
        return start.elementsEqual("[{".utf8) || start.elementsEqual("[]".utf8)
    }

    /// The lines of the text as UTF-8, without their ends, for formats that are not delimited.
    public var utf8Lines: [ArraySlice<UInt8>] {
        bytes.split(omittingEmptySubsequences: false) { $0 == 0x0A }
    }
}
