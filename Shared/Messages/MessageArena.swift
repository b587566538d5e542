internal import CMessages
internal import Glibc

/// Memory for the C structs of one encode or decode: given out by bumping a pointer, released in
/// one go. For generated code; used by one call on one thread at a time, and never shared.
///
/// Each thread keeps one arena with one block from call to call, so that most messages need no memory
/// from the system.
public final class MessageArena {
    /// Bytes of the block that stays: an envelope with a small message fits.
    static let keptBlockBytes = 4_000
    /// Bytes of the first block beyond it.
    static let growthBytes = 16_000
    /// Blocks double up to this size, so that a large message takes few of them.
    static let blockBytesMax = 1 << 20
    /// Every C struct of a message aligns to its widest member, 8 bytes.
    static let alignment = 8

    private let keptBlock = UnsafeMutableRawPointer.allocate(
        byteCount: MessageArena.keptBlockBytes, alignment: MessageArena.alignment)
    private var cursor: UnsafeMutableRawPointer
    private var bytesFree = 0
    /// The newest block beyond the kept one; its first word points to the block before it.
    private var newestBlock: UnsafeMutableRawPointer?
    private var nextBlockBytes = 0
    private var bytesLeft = 0

    /// Whether the limit, or the system, has refused an allocation.
    private(set) var isExhausted = false

    private init() {
        cursor = keptBlock
    }

    deinit {
        release()
        keptBlock.deallocate()
    }

    /// The thread's arena, or another where that one is in use; `giveBack()` must be called, on the same
    /// thread, when nothing in it is used any more.
    ///
    /// - Parameters:
    ///   - bytesExpected: what will be asked for, if that is known.
    ///   - bytesMax: what may be asked for beyond the block that stays.
    static func take(bytesExpected: Int = 0, bytesMax: Int = .max) -> MessageArena {
        let arena: MessageArena
        if let kept = pthread_getspecific(threadKey) {
            pthread_setspecific(threadKey, nil)
            // SAFETY: `giveBack` retained it for this thread alone.
            arena = Unmanaged<MessageArena>.fromOpaque(kept).takeRetainedValue()
        } else {
            arena = MessageArena()
        }
        arena.cursor = arena.keptBlock
        arena.bytesFree = keptBlockBytes
        arena.nextBlockBytes = max(bytesExpected, growthBytes)
        arena.bytesLeft = bytesMax
        arena.isExhausted = false
        return arena
    }

    /// Frees what was needed beyond the kept block; every pointer from this arena is dead afterwards.
    func giveBack() {
        release()
        guard pthread_getspecific(Self.threadKey) == nil else { return }
        // SAFETY: released by the next `take`, or at the end of the thread.
        pthread_setspecific(Self.threadKey, Unmanaged.passRetained(self).toOpaque())
    }

    /// Where a thread keeps its arena.
    private static let threadKey: pthread_key_t = {
        var key = pthread_key_t()
        let result = pthread_key_create(&key) { arena in
            // SAFETY: `giveBack` retained it; called once, when the thread ends, and never with nil.
            if let arena { Unmanaged<MessageArena>.fromOpaque(arena).release() }
        }
        precondition(result == 0, "no thread key: error \(result)")
        return key
    }()

    private func release() {
        while let block = newestBlock {
            // SAFETY: `grow` wrote the pointer to the block before into the first word.
            newestBlock = block.load(as: UnsafeMutableRawPointer?.self)
            free(block)
        }
    }

    /// Uninitialised memory, aligned to 8 bytes; nil at the limit.
    func allocate(_ byteCount: Int) -> UnsafeMutableRawPointer? {
        guard byteCount <= Int.max - Self.alignment else { return nil }
        let rounded = max(byteCount + Self.alignment - 1, 1) & ~(Self.alignment - 1)
        if rounded > bytesFree {
            guard grow(toFit: rounded) else {
                isExhausted = true
                return nil
            }
        }
        let result = cursor
        // SAFETY: `rounded` bytes are free after the cursor, within one block.
        cursor = result + rounded
        bytesFree -= rounded
        return result
    }

    private func grow(toFit byteCount: Int) -> Bool {
        let usable = max(byteCount, nextBlockBytes)
        let granted = min(usable, bytesLeft)
        guard granted >= byteCount, let block = malloc(granted + Self.alignment) else {
            return false
        }
        // SAFETY: the block has `alignment` bytes, one pointer, before what is given out.
        block.storeBytes(of: newestBlock, as: UnsafeMutableRawPointer?.self)
        newestBlock = block
        cursor = block + Self.alignment
        bytesFree = granted
        bytesLeft -= granted
        nextBlockBytes = min(usable * 2, Self.blockBytesMax)
        return true
    }
}

extension MessageArena {
    /// The arena as protobuf-c's allocator; valid while the arena lives.
    var allocator: ProtobufCAllocator {
        ProtobufCAllocator(
            alloc: { context, size in
                guard let context else { return nil }
                // SAFETY: the context is the arena below, which the decoding call keeps alive.
                return Unmanaged<MessageArena>.fromOpaque(context)._withUnsafeGuaranteedRef {
                    $0.allocate(size)
                }
            },
            // The arena is released in one go.
            free: { _, _ in },
            allocator_data: Unmanaged.passUnretained(self).toOpaque())
    }
}
