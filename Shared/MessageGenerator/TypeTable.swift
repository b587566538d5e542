/// Swift names of the contract's types by their full proto name.
struct TypeTable {
    private var names: [String: String] = [:]

    /// Which method takes or returns a message, for messages that have no comment of their own.
    private(set) var roles: [String: String] = [:]

    init(_ contract: Contract) {
        for file in contract.files {
            let package = SwiftName.package(file.package)
            func name(_ fullName: String) -> String {
                package + fullName.dropFirst(file.package.count)
            }
            for message in file.messages.flatMap(\.withNested) {
                names[message.fullName] = name(message.fullName)
                for item in message.enums { names[item.fullName] = name(item.fullName) }
            }
            for item in file.enums { names[item.fullName] = name(item.fullName) }
            for service in file.services {
                for method in service.methods {
                    roles[method.input] = "What `\(service.name)/\(method.name)` is asked."
                    roles[method.output] = "What `\(service.name)/\(method.name)` answers."
                }
            }
        }
    }

    /// `jatigi.rpc.v1.Request` → `RPCV1.Request`. protoc resolves every name, so each is known.
    func swift(_ fullName: String) -> String {
        guard let name = names[fullName] else {
            preconditionFailure("the descriptor set lacks \(fullName)")
        }
        return name
    }

    /// The Swift type of one element of a field.
    func element(_ type: ProtoType) -> String {
        switch type {
        case .double: "Double"
        case .float: "Float"
        case .int32: "Int32"
        case .int64: "Int64"
        case .uint32: "UInt32"
        case .uint64: "UInt64"
        case .bool: "Bool"
        case .string: "String"
        case .bytes: "[UInt8]"
        case .enumeration(let name), .message(let name): swift(name)
        }
    }

    /// The Swift type of a field outside of a oneof.
    func property(_ field: ProtoField) -> String {
        if field.isRepeated { return "[\(element(field.type))]" }
        if case .message = field.type { return element(field.type) + "?" }
        return element(field.type)
    }

    /// The proto3 default of a field outside of a oneof.
    func defaultValue(_ field: ProtoField) -> String {
        if field.isRepeated { return "[]" }
        return switch field.type {
        case .double, .float, .int32, .int64, .uint32, .uint64: "0"
        case .bool: "false"
        case .string: "\"\""
        case .bytes: "[]"
        case .enumeration: element(field.type) + "()"
        case .message: "nil"
        }
    }
}
