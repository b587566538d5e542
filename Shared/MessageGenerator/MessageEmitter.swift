/// Writes the Swift value type of one message, with what is nested in it.
struct MessageEmitter {
    let message: ProtoMessage
    let types: TypeTable

    /// The stored properties in the order of the contract: fields, and a oneof at its first member.
    enum Property {
        case field(ProtoField)
        case oneof(ProtoOneof, members: [ProtoField])
    }

    /// See `Property`.
    var properties: [Property] {
        var seen: Set<Int> = []
        return message.fields.compactMap { field in
            guard let index = field.oneofIndex else { return .field(field) }
            guard seen.insert(index).inserted else { return nil }
            let members = message.fields.filter { $0.oneofIndex == index }
            return .oneof(message.oneofs[index], members: members)
        }
    }

    func emit(to writer: inout SourceWriter) {
        writer.documentation(
            message.comment,
            fallback: types.roles[message.fullName] ?? "The message `\(message.fullName)`.")
        writer.block("public struct \(message.name): WireMessage") { writer in
            for property in properties { emitProperty(property, to: &writer) }
            emitInitializers(to: &writer)
            for property in properties {
                guard case .oneof(let oneof, let members) = property else { continue }
                writer.line()
                emitOneof(oneof, members: members, to: &writer)
            }
            for item in message.enums {
                writer.line()
                EnumEmitter(item: item).emit(to: &writer)
            }
            for item in message.messages {
                writer.line()
                MessageEmitter(message: item, types: types).emit(to: &writer)
            }
        }
    }

    private func declaration(of property: Property) -> (name: String, type: String, value: String) {
        switch property {
        case .field(let field):
            (SwiftName.member(field.name), types.property(field), types.defaultValue(field))
        case .oneof(let oneof, _):
            (SwiftName.member(oneof.name), SwiftName.type(oneof.name) + "?", "nil")
        }
    }

    private func emitProperty(_ property: Property, to writer: inout SourceWriter) {
        switch property {
        case .field(let field):
            writer.documentation(field.comment, fallback: "The field `\(field.name)`.")
        case .oneof(let oneof, _):
            writer.documentation(
                oneof.comment, fallback: "The oneof `\(oneof.name)`; nil where none is set.")
        }
        let (name, type, value) = declaration(of: property)
        writer.line("public var \(name): \(type) = \(value)")
    }

    private func emitInitializers(to writer: inout SourceWriter) {
        if !properties.isEmpty { writer.line() }
        writer.documentation("", fallback: "Creates a message with every field at its default.")
        writer.line("public init() {}")
        guard !properties.isEmpty else { return }
        let declarations = properties.map(declaration)
        let parameters = declarations.map { "\($0.name): \($0.type) = \($0.value)" }
        writer.line()
        writer.documentation(
            "", fallback: "Creates a message; what is left out has its proto3 default.")
        writer.block("public init(\(parameters.joined(separator: ", ")))") { writer in
            for item in declarations { writer.line("self.\(item.name) = \(item.name)") }
        }
    }

    private func emitOneof(
        _ oneof: ProtoOneof, members: [ProtoField], to writer: inout SourceWriter
    ) {
        writer.documentation(
            oneof.comment, fallback: "What the oneof `\(oneof.name)` holds: one of these.")
        writer.block("public enum \(SwiftName.type(oneof.name)): Hashable, Sendable") { writer in
            for member in members {
                writer.documentation(member.comment, fallback: "The field `\(member.name)`.")
                let name = SwiftName.member(member.name)
                writer.line("case \(name)(\(types.element(member.type)))")
            }
        }
    }
}
