import CSodium

/// Unpredictable bytes from the operating system's generator, fit for keys and ids.
public func secureRandomBytes(_ count: Int) -> [UInt8] {
    Sodium.start()
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
        // SAFETY: the buffer has room for `count` bytes and all of them are written.
        if let base = buffer.baseAddress { randombytes_buf(base, count) }
        initializedCount = count
    }
}
