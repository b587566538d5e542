extension DelimitedText {
    /// The first byte that is no white space, of the text as UTF-8.
    public var firstVisibleByte: UInt8? {
        bytes.first { $0 > 0x20 }
    }

    /// The lines of the text as UTF-8, without their ends, for formats that are not delimited.
    public var utf8Lines: [ArraySlice<UInt8>] {
        bytes.split(omittingEmptySubsequences: false) { $0 == 0x0A }
    }
}
