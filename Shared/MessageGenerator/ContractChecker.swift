/// Refuses contracts whose Swift would not compile or would not do what it says.
enum ContractChecker {
    /// Fields of one message: the decoder notes which have come in the bits of one word.
    static let messageFieldsMax = 64

    /// Throws `GeneratorError` naming the first declaration at fault.
    static func check(_ contract: Contract) throws(GeneratorError) {
        try checkNoRecursion(contract)
        try checkPackages(contract)
        for message in contract.messages {
            guard message.fields.count <= messageFieldsMax else {
                throw GeneratorError(
                    code: .unsupported,
                    message: "\(message.fullName): more than \(messageFieldsMax) fields")
            }
            try checkNames(of: message)
        }
        for item in contract.enums { try checkNames(of: item) }
    }

    /// A recursive type has no fixed size in Swift, and no natural bound on its depth.
    private static func checkNoRecursion(_ contract: Contract) throws(GeneratorError) {
        var children: [String: [String]] = [:]
        for message in contract.messages {
            children[message.fullName] = message.fields.compactMap {
                if case .message(let name) = $0.type { name } else { nil }
            }
        }
        var settled: Set<String> = []
        var open: Set<String> = []
        func visit(_ name: String) throws(GeneratorError) {
            guard !settled.contains(name) else { return }
            guard open.insert(name).inserted else {
                throw GeneratorError(code: .unsupported, message: "\(name): recursion is refused")
            }
            for child in children[name] ?? [] { try visit(child) }
            open.remove(name)
            settled.insert(name)
        }
        for message in contract.messages { try visit(message.fullName) }
    }

    private static func checkPackages(_ contract: Contract) throws(GeneratorError) {
        var packages: [String: String] = [:]
        for file in contract.files {
            let name = SwiftName.package(file.package)
            let owner = packages.updateValue(file.package, forKey: name) ?? file.package
            guard owner == file.package else {
                throw GeneratorError(
                    code: .unsupported,
                    message: "packages \(owner) and \(file.package) would both be \(name)")
            }
        }
    }

    private static func checkNames(of message: ProtoMessage) throws(GeneratorError) {
        let plain = message.fields.filter { $0.oneofIndex == nil }.map(\.name)
        let members = (plain + message.oneofs.map(\.name)).map(SwiftName.plainMember)
        try checkUnique(members + ["hashValue", "init", "self"], in: message.fullName)
        for index in message.oneofs.indices {
            let cases = message.fields.filter { $0.oneofIndex == index }.map(\.name)
            try checkUnique(
                cases.map(SwiftName.plainMember) + ["init", "self"], in: message.fullName)
        }
        let types =
            message.messages.map(\.name) + message.enums.map(\.name)
            + message.oneofs.map { SwiftName.type($0.name) }
        try checkUnique(types, in: message.fullName)
        try checkType(message.name, in: message.fullName)
        for oneof in message.oneofs {
            try checkType(SwiftName.type(oneof.name), in: message.fullName)
        }
    }

    private static func checkNames(of item: ProtoEnum) throws(GeneratorError) {
        let cases = item.values.map { SwiftName.enumCase($0.name, of: item.name) }
        try checkUnique(
            cases + ["unrecognized", "rawValue", "allKnown", "`init`", "`self`"], in: item.fullName)
        try checkType(item.name, in: item.fullName)
    }

    private static func checkType(_ name: String, in place: String) throws(GeneratorError) {
        guard SwiftName.reservedTypes.contains(name) else { return }
        throw GeneratorError(code: .unsupported, message: "\(place): \(name) hides a Swift type")
    }

    private static func checkUnique(_ names: [String], in place: String) throws(GeneratorError) {
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted {
            throw GeneratorError(
                code: .unsupported, message: "\(place): two declarations would be named \(name)")
        }
    }
}
