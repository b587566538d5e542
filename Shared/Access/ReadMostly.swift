import Glibc

/// A value that many threads read at the same time and few change.
///
/// Readers share the lock and so do not wait for each other, as they would for a mutex; a writer that
/// waits goes before readers that come later.
///
/// SAFETY: the lock and the value are touched through their pointers only, which nobody else has; the
/// value is read under the lock, and changed while no reader has it.
final class ReadMostly<Value: Sendable>: @unchecked Sendable {
    private let lock = UnsafeMutablePointer<pthread_rwlock_t>.allocate(capacity: 1)
    private let value = UnsafeMutablePointer<Value>.allocate(capacity: 1)

    init(_ initial: Value) {
        var attributes = pthread_rwlockattr_t()
        pthread_rwlockattr_init(&attributes)
        pthread_rwlockattr_setkind_np(
            &attributes, Int32(PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP))
        let result = pthread_rwlock_init(lock, &attributes)
        precondition(result == 0, "no lock: error \(result)")
        pthread_rwlockattr_destroy(&attributes)
        value.initialize(to: initial)
    }

    deinit {
        pthread_rwlock_destroy(lock)
        lock.deallocate()
        value.deinitialize(count: 1)
        value.deallocate()
    }

    /// Reads the value. `body` is short, and neither reads nor changes this value again.
    func read<Result>(_ body: (borrowing Value) -> Result) -> Result {
        pthread_rwlock_rdlock(lock)
        defer { pthread_rwlock_unlock(lock) }
        return body(value.pointee)
    }

    /// Changes the value, alone. `body` is short, and neither reads nor changes this value again.
    func change<Result>(_ body: (inout Value) -> Result) -> Result {
        pthread_rwlock_wrlock(lock)
        defer { pthread_rwlock_unlock(lock) }
        return body(&value.pointee)
    }
}
