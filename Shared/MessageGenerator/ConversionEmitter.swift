/// Writes the conversion of one message between its Swift value and protobuf-c's struct.
struct ConversionEmitter {
    let message: ProtoMessage
    let types: TypeTable

    // Fields may be named as the locals here are, so every property is written with `self`.
    private var cType: String { CName.type(message.fullName) }
    private var cSymbol: String { CName.symbol(message.fullName) }
    private var plainFields: [ProtoField] { message.fields.filter { $0.oneofIndex == nil } }

    func emit(to writer: inout SourceWriter) {
        writer.block("extension \(types.swift(message.fullName))") { writer in
            writer.documentation("", fallback: "The message's full name in the contract.")
            writer.line("public static var fullName: String { \"\(message.fullName)\" }")
            writer.line()
            writer.documentation("", fallback: "How protobuf-c lays the message out.")
            writer.block("public static var layout: MessageLayout") { writer in
                writer.line("MessageLayout(\(cSymbol)__layout())")
            }
            writer.line()
            writer.documentation("", fallback: "Reads a message that protobuf-c unpacked.")
            writer.block("public init(stored message: StoredMessage)") { writer in
                emitReading(to: &writer)
            }
            writer.line()
            writer.documentation("", fallback: "Writes the message as protobuf-c packs it.")
            writer.block(
                "public func store(in arena: MessageArena) throws(WireError) -> StoredMessage"
            ) { writer in
                emitStoring(to: &writer)
            }
        }
    }

    private func emitReading(to writer: inout SourceWriter) {
        guard !message.fields.isEmpty else { return }
        writer.line("let source = message.pointer(to: \(cType).self)")
        for field in plainFields {
            let value = field.isRepeated ? readingList(field) : reading(field, optional: true)
            writer.line("self.\(SwiftName.member(field.name)) = \(value)")
        }
        for (index, oneof) in message.oneofs.enumerated() {
            let name = "self." + SwiftName.member(oneof.name)
            writer.block("switch source.pointee.\(oneof.name.lowercased())_case.rawValue") {
                writer in
                for field in message.fields where field.oneofIndex == index {
                    let member = SwiftName.member(field.name)
                    let value = reading(field, optional: false)
                    writer.line("case \(field.number): \(name) = .\(member)(\(value))")
                }
                writer.line("default: \(name) = nil")
            }
        }
    }

    private func reading(_ field: ProtoField, optional: Bool) -> String {
        let source = "source.pointee.\(CName.field(field.name))"
        return switch field.type {
        case .double, .float, .int32, .int64, .uint32, .uint64: source
        case .bool: "\(source) != 0"
        case .string: "Field.string(\(source))"
        case .bytes: "Field.bytes(\(source))"
        case .enumeration:
            "\(types.element(field.type))(rawValue: Int32(truncatingIfNeeded: \(source).rawValue))"
        case .message where optional: "Field.message(\(source))"
        case .message: "Field.message(\(source)) ?? \(types.element(field.type))()"
        }
    }

    private func readingList(_ field: ProtoField) -> String {
        let name = CName.field(field.name)
        let arguments = "source.pointee.n_\(CName.field(field.name)), source.pointee.\(name)"
        return switch field.type {
        case .double, .float, .int32, .int64, .uint32, .uint64: "Field.scalars(\(arguments))"
        case .bool: "Field.bools(\(arguments))"
        case .string: "Field.strings(\(arguments))"
        case .bytes: "Field.byteStrings(\(arguments))"
        case .enumeration: "Field.enums(\(arguments))"
        case .message: "Field.messages(\(arguments))"
        }
    }

    private func emitStoring(to writer: inout SourceWriter) {
        writer.line("let target = try arena.make(\(cType).self)")
        writer.line("\(cSymbol)__init(target)")
        for field in plainFields {
            if field.isRepeated {
                emitStoringList(field, to: &writer)
            } else {
                emitStoringPlain(field, to: &writer)
            }
        }
        for (index, oneof) in message.oneofs.enumerated() {
            emitStoringOneof(oneof, index: index, to: &writer)
        }
        writer.line("return StoredMessage(target)")
    }

    private func storing(_ field: ProtoField, _ value: String) -> String {
        switch field.type {
        case .double, .float, .int32, .int64, .uint32, .uint64: value
        case .bool: "\(value) ? 1 : 0"
        case .string: "try arena.string(\(value), field: \"\(message.fullName).\(field.name)\")"
        case .bytes: "try arena.bytes(\(value))"
        case .enumeration(let name):
            "\(CName.type(name))(rawValue: .init(truncatingIfNeeded: \(value).rawValue))"
        case .message: "try arena.message(\(value))"
        }
    }

    private func emitStoringPlain(_ field: ProtoField, to writer: inout SourceWriter) {
        let name = "self." + SwiftName.member(field.name)
        let target = "target.pointee.\(CName.field(field.name))"
        switch field.type {
        case .string, .bytes:
            writer.line("if !\(name).isEmpty { \(target) = \(storing(field, name)) }")
        case .message:
            writer.block("if let value = \(name)") { writer in
                writer.line("\(target) = \(storing(field, "value"))")
            }
        default:
            writer.line("\(target) = \(storing(field, name))")
        }
    }

    private func emitStoringList(_ field: ProtoField, to writer: inout SourceWriter) {
        let name = "self." + SwiftName.member(field.name)
        let path = "\(message.fullName).\(field.name)"
        let value =
            switch field.type {
            case .double, .float, .int32, .int64, .uint32, .uint64: "arena.scalars(\(name))"
            case .bool: "arena.bools(\(name))"
            case .string: "arena.strings(\(name), field: \"\(path)\")"
            case .bytes: "arena.byteStrings(\(name))"
            case .enumeration: "arena.enums(\(name))"
            case .message: "arena.messages(\(name))"
            }
        writer.block("if !\(name).isEmpty") { writer in
            writer.line("target.pointee.n_\(CName.field(field.name)) = \(name).count")
            writer.line("target.pointee.\(CName.field(field.name)) = try \(value)")
        }
    }

    private func emitStoringOneof(
        _ oneof: ProtoOneof, index: Int, to writer: inout SourceWriter
    ) {
        let selector = "target.pointee.\(oneof.name.lowercased())_case"
        writer.block("switch self.\(SwiftName.member(oneof.name))") { writer in
            for field in message.fields where field.oneofIndex == index {
                writer.line("case .\(SwiftName.member(field.name))(let value):")
                writer.line("    \(selector) = .init(rawValue: \(field.number))")
                let target = "target.pointee.\(CName.field(field.name))"
                writer.line("    \(target) = \(storing(field, "value"))")
            }
            writer.line("case nil: break")
        }
    }
}
