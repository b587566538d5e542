/// Why a snapshot cannot be used; the index is then made anew from the records.
public enum SnapshotError: Error, Hashable, Sendable {
    /// Not a snapshot, or of another version of the index.
    case foreign
    /// Cut short, or not what was written.
    case damaged
}

/// Writes plain values one after the other, with a checksum at the end.
struct SnapshotWriter {
    private let output: (UnsafeRawBufferPointer) throws -> Void
    private var checksum = SnapshotChecksum()

    init(_ output: @escaping (UnsafeRawBufferPointer) throws -> Void) { self.output = output }

    mutating func write(_ number: UInt64) throws {
        try withUnsafeBytes(of: number.littleEndian) { try write(bytes: $0) }
    }

    /// Writes how many elements there are, and the elements.
    mutating func write<Element: BitwiseCopyable>(
        _ elements: UnsafeBufferPointer<Element>
    ) throws {
        try write(UInt64(elements.count))
        try write(bytes: UnsafeRawBufferPointer(elements))
    }

    private mutating func write(bytes: UnsafeRawBufferPointer) throws {
        guard !bytes.isEmpty else { return }
        checksum.add(bytes)
        try output(bytes)
    }

    /// Ends the snapshot.
    mutating func finish() throws {
        try withUnsafeBytes(of: checksum.value.littleEndian) { try output($0) }
    }
}

/// Reads what ``SnapshotWriter`` wrote, never more than there is.
struct SnapshotReader {
    /// Fills a buffer; false where the input ends before.
    private let input: (UnsafeMutableRawBufferPointer) throws -> Bool
    private var rest: Int
    private var checksum = SnapshotChecksum()

    /// - Parameter size: bytes of the whole snapshot.
    init(size: Int, _ input: @escaping (UnsafeMutableRawBufferPointer) throws -> Bool) {
        rest = size
        self.input = input
    }

    mutating func number() throws -> UInt64 {
        var number: UInt64 = 0
        try withUnsafeMutableBytes(of: &number) { try read($0) }
        return UInt64(littleEndian: number)
    }

    /// Appends elements that were written to a list, and says how many they are.
    @discardableResult
    mutating func append<Element: BitwiseCopyable>(
        to elements: inout GrowingBuffer<Element>
    ) throws -> Int {
        let count = try number()
        guard count <= rest / MemoryLayout<Element>.stride else { throw SnapshotError.damaged }
        try elements.append(count: Int(count)) { try read(UnsafeMutableRawBufferPointer($0)) }
        return Int(count)
    }

    private mutating func read(_ bytes: UnsafeMutableRawBufferPointer) throws {
        guard !bytes.isEmpty else { return }
        guard bytes.count <= rest, try input(bytes) else { throw SnapshotError.damaged }
        rest -= bytes.count
        checksum.add(UnsafeRawBufferPointer(bytes))
    }

    /// Ends the snapshot.
    ///
    /// - Throws: `damaged` where the checksum is another, or something follows it.
    mutating func finish() throws {
        let expected = checksum.value
        guard try number() == expected, rest == 0 else { throw SnapshotError.damaged }
    }
}

/// A checksum against damage, not against malice.
struct SnapshotChecksum {
    private var hash = KeyHash(0)

    var value: UInt64 { hash.finished }

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        var place = 0
        while place + 8 <= bytes.count {
            hash.add(
                UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
            place += 8
        }
        while place < bytes.count {
            hash.add(UInt64(bytes[place]))
            place += 1
        }
    }
}
