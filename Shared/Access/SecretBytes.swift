import CSodium

/// Secret bytes in guarded memory that is locked where the system allows and wiped when released.
///
/// Invariant: written only inside `init`, read-only afterwards, so it may be shared by threads.
/// The memory lies between guard pages and is kept out of swap and core dumps (`sodium_malloc`).
/// It has no textual form: printing shows the type's name alone.
public final class SecretBytes: @unchecked Sendable, CustomReflectable {
    // SAFETY: owned by this object alone, immutable after `init`, freed once in `deinit`.
    private let storage: UnsafeMutableRawPointer

    /// The number of bytes.
    public let count: Int

    /// Makes secret bytes with a closure that fills the buffer and returns how many bytes it used.
    init<Failure: Error>(
        capacity: Int, initializingWith fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) {
        Sodium.start()
        guard let storage = sodium_malloc(max(capacity, 1)) else {
            // As for every Swift allocation, there is no way on without memory.
            preconditionFailure("no memory for a secret")
        }
        do {
            // SAFETY: `storage` holds `capacity` bytes, and nobody else has it yet.
            let used = try fill(UnsafeMutableRawBufferPointer(start: storage, count: capacity))
            precondition(used >= 0 && used <= capacity)
            self.count = used
        } catch {
            sodium_free(storage)
            throw error
        }
        sodium_mprotect_readonly(storage)
        self.storage = storage
    }

    /// Copies bytes; wiping the source is the caller's task.
    public convenience init(copying bytes: UnsafeRawBufferPointer) {
        self.init(capacity: bytes.count) { buffer in
            buffer.copyMemory(from: bytes)
            return bytes.count
        }
    }

    /// Random bytes of libsodium's.
    static func random(count: Int) -> SecretBytes {
        SecretBytes(capacity: count) { buffer in
            // SAFETY: the buffer has room for `count` bytes.
            if let base = buffer.baseAddress { randombytes_buf(base, count) }
            return count
        }
    }

    deinit {
        // SAFETY: allocated by `sodium_malloc` and freed here only; this also wipes it.
        sodium_free(storage)
    }

    /// Lends the bytes for the time of the call; do not let the pointer escape.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // SAFETY: `storage` lives as long as self, which the call keeps alive.
        try body(UnsafeRawBufferPointer(start: storage, count: count))
    }

    /// Nothing to see: keeps `dump` away from the contents.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
