/// PASETO's PAE: joins pieces so that no two lists of pieces give the same bytes.
///
/// Source: paseto-spec, docs/01-Protocol-Versions/Common.md.
enum PreAuthenticationEncoding {
    static func encode(_ pieces: [[UInt8]]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(pieces.reduce(8) { $0 + 8 + $1.count })
        append(pieces.count, to: &output)
        for piece in pieces {
            append(piece.count, to: &output)
            output += piece
        }
        return output
    }

    private static func append(_ count: Int, to output: inout [UInt8]) {
        // 64-bit little-endian; the top bit is clear because a count is never negative.
        withUnsafeBytes(of: UInt64(count).littleEndian) { output += $0 }
    }
}
