internal import CProtobufDescriptor

/// Reads a serialized `google.protobuf.FileDescriptorSet` into a `Contract`.
///
/// The set must come from protoc, with imports and source information. What the generator cannot
/// express (maps, groups, `optional`, extensions, services that stream, imports from google) is
/// refused here, with the name of what is at fault.
enum DescriptorReader {
    /// Throws `GeneratorError` where the bytes are no descriptor set, or use what is not supported.
    static func contract(from bytes: [UInt8]) throws(GeneratorError) -> Contract {
        guard
            let set = google__protobuf__file_descriptor_set__unpack(nil, bytes.count, bytes)
        else {
            throw GeneratorError(code: .malformed, message: "not a FileDescriptorSet")
        }
        defer { google__protobuf__file_descriptor_set__free_unpacked(set, nil) }
        var files: [ProtoFile] = []
        for file in list(set.pointee.n_file, set.pointee.file) {
            files.append(try FileReader(file.pointee).read())
        }
        return Contract(files: files)
    }
}

/// The elements of a C array of pointers. protobuf-c never leaves a null element in one.
private func list<Element>(
    _ count: Int, _ start: UnsafeMutablePointer<UnsafeMutablePointer<Element>?>?
) -> [UnsafeMutablePointer<Element>] {
    // SAFETY: pointer and count come from one struct that protobuf-c unpacked and still holds.
    UnsafeBufferPointer(start: start, count: start == nil ? 0 : count).compactMap { $0 }
}

private func text(_ string: UnsafeMutablePointer<CChar>?) -> String {
    string.map { String(cString: $0) } ?? ""
}

/// Reads one file.
private struct FileReader {
    let file: Google__Protobuf__FileDescriptorProto
    let path: String
    let package: String
    private let comments: [[Int32]: String]

    init(_ file: Google__Protobuf__FileDescriptorProto) throws(GeneratorError) {
        self.file = file
        path = text(file.name)
        package = text(file.package)
        var comments: [[Int32]: String] = [:]
        if let info = file.source_code_info {
            for location in list(info.pointee.n_location, info.pointee.location) {
                let found = Self.comment(location.pointee)
                guard !found.isEmpty else { continue }
                // SAFETY: as in `list`.
                let steps = UnsafeBufferPointer(
                    start: location.pointee.path, count: location.pointee.n_path)
                comments[Array(steps)] = found
            }
        }
        self.comments = comments
    }

    func read() throws(GeneratorError) -> ProtoFile {
        guard text(file.syntax) == "proto3" else { throw refused("a syntax other than proto3", "") }
        guard !package.isEmpty else { throw refused("a file without a package", "") }
        guard !package.hasPrefix("google.") else { throw refused("a google import", "") }
        guard file.n_extension == 0 else { throw refused("an extension", "") }
        var messages: [ProtoMessage] = []
        for (index, message) in list(file.n_message_type, file.message_type).enumerated() {
            messages.append(
                try self.message(message.pointee, in: package, at: [4, Int32(index)]))
        }
        var services: [ProtoService] = []
        for (index, service) in list(file.n_service, file.service).enumerated() {
            services.append(try self.service(service.pointee, at: [6, Int32(index)]))
        }
        var enums: [ProtoEnum] = []
        for (index, item) in list(file.n_enum_type, file.enum_type).enumerated() {
            enums.append(try enumeration(item.pointee, in: package, at: [5, Int32(index)]))
        }
        return ProtoFile(
            path: path, package: package, messages: messages, enums: enums, services: services)
    }

    private static func comment(
        _ location: Google__Protobuf__SourceCodeInfo__Location
    ) -> String {
        let leading = text(location.leading_comments)
        let source = leading.isEmpty ? text(location.trailing_comments) : leading
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0.trimmingSpaces()) }
        return lines.joined(separator: "\n").trimmingNewlines()
    }

    private func refused(_ what: String, _ place: String) -> GeneratorError {
        let separator = place.isEmpty ? "" : ": "
        return GeneratorError(
            code: .unsupported, message: "\(path): \(place)\(separator)\(what) is not supported")
    }

    private func message(
        _ message: Google__Protobuf__DescriptorProto, in scope: String, at path: [Int32]
    ) throws(GeneratorError) -> ProtoMessage {
        let name = text(message.name)
        let fullName = scope + "." + name
        if let options = message.options, options.pointee.map_entry != 0 {
            throw refused("a map", scope)
        }
        guard message.n_extension == 0, message.n_extension_range == 0 else {
            throw refused("an extension", fullName)
        }
        var nested: [ProtoMessage] = []
        for (index, item) in list(message.n_nested_type, message.nested_type).enumerated() {
            nested.append(
                try self.message(item.pointee, in: fullName, at: path + [3, Int32(index)]))
        }
        var fields: [ProtoField] = []
        for (index, item) in list(message.n_field, message.field).enumerated() {
            fields.append(try field(item.pointee, in: fullName, at: path + [2, Int32(index)]))
        }
        var enums: [ProtoEnum] = []
        for (index, item) in list(message.n_enum_type, message.enum_type).enumerated() {
            enums.append(
                try enumeration(item.pointee, in: fullName, at: path + [4, Int32(index)]))
        }
        let oneofs = list(message.n_oneof_decl, message.oneof_decl).enumerated().map {
            ProtoOneof(
                name: text($1.pointee.name), comment: comments[path + [8, Int32($0)]] ?? "")
        }
        return ProtoMessage(
            fullName: fullName, name: name, comment: comments[path] ?? "", fields: fields,
            oneofs: oneofs, messages: nested, enums: enums)
    }

    private func field(
        _ field: Google__Protobuf__FieldDescriptorProto, in scope: String, at path: [Int32]
    ) throws(GeneratorError) -> ProtoField {
        let name = text(field.name)
        guard field.proto3_optional == 0 else { throw refused("optional", scope + "." + name) }
        let typeName = String(text(field.type_name).drop { $0 == "." })
        guard let type = Self.type(field.type, named: typeName) else {
            throw refused("a group", scope + "." + name)
        }
        return ProtoField(
            name: name, number: field.number, type: type,
            isRepeated: field.label
                == GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__LABEL__LABEL_REPEATED,
            oneofIndex: field.has_oneof_index != 0 ? Int(field.oneof_index) : nil,
            comment: comments[path] ?? "")
    }

    /// The numbers are those of `FieldDescriptorProto.Type` in descriptor.proto.
    private static func type(
        _ type: Google__Protobuf__FieldDescriptorProto__Type, named name: String
    ) -> ProtoType? {
        switch type.rawValue {
        case 1: .double
        case 2: .float
        case 3, 16, 18: .int64
        case 4, 6: .uint64
        case 5, 15, 17: .int32
        case 7, 13: .uint32
        case 8: .bool
        case 9: .string
        case 11: .message(name)
        case 12: .bytes
        case 14: .enumeration(name)
        default: nil
        }
    }

    private func enumeration(
        _ item: Google__Protobuf__EnumDescriptorProto, in scope: String, at path: [Int32]
    ) throws(GeneratorError) -> ProtoEnum {
        let name = text(item.name)
        if let options = item.options, options.pointee.allow_alias != 0 {
            throw refused("allow_alias", scope + "." + name)
        }
        let values = list(item.n_value, item.value).enumerated().map {
            ProtoEnumValue(
                name: text($1.pointee.name), number: $1.pointee.number,
                comment: comments[path + [2, Int32($0)]] ?? "")
        }
        return ProtoEnum(
            fullName: scope + "." + name, name: name, comment: comments[path] ?? "",
            values: values)
    }

    private func service(
        _ service: Google__Protobuf__ServiceDescriptorProto, at path: [Int32]
    ) throws(GeneratorError) -> ProtoService {
        let name = text(service.name)
        var methods: [ProtoMethod] = []
        for (index, item) in list(service.n_method, service.method).enumerated() {
            let method = item.pointee
            guard method.client_streaming == 0, method.server_streaming == 0 else {
                throw refused("a stream", "\(name).\(text(method.name))")
            }
            methods.append(
                ProtoMethod(
                    name: text(method.name),
                    input: String(text(method.input_type).drop { $0 == "." }),
                    output: String(text(method.output_type).drop { $0 == "." }),
                    idempotency: Self.idempotency(method),
                    comment: comments[path + [2, Int32(index)]] ?? ""))
        }
        return ProtoService(
            fullName: package + "." + name, name: name, comment: comments[path] ?? "",
            methods: methods)
    }

    private static func idempotency(
        _ method: Google__Protobuf__MethodDescriptorProto
    ) -> ProtoMethod.Idempotency {
        switch method.options?.pointee.idempotency_level.rawValue {
        case 1: .noSideEffects
        case 2: .idempotent
        default: .unknown
        }
    }
}

extension StringProtocol {
    fileprivate func trimmingSpaces() -> SubSequence {
        var slice = self[...]
        while slice.first == " " { slice = slice.dropFirst() }
        while slice.last == " " { slice = slice.dropLast() }
        return slice
    }

    fileprivate func trimmingNewlines() -> String {
        var slice = self[...]
        while slice.first == "\n" { slice = slice.dropFirst() }
        while slice.last == "\n" { slice = slice.dropLast() }
        return String(slice)
    }
}
