internal import Glibc

/// A list of plain values that grows without a pause: the system moves its pages, nothing is copied.
///
/// `realloc` of a large block remaps it (`mremap(2)`), where an array copies itself.
struct GrowingBuffer<Element: BitwiseCopyable>: @unchecked Sendable {
    // SAFETY: a value that is changed is the storage's only holder, or copies it first.
    private final class Storage {
        var elements: UnsafeMutablePointer<Element>?
        var capacity = 0

        func grow(to capacity: Int) {
            let bytes = capacity * MemoryLayout<Element>.stride
            guard let block = realloc(elements, bytes) else {
                preconditionFailure("out of memory")
            }
            // SAFETY: the block was made for these elements alone, and has room for so many.
            elements = block.assumingMemoryBound(to: Element.self)
            self.capacity = capacity
        }

        deinit { free(elements) }
    }

    private var storage = Storage()
    private(set) var count = 0

    init() {}

    init(_ elements: some Collection<Element>) { append(contentsOf: elements) }

    /// Bytes held.
    var byteCount: Int { storage.capacity * MemoryLayout<Element>.stride }

    /// The elements; valid until the buffer is changed.
    var elements: UnsafeBufferPointer<Element> {
        UnsafeBufferPointer(start: storage.elements, count: count)
    }

    subscript(index: Int) -> Element {
        get { elements[index] }
        set {
            makeUnique()
            precondition(index < count)
            // SAFETY: the index is below the count, so the element is there.
            storage.elements.unsafelyUnwrapped[index] = newValue
        }
    }

    mutating func append(_ element: Element) {
        makeUnique()
        if count == storage.capacity { storage.grow(to: count + count / 16 + 64) }
        // SAFETY: there is room for one more.
        (storage.elements.unsafelyUnwrapped + count).initialize(to: element)
        count += 1
    }

    mutating func append(contentsOf elements: some Collection<Element>) {
        makeUnique()
        let end = count + elements.count
        if end > storage.capacity { storage.grow(to: max(end, count + count / 16 + 64)) }
        guard let base = storage.elements, end > count else { return }
        // SAFETY: there is room up to the end, and nothing is there yet.
        _ = UnsafeMutableBufferPointer(start: base + count, count: end - count)
            .initialize(from: elements)
        count = end
    }

    private mutating func makeUnique() {
        guard !isKnownUniquelyReferenced(&storage) else { return }
        let copy = Storage()
        copy.grow(to: max(count, 64))
        if let elements = storage.elements {
            // SAFETY: both blocks have room for the count, and they are two.
            copy.elements.unsafelyUnwrapped.update(from: elements, count: count)
        }
        storage = copy
    }
}

// MARK: Snapshot

extension GrowingBuffer {
    func write(to snapshot: inout SnapshotWriter) throws { try snapshot.write(elements) }

    init(from snapshot: inout SnapshotReader) throws {
        self.init(try snapshot.elements(Element.self))
    }
}
