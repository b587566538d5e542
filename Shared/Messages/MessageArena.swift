internal import CMessages
internal import Glibc

/// Memory for the C structs of one encode or decode: given out by bumping a pointer, released in
/// one go. For generated code; owned by one call on one thread, and never shared.
public final class MessageArena {
    /// Bytes of the first block of an encode: an envelope without its payload fits.
    static let encodeBlockBytes = 1_000
    /// Blocks double up to this size, so that a large message takes few of them.
    static let blockBytesMax = 1 << 20
    /// Every C struct of a message aligns to its widest member, 8 bytes.
    static let alignment = 8

    private var cursor: UnsafeMutableRawPointer?
    private var bytesFree = 0
    /// The newest block; its first word points to the block before it.
    private var newestBlock: UnsafeMutableRawPointer?
    private var nextBlockBytes: Int
    private var bytesLeft: Int

    /// Whether the limit, or the system, has refused an allocation.
    private(set) var isExhausted = false

    /// Creates an empty arena; `release()` must be called when nothing in it is used any more.
    init(firstBlockBytes: Int = MessageArena.encodeBlockBytes, bytesMax: Int = .max) {
        nextBlockBytes = firstBlockBytes
        bytesLeft = bytesMax
    }

    /// Frees all memory; every pointer from this arena is dead afterwards.
    func release() {
        while let block = newestBlock {
            // SAFETY: `grow` wrote the pointer to the block before into the first word.
            newestBlock = block.load(as: UnsafeMutableRawPointer?.self)
            free(block)
        }
        cursor = nil
        bytesFree = 0
    }

    /// Uninitialised memory, aligned to 8 bytes; nil at the limit.
    func allocate(_ byteCount: Int) -> UnsafeMutableRawPointer? {
        guard byteCount <= Int.max - Self.alignment else { return nil }
        let rounded = max(byteCount + Self.alignment - 1, 1) & ~(Self.alignment - 1)
        if rounded > bytesFree || cursor == nil {
            guard grow(toFit: rounded) else {
                isExhausted = true
                return nil
            }
        }
        let result = cursor
        // SAFETY: `rounded` bytes are free after the cursor, within one block.
        cursor = result.map { $0 + rounded }
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
        nextBlockBytes = min(max(usable * 2, Self.encodeBlockBytes), Self.blockBytesMax)
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
