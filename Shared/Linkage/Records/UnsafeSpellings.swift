/// The spellings of a field, opened for loops over many records: reading them counts no references.
///
/// Valid inside ``LinkageTable/withUnsafe(_:)`` alone.
struct UnsafeSpellings {
    let type: FieldType
    fileprivate let bytes: UnsafeBufferPointer<UInt8>
    fileprivate let byteStarts: UnsafeBufferPointer<UInt32>
    let sounds: UnsafeBufferPointer<UInt32>
    fileprivate let letterPairs: UnsafeBufferPointer<UInt16>
    fileprivate let soundBytes: UnsafeBufferPointer<UInt8>
    fileprivate let soundStarts: UnsafeBufferPointer<UInt32>

    /// The bytes of a value.
    func bytes(_ id: UInt32) -> UnsafeBufferPointer<UInt8> {
        // SAFETY: `ValueStore` keeps starts in order and within its bytes, one more than values.
        UnsafeBufferPointer(
            rebasing: bytes[Int(byteStarts[Int(id)])..<Int(byteStarts[Int(id) + 1])])
    }

    /// The sound of a value, whatever its number; asked of fields that have sounds alone.
    func sound(_ id: UInt32) -> UnsafeBufferPointer<UInt8> {
        let sound = Int(sounds[Int(id)])
        // SAFETY: as in `bytes`; a snapshot's numbers of sounds were checked against their count.
        return UnsafeBufferPointer(
            rebasing: soundBytes[Int(soundStarts[sound])..<Int(soundStarts[sound + 1])])
    }

    /// Whether a value has one byte, as an initial has.
    func isLetter(_ id: UInt32) -> Bool {
        byteStarts[Int(id) + 1] - byteStarts[Int(id)] <= 1
    }

    /// The sorted pairs of letters of a value; one more than its bytes.
    func letterPairs(_ id: UInt32) -> UnsafeBufferPointer<UInt16> {
        // SAFETY: `Spellings` appends a value's pairs with the value, one more than its bytes.
        UnsafeBufferPointer(
            rebasing: letterPairs[
                Int(byteStarts[Int(id)]) + Int(id)...Int(byteStarts[Int(id) + 1]) + Int(id)])
    }
}

extension Spellings {
    /// Opens the spellings of a field; valid until one is added.
    fileprivate func opened(as type: FieldType) -> UnsafeSpellings {
        UnsafeSpellings(
            type: type, bytes: values.bytes.elements, byteStarts: values.starts.elements,
            sounds: sounds.elements, letterPairs: pairs.elements,
            soundBytes: soundKeys.bytes.elements, soundStarts: soundKeys.starts.elements)
    }
}

extension LinkageTable {
    /// Opens the rows and the spellings of all fields.
    func withUnsafe<Result>(_ body: (UnsafeRows, [UnsafeSpellings]) -> Result) -> Result {
        // SAFETY: the table lives, and is not changed, while the closure runs.
        withExtendedLifetime(self) {
            rows.withUnsafe { rows in
                body(
                    rows,
                    fields.indices.map { field in
                        let type = fields[field].type
                        return type.isName
                            ? names.opened(as: type) : fieldSpellings[field].opened(as: type)
                    })
            }
        }
    }
}
