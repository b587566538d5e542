/// Writes the Swift of one service: its methods as typed constants.
struct ServiceEmitter {
    let service: ProtoService
    let types: TypeTable

    func emit(to writer: inout SourceWriter) {
        writer.documentation(
            service.comment, fallback: "The methods of `\(service.fullName)`.")
        writer.block("public enum \(service.name)") { writer in
            writer.documentation("", fallback: "The service's full name.")
            writer.line("public static let name = \"\(service.fullName)\"")
            for method in service.methods {
                writer.line()
                writer.documentation(
                    method.comment, fallback: "The method `\(service.name)/\(method.name)`.")
                let input = types.swift(method.input)
                let output = types.swift(method.output)
                writer.line(
                    "public static let \(SwiftName.method(method.name)) = Method<\(input), \(output)>("
                        + "name: \"\(service.fullName)/\(method.name)\", "
                        + "idempotency: .\(method.idempotency.rawValue))")
            }
            writer.line()
            writer.documentation("", fallback: "Every method, in the order of the contract.")
            let methods = service.methods.map { SwiftName.method($0.name) + ".descriptor" }
            writer.line(
                "public static let methods: [MethodDescriptor] = "
                    + "[\(methods.joined(separator: ", "))]")
        }
    }
}
