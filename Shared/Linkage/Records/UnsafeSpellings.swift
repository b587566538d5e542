/// The spellings of a field, opened for loops over many records: reading them counts no references.
///
/// Valid inside ``LinkageTable/withUnsafe(_:)`` alone.
struct UnsafeSpellings {
    let type: FieldType
    fileprivate let bytes: UnsafeBufferPointer<UInt8>
    fileprivate let byteStarts: UnsafeBufferPointer<UInt32>
    let sounds: UnsafeBufferPointer<UInt32>
    fileprivate let letterPairs: UnsafeBufferPointer<UInt16>

    /// The bytes of a value.
    func bytes(_ id: UInt32) -> UnsafeBufferPointer<UInt8> {
        // SAFETY: `ValueStore` keeps starts in order and within its bytes, one more than values.
        UnsafeBufferPointer(
            rebasing: bytes[Int(byteStarts[Int(id)])..<Int(byteStarts[Int(id) + 1])])
    }

    /// The sorted pairs of letters of a value; one more than its bytes.
    func letterPairs(_ id: UInt32) -> UnsafeBufferPointer<UInt16> {
        // SAFETY: `Spellings` appends a value's pairs with the value, one more than its bytes.
        UnsafeBufferPointer(
            rebasing: letterPairs[
                Int(byteStarts[Int(id)]) + Int(id)...Int(byteStarts[Int(id) + 1]) + Int(id)])
    }
}

extension LinkageTable {
    /// Opens the rows and the spellings of all fields.
    func withUnsafe<Result>(_ body: (UnsafeRows, [UnsafeSpellings]) -> Result) -> Result {
        rows.withUnsafe { rows in open([]) { body(rows, $0) } }
    }

    private func open<Result>(
        _ opened: [UnsafeSpellings], _ body: ([UnsafeSpellings]) -> Result
    ) -> Result {
        guard opened.count < fields.count else { return body(opened) }
        let type = fields[opened.count].type
        let spellings = spellings(opened.count)
        // SAFETY: each buffer is used while the closure that was given it runs.
        return spellings.values.bytes.withUnsafeBufferPointer { bytes in
            spellings.values.starts.withUnsafeBufferPointer { starts in
                spellings.sounds.withUnsafeBufferPointer { sounds in
                    spellings.pairs.withUnsafeBufferPointer { pairs in
                        let next = UnsafeSpellings(
                            type: type, bytes: bytes, byteStarts: starts, sounds: sounds,
                            letterPairs: pairs)
                        return open(opened + [next], body)
                    }
                }
            }
        }
    }
}
