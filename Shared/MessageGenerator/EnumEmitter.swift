/// Writes the Swift of one enum.
struct EnumEmitter {
    let item: ProtoEnum

    func emit(to writer: inout SourceWriter) {
        let cases = item.values.map { value in
            (value: value, name: SwiftName.enumCase(value.name, of: item.name))
        }
        writer.documentation(item.comment, fallback: "The enum `\(item.fullName)`.")
        writer.block("public enum \(item.name): WireEnum") { writer in
            for item in cases {
                writer.documentation(
                    item.value.comment, fallback: "`\(item.value.name)`, \(item.value.number).")
                writer.line("case \(item.name)")
            }
            writer.documentation("", fallback: "A value that this version does not know.")
            writer.line("case unrecognized(Int32)")
            writer.line()
            writer.documentation("", fallback: "Every value that this version knows.")
            let known = cases.map { "." + $0.name }.joined(separator: ", ")
            writer.line("public static let allKnown: [Self] = [\(known)]")
            writer.line()
            writer.documentation("", fallback: "The value 0, the default of proto3.")
            // proto3 demands that the first value is 0.
            let zero = cases.first.map { $0.name } ?? "unrecognized(0)"
            writer.line("public init() { self = .\(zero) }")
            writer.line()
            writer.documentation("", fallback: "The value of a number; `unrecognized` for others.")
            writer.block("public init(rawValue: Int32)") { writer in
                writer.block("switch rawValue") { writer in
                    for item in cases {
                        writer.line("case \(item.value.number): self = .\(item.name)")
                    }
                    writer.line("default: self = .unrecognized(rawValue)")
                }
            }
            writer.line()
            writer.documentation("", fallback: "The number on the wire.")
            writer.block("public var rawValue: Int32") { writer in
                writer.block("switch self") { writer in
                    for item in cases {
                        writer.line("case .\(item.name): \(item.value.number)")
                    }
                    writer.line("case .unrecognized(let number): number")
                }
            }
        }
    }
}
