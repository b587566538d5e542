internal import CMessages

/// Finds the fields of one message by number. protoc-c sorts them by number.
struct FieldLookup {
    private let fields: UnsafeBufferPointer<ProtobufCFieldDescriptor>
    /// Encoders write fields in order, so the next field is this one or a later one.
    private var hint = 0
    /// One bit for each field that was noted; the generator refuses messages of more fields.
    private var noted: UInt64 = 0

    init(_ descriptor: UnsafePointer<ProtobufCMessageDescriptor>) {
        // SAFETY: a constant of the program, with its own count.
        fields = UnsafeBufferPointer(
            start: descriptor.pointee.fields, count: Int(descriptor.pointee.n_fields))
    }

    /// The field, or nil where the contract has none of this number.
    mutating func field(_ number: UInt32) -> UnsafePointer<ProtobufCFieldDescriptor>? {
        guard let start = fields.baseAddress else { return nil }
        for index in hint..<min(hint + 2, fields.count) where start[index].id == number {
            hint = index
            return start + index
        }
        var low = 0
        var high = fields.count
        while low < high {
            let middle = (low + high) / 2
            if start[middle].id < number { low = middle + 1 } else { high = middle }
        }
        guard low < fields.count, start[low].id == number else { return nil }
        hint = low
        return start + low
    }

    /// Notes the field that was found last; false where it was noted before.
    mutating func noteLast() -> Bool {
        let bit: UInt64 = 1 << UInt64(hint)
        defer { noted |= bit }
        return noted & bit == 0
    }
}
