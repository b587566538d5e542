internal import CMessages

/// What generated code stores fields with. Strings and bytes are copied into the arena.
extension MessageArena {
    func make<Value>(_ type: Value.Type) throws(WireError) -> UnsafeMutablePointer<Value> {
        try makeArray(of: type, count: 1)
    }

    func makeArray<Value>(
        of type: Value.Type, count: Int
    ) throws(WireError) -> UnsafeMutablePointer<Value> {
        guard let memory = allocate(count * MemoryLayout<Value>.stride) else {
            throw WireError(.outOfMemory, "no memory to encode the message")
        }
        // SAFETY: fresh memory of the size, aligned to 8 bytes as every C type here needs.
        return memory.bindMemory(to: type, capacity: count)
    }

    /// Always a copy: protobuf-c drops a oneof's string that is its own empty string.
    func string(
        _ value: String, field: StaticString
    ) throws(WireError) -> UnsafeMutablePointer<CChar> {
        var value = value
        let result: Result<UnsafeMutablePointer<CChar>, WireError> = value.withUTF8 { utf8 in
            do throws(WireError) {
                guard !UTF8Validation.hasNUL(UnsafeRawBufferPointer(utf8)) else {
                    throw WireError(
                        .embeddedNUL, "a string holds U+0000", field: field.description)
                }
                let target = try makeArray(of: CChar.self, count: utf8.count + 1)
                let bytes = UnsafeMutableRawBufferPointer(start: target, count: utf8.count + 1)
                // SAFETY: the target holds the UTF-8 and one byte more.
                bytes.copyMemory(from: UnsafeRawBufferPointer(utf8))
                bytes[utf8.count] = 0
                return .success(target)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    func bytes(_ value: [UInt8]) throws(WireError) -> ProtobufCBinaryData {
        ProtobufCBinaryData(len: value.count, data: try scalars(value))
    }

    func message<Stored>(
        _ value: some WireMessage
    ) throws(WireError) -> UnsafeMutablePointer<Stored> {
        // SAFETY: generated code asks for the struct of the very message that it passes.
        try value.store(in: self).pointer.assumingMemoryBound(to: Stored.self)
    }

    func messages<Stored>(
        _ values: [some WireMessage]
    ) throws(WireError) -> UnsafeMutablePointer<UnsafeMutablePointer<Stored>?> {
        let target = try makeArray(of: UnsafeMutablePointer<Stored>?.self, count: values.count)
        for (index, value) in values.enumerated() { target[index] = try message(value) }
        return target
    }

    func strings(
        _ values: [String], field: StaticString
    ) throws(WireError) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> {
        let target = try makeArray(of: UnsafeMutablePointer<CChar>?.self, count: values.count)
        for (index, value) in values.enumerated() {
            target[index] = try string(value, field: field)
        }
        return target
    }

    func byteStrings(
        _ values: [[UInt8]]
    ) throws(WireError) -> UnsafeMutablePointer<ProtobufCBinaryData> {
        let target = try makeArray(of: ProtobufCBinaryData.self, count: values.count)
        for (index, value) in values.enumerated() { target[index] = try bytes(value) }
        return target
    }

    func scalars<Scalar: BitwiseCopyable>(
        _ values: [Scalar]
    ) throws(WireError) -> UnsafeMutablePointer<Scalar> {
        let target = try makeArray(of: Scalar.self, count: values.count)
        // SAFETY: the target holds `values.count` elements; a whole array is copied at once.
        values.withUnsafeBytes { source in
            UnsafeMutableRawBufferPointer(start: target, count: source.count)
                .copyMemory(from: source)
        }
        return target
    }

    func bools(_ values: [Bool]) throws(WireError) -> UnsafeMutablePointer<protobuf_c_boolean> {
        try scalars(values.map { $0 ? 1 : 0 })
    }

    func enums<Stored>(_ values: [some WireEnum]) throws(WireError) -> UnsafeMutablePointer<Stored>
    {
        let numbers = try scalars(values.map(\.rawValue))
        // SAFETY: protoc-c forces every enum to the size of an int, which is an Int32 here.
        return UnsafeMutableRawPointer(numbers).assumingMemoryBound(to: Stored.self)
    }
}
