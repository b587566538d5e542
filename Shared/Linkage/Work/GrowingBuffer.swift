internal import CMemory
internal import Glibc

/// A list of plain values that grows without a pause and without slack.
///
/// Its room is pages of its own. The system gives a page when it is first written to, so what is reserved beyond the
/// count takes no memory, and a growing list's pages are moved and not copied (`mremap(2)`).
struct GrowingBuffer<Element: BitwiseCopyable>: @unchecked Sendable {
    // SAFETY: a value that is changed is the storage's only holder, or copies it first.
    private final class Storage {
        private(set) var elements: UnsafeMutablePointer<Element>?
        private var byteCount = 0

        var capacity: Int { byteCount / MemoryLayout<Element>.stride }

        /// Makes room for so many at the least, for twice as many as before where the system lets that be reserved.
        func grow(to capacity: Int) {
            let least = Pages.roundUp(capacity * MemoryLayout<Element>.stride)
            var bytes = max(least, 2 * byteCount)
            var resized = jatigi_resize_pages(elements, byteCount, bytes)
            if resized == nil, bytes > least {
                bytes = least
                resized = jatigi_resize_pages(elements, byteCount, bytes)
            }
            guard let pages = resized else { preconditionFailure("out of memory") }
            // SAFETY: the pages are these elements' alone, aligned for any, and have room for so many.
            elements = pages.assumingMemoryBound(to: Element.self)
            byteCount = bytes
        }

        // SAFETY: nothing points to the pages any more.
        deinit { if let elements { munmap(elements, byteCount) } }
    }

    private var storage = Storage()
    private(set) var count = 0

    init() {}

    init(_ elements: some Collection<Element>) { append(contentsOf: elements) }

    /// Bytes held: whole pages, as far as they are written.
    var byteCount: Int { Pages.roundUp(count * MemoryLayout<Element>.stride) }

    /// The elements; valid until the buffer is changed.
    var elements: UnsafeBufferPointer<Element> {
        UnsafeBufferPointer(start: storage.elements, count: count)
    }

    subscript(index: Int) -> Element {
        get {
            precondition(index >= 0 && index < count)
            return elements[index]
        }
        set {
            makeUnique()
            precondition(index >= 0 && index < count)
            // SAFETY: the index is within the count, so the element is there.
            storage.elements.unsafelyUnwrapped[index] = newValue
        }
    }

    mutating func append(_ element: Element) {
        makeUnique()
        if count == storage.capacity { storage.grow(to: count + 1) }
        // SAFETY: there is room for one more.
        (storage.elements.unsafelyUnwrapped + count).initialize(to: element)
        count += 1
    }

    mutating func append(contentsOf elements: some Collection<Element>) {
        makeUnique()
        let end = count + elements.count
        if end > storage.capacity { storage.grow(to: end) }
        guard let base = storage.elements, end > count else { return }
        // SAFETY: there is room up to the end, and nothing is there yet.
        _ = UnsafeMutableBufferPointer(start: base + count, count: end - count)
            .initialize(from: elements)
        count = end
    }

    /// Appends so many elements of zero bytes.
    mutating func append(zeros more: Int) { append(count: more) { _ in } }

    /// Appends so many elements, which a closure fills; what it leaves out is zero bytes.
    mutating func append(
        count more: Int, filledBy fill: (UnsafeMutableBufferPointer<Element>) throws -> Void
    ) rethrows {
        makeUnique()
        if count + more > storage.capacity { storage.grow(to: count + more) }
        // SAFETY: there is room for so many, and plain values need no initialization: the pages are zero.
        try fill(
            UnsafeMutableBufferPointer(start: storage.elements.map { $0 + count }, count: more))
        count += more
    }

    /// Moves some elements to another place, which may overlap theirs.
    mutating func move(_ range: Range<Int>, to start: Int) {
        makeUnique()
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        precondition(start >= 0 && start + range.count <= count)
        guard let base = storage.elements else { return }
        // SAFETY: both places are within the count.
        (base + start).update(from: base + range.lowerBound, count: range.count)
    }

    private mutating func makeUnique() {
        guard !isKnownUniquelyReferenced(&storage) else { return }
        let copy = Storage()
        if let elements = storage.elements, count > 0 {
            copy.grow(to: count)
            // SAFETY: both have room for the count, and they are two.
            copy.elements.unsafelyUnwrapped.update(from: elements, count: count)
        }
        storage = copy
    }
}

/// The pages of this machine.
private enum Pages {
    private static let size = Int(sysconf(Int32(_SC_PAGESIZE)))

    static func roundUp(_ bytes: Int) -> Int { (bytes + size - 1) / size * size }
}

// MARK: Snapshot

extension GrowingBuffer {
    func write(to snapshot: inout SnapshotWriter) throws { try snapshot.write(elements) }

    init(from snapshot: inout SnapshotReader) throws {
        try snapshot.append(to: &self)
    }
}
