internal import CMessages

/// One pass over encoded bytes that refuses what protobuf-c would choke on, before it allocates.
///
/// protobuf-c 1.4.1 follows any depth, makes a struct of a hundred bytes and more from two bytes of
/// empty submessage, and checks neither UTF-8 nor NUL. Where a submessage comes twice it does not
/// merge the two as the specification asks: it drops numbers and refuses oneofs. The pass counts fields, levels and the bytes
/// that unpacking will need, against the limits, with the field types of the C descriptors.
struct WireScanner {
    private var reader: WireReader
    private let limits: DecodeLimits
    private var fieldsLeft: Int
    private var unknownFieldsLeft: Int
    private var arenaBytes = 0

    init(bytes: UnsafeRawBufferPointer, limits: DecodeLimits) {
        reader = WireReader(bytes)
        self.limits = limits
        fieldsLeft = limits.fieldsMax
        unknownFieldsLeft = limits.unknownFieldsMax
    }

    /// Returns an upper bound of the bytes that unpacking needs.
    mutating func scan(_ layout: MessageLayout) throws(WireError) -> Int {
        guard reader.end <= limits.bytesMax else {
            throw WireError(.tooLarge, "more than \(limits.bytesMax) bytes")
        }
        try scanMessage(layout.descriptor, until: reader.end, depth: 1)
        return arenaBytes
    }

    private mutating func scanMessage(
        _ descriptor: UnsafePointer<ProtobufCMessageDescriptor>, until end: Int, depth: Int
    ) throws(WireError) {
        guard depth <= limits.depthMax else {
            throw error(.tooDeep, "more than \(limits.depthMax) levels", descriptor)
        }
        try charge(ArenaCost.message(descriptor), descriptor)
        var lookup = FieldLookup(descriptor)
        var fields = 0
        while reader.position < end {
            guard let key = reader.key(end: end) else {
                throw error(.malformed, "a field's key is broken", descriptor)
            }
            fields += 1
            try chargeFields(1, descriptor)
            if let field = lookup.field(key.number) {
                if field.pointee.type == PROTOBUF_C_TYPE_MESSAGE,
                    field.pointee.label != PROTOBUF_C_LABEL_REPEATED, !lookup.noteLast()
                {
                    throw error(.repeatedSubmessage, "a submessage twice", descriptor, field)
                }
                try scanField(field, key.wireType, of: descriptor, until: end, depth: depth)
            } else {
                try skipUnknown(key.wireType, of: descriptor, until: end)
            }
        }
        try charge(ArenaCost.scannedFields(fields), descriptor)
    }

    private mutating func skipUnknown(
        _ wireType: WireType, of descriptor: UnsafePointer<ProtobufCMessageDescriptor>,
        until end: Int
    ) throws(WireError) {
        guard unknownFieldsLeft > 0 else {
            throw error(
                .tooManyUnknownFields, "more than \(limits.unknownFieldsMax) unknown fields",
                descriptor)
        }
        unknownFieldsLeft -= 1
        let start = reader.position
        guard reader.skip(wireType, end: end) else {
            throw error(.malformed, "an unknown field is broken", descriptor)
        }
        try charge(ArenaCost.unknownField(byteCount: reader.position - start), descriptor)
    }

    private mutating func scanField(
        _ field: UnsafePointer<ProtobufCFieldDescriptor>, _ wireType: WireType,
        of descriptor: UnsafePointer<ProtobufCMessageDescriptor>, until end: Int, depth: Int
    ) throws(WireError) {
        let type = field.pointee.type
        let isRepeated = field.pointee.label == PROTOBUF_C_LABEL_REPEATED
        if isRepeated { try charge(ArenaCost.element(type), descriptor) }
        guard type.wireType == wireType else {
            guard isRepeated, wireType == .lengthDelimited else {
                throw error(.malformed, "wrong wire type", descriptor, field)
            }
            return try scanPacked(field, of: descriptor, until: end)
        }
        guard wireType == .lengthDelimited else {
            guard reader.skip(wireType, end: end) else {
                throw error(.malformed, "a number is broken", descriptor, field)
            }
            return
        }
        guard let length = reader.length(end: end) else {
            throw error(.malformed, "a length is broken", descriptor, field)
        }
        if type == PROTOBUF_C_TYPE_MESSAGE {
            guard let nested = field.pointee.descriptor else { return reader.advance(length) }
            // SAFETY: for a field of type message protobuf-c's descriptor is that of the message.
            let target = nested.assumingMemoryBound(to: ProtobufCMessageDescriptor.self)
            return try scanMessage(target, until: reader.position + length, depth: depth + 1)
        }
        if type == PROTOBUF_C_TYPE_STRING {
            try checkString(reader.peek(length), of: descriptor, field)
        }
        try charge(ArenaCost.text(byteCount: length), descriptor)
        reader.advance(length)
    }

    private mutating func scanPacked(
        _ field: UnsafePointer<ProtobufCFieldDescriptor>,
        of descriptor: UnsafePointer<ProtobufCMessageDescriptor>, until end: Int
    ) throws(WireError) {
        let type = field.pointee.type
        guard type.wireType != .lengthDelimited, let length = reader.length(end: end),
            let count = reader.countPacked(type, length: length)
        else {
            throw error(.malformed, "a packed list is broken", descriptor, field)
        }
        try chargeFields(count, descriptor)
        try charge(count * ArenaCost.element(type), descriptor)
    }

    private func checkString(
        _ bytes: UnsafeRawBufferPointer, of descriptor: UnsafePointer<ProtobufCMessageDescriptor>,
        _ field: UnsafePointer<ProtobufCFieldDescriptor>
    ) throws(WireError) {
        guard let (defect, offset) = UTF8Validation.defect(in: bytes) else { return }
        let place = reader.position + offset
        switch defect {
        case .nul: throw error(.embeddedNUL, "a string holds U+0000", descriptor, field, place)
        case .invalid: throw error(.invalidUTF8, "a string is not UTF-8", descriptor, field, place)
        }
    }

    private mutating func chargeFields(
        _ count: Int, _ descriptor: UnsafePointer<ProtobufCMessageDescriptor>
    ) throws(WireError) {
        guard count <= fieldsLeft else {
            throw error(.tooManyFields, "more than \(limits.fieldsMax) fields", descriptor)
        }
        fieldsLeft -= count
    }

    private mutating func charge(
        _ byteCount: Int, _ descriptor: UnsafePointer<ProtobufCMessageDescriptor>
    ) throws(WireError) {
        arenaBytes += byteCount
        guard arenaBytes <= limits.arenaBytesMax else {
            throw error(
                .tooLarge, "more than \(limits.arenaBytesMax) bytes when decoded", descriptor)
        }
    }

    private func error(
        _ code: WireError.Code, _ message: String,
        _ descriptor: UnsafePointer<ProtobufCMessageDescriptor>,
        _ field: UnsafePointer<ProtobufCFieldDescriptor>? = nil, _ offset: Int? = nil
    ) -> WireError {
        var path = String(cString: descriptor.pointee.name)
        if let field { path += "." + String(cString: field.pointee.name) }
        return WireError(code, message, offset: offset ?? reader.position, field: path)
    }
}
