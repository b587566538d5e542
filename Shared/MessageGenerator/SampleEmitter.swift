/// Writes what the tests need to fill every message from a seed.
struct SampleEmitter {
    let contract: Contract
    let types: TypeTable

    func emit(to writer: inout SourceWriter) {
        writer.line("import Messages")
        for item in contract.enums {
            writer.line()
            writer.block("extension \(types.swift(item.fullName)): Sampled") { writer in
                writer.block("init(sampling source: inout SampleSource)") { writer in
                    writer.line("self.init(rawValue: source.enumNumber(of: Self.allKnown))")
                }
            }
        }
        for message in contract.messages {
            writer.line()
            emit(message, to: &writer)
        }
        writer.line()
        writer.line("/// Every message of the contract, for tests that run over all of them.")
        writer.line("let sampledMessages: [any (Sampled & WireMessage).Type] = [")
        for message in contract.messages {
            writer.line("    \(types.swift(message.fullName)).self,")
        }
        writer.line("]")
    }

    private func emit(_ message: ProtoMessage, to writer: inout SourceWriter) {
        writer.block("extension \(types.swift(message.fullName)): Sampled") { writer in
            writer.block("init(sampling source: inout SampleSource)") { writer in
                writer.line("self.init()")
                for field in message.fields where field.oneofIndex == nil {
                    writer.line("self.\(SwiftName.member(field.name)) = source.next()")
                }
                for (index, oneof) in message.oneofs.enumerated() {
                    let members = message.fields.filter { $0.oneofIndex == index }
                    let name = "self." + SwiftName.member(oneof.name)
                    writer.block("switch source.choice(of: \(members.count + 1))") { writer in
                        for (number, member) in members.enumerated() {
                            let caseName = SwiftName.member(member.name)
                            writer.line("case \(number): \(name) = .\(caseName)(source.next())")
                        }
                        writer.line("default: \(name) = nil")
                    }
                }
            }
        }
    }
}
