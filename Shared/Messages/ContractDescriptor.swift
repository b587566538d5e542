internal import CMessages

/// The contract as data.
public enum ContractDescriptor {
    /// The serialized `google.protobuf.FileDescriptorSet` of every file, without comments.
    public static var fileDescriptorSet: [UInt8] {
        // SAFETY: a constant C array and its size, generated together.
        Array(
            UnsafeBufferPointer(
                start: contract_descriptor_set_bytes(), count: contract_descriptor_set_size))
    }
}
