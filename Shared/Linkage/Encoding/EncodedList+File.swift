internal import Access

extension EncodedList {
    /// Why an encoded file cannot be used.
    public enum Problem: String, Error, CaseIterable, Sendable {
        /// The bytes are none that this program wrote.
        case notEncoded = "not_encoded"
        /// Another version of the program wrote it, whose filters are made otherwise.
        case otherVersion = "other_version"
        /// It was cut or changed on its way.
        case damaged
        /// It has more records than can be linked.
        case tooMany = "too_many"
        /// The two lists were encoded with different keys.
        case otherProject = "other_project"
        /// The two lists were encoded with different weights.
        case otherWeights = "other_weights"
        /// One list has the sex and the other has not: names are salted with it.
        case otherSalt = "other_salt"
    }

    private static let magic = Array("JATIGI-CLK".utf8)
    private static let version: UInt8 = 1
    private static let digestBytes = 32

    /// The bytes of a file: numbers with the lowest byte first, texts after their length in a byte.
    ///
    ///     "JATIGI-CLK" version(1) project(16) parts(1) { name weight(1) }
    ///     records(4) { id present(4) filter(512) } BLAKE2b-256 of all that
    public var fileBytes: [UInt8] {
        var bytes = Self.magic + [Self.version] + project + [UInt8(parts.count)]
        bytes.reserveCapacity(count * (EncodingScheme.bits / 8 + 24) + 1024)
        for part in parts {
            Self.append(part.name, to: &bytes)
            bytes.append(UInt8(part.weight))
        }
        Self.append(UInt32(count), to: &bytes)
        for (record, id) in ids.enumerated() {
            Self.append(id, to: &bytes)
            Self.append(present[record], to: &bytes)
            for word in filter(record) { Self.append(word, to: &bytes) }
        }
        return bytes + Digest.blake2b256(bytes)
    }

    /// Reads a file's bytes.
    ///
    /// - Throws: `notEncoded`, `otherVersion`, `damaged`, `tooMany`.
    public init(fileBytes: [UInt8]) throws(Problem) {
        guard fileBytes.starts(with: Self.magic), fileBytes.count > Self.magic.count else {
            throw .notEncoded
        }
        guard fileBytes[Self.magic.count] == Self.version else { throw .otherVersion }
        let end = fileBytes.count - Self.digestBytes
        guard end > Self.magic.count else { throw .damaged }
        let digest = fileBytes.withUnsafeBytes {
            Digest.blake2b256(UnsafeRawBufferPointer(rebasing: $0[..<end]))
        }
        guard fileBytes[end...].elementsEqual(digest) else { throw .damaged }
        var reader = Reader(bytes: fileBytes[(Self.magic.count + 1)..<end])
        let project = Array(try reader.take(16))
        var parts: [Part] = []
        for _ in 0..<(try reader.number(1)) {
            parts.append(Part(name: try reader.text(), weight: Int(try reader.number(1))))
        }
        guard parts.count <= UInt32.bitWidth, Set(parts.map(\.name)).count == parts.count else {
            throw .damaged
        }
        self.init(project: project, parts: parts)
        let records = try reader.number(4)
        guard records <= EncodingLimits.recordsMax else { throw .tooMany }
        for _ in 0..<records {
            let id = try reader.text()
            let present = UInt32(try reader.number(4))
            guard UInt64(present) >> UInt64(parts.count) == 0 else { throw .damaged }
            var filter: [UInt64] = []
            for _ in 0..<EncodingScheme.words { filter.append(try reader.number(8)) }
            append(id: id, present: present, filter: filter)
        }
        guard reader.bytes.isEmpty else { throw .damaged }
    }

    func filter(_ record: Int) -> ArraySlice<UInt64> {
        filters[record * EncodingScheme.words..<(record + 1) * EncodingScheme.words]
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        let utf8 = text.utf8
        precondition(utf8.count <= EncodingLimits.idBytesMax)
        bytes.append(UInt8(utf8.count))
        bytes += utf8
    }

    private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
    }

    /// Takes values off the beginning of bytes.
    private struct Reader {
        var bytes: ArraySlice<UInt8>

        mutating func take(_ count: Int) throws(Problem) -> ArraySlice<UInt8> {
            guard bytes.count >= count else { throw .damaged }
            let taken = bytes.prefix(count)
            bytes = bytes.dropFirst(count)
            return taken
        }

        mutating func number(_ count: Int) throws(Problem) -> UInt64 {
            try take(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }

        mutating func text() throws(Problem) -> String {
            let bytes = try take(Int(try number(1)))
            guard let text = String(validating: bytes, as: UTF8.self) else { throw .damaged }
            return text
        }
    }
}
