import Testing

@testable import MessageGenerator

@Suite struct ContractCheckerTests {
    private func message(
        _ name: String, fields: [ProtoField], oneofs: [ProtoOneof] = []
    ) -> ProtoMessage {
        ProtoMessage(
            fullName: "jatigi.test.v1." + name, name: name, comment: "", fields: fields,
            oneofs: oneofs, messages: [], enums: [])
    }

    private func field(
        _ name: String, _ type: ProtoType = .string, oneofIndex: Int? = nil
    ) -> ProtoField {
        ProtoField(
            name: name, number: 1, type: type, isRepeated: false, oneofIndex: oneofIndex,
            comment: "")
    }

    private func refusal(_ messages: [ProtoMessage], enums: [ProtoEnum] = []) -> String? {
        let file = ProtoFile(
            path: "test.proto", package: "jatigi.test.v1", messages: messages, enums: enums,
            services: [])
        do throws(GeneratorError) {
            try ContractChecker.check(Contract(files: [file]))
            return nil
        } catch {
            return error.message
        }
    }

    @Test("a message that holds itself is refused, directly and by way of others")
    func recursion() {
        let own = message("A", fields: [field("a", .message("jatigi.test.v1.A"))])
        #expect(refusal([own]) == "jatigi.test.v1.A: recursion is refused")
        let first = message("A", fields: [field("b", .message("jatigi.test.v1.B"))])
        let second = message("B", fields: [field("a", .message("jatigi.test.v1.A"))])
        #expect(refusal([first, second]) == "jatigi.test.v1.A: recursion is refused")
    }

    @Test("a message that is held twice is no recursion")
    func diamond() {
        let leaf = message("Leaf", fields: [])
        let both = message(
            "Both",
            fields: [
                field("a", .message("jatigi.test.v1.Leaf")),
                field("b", .message("jatigi.test.v1.Leaf")),
            ])
        #expect(refusal([both, leaf]) == nil)
    }

    @Test("two names that meet in Swift are refused")
    func collisions() {
        let fields = message("A", fields: [field("a_b"), field("a__b")])
        #expect(refusal([fields]) == "jatigi.test.v1.A: two declarations would be named aB")
        let oneof = message(
            "A", fields: [field("x"), field("y", oneofIndex: 0)],
            oneofs: [ProtoOneof(name: "x", comment: "")])
        #expect(refusal([oneof]) == "jatigi.test.v1.A: two declarations would be named x")
        let item = ProtoEnum(
            fullName: "jatigi.test.v1.E", name: "E", comment: "",
            values: [ProtoEnumValue(name: "E_UNRECOGNIZED", number: 0, comment: "")])
        #expect(
            refusal([], enums: [item])
                == "jatigi.test.v1.E: two declarations would be named unrecognized")
    }

    @Test("a message of more fields than the decoder can note is refused")
    func fieldCount() {
        let fields = (1...65).map { field("f\($0)") }
        #expect(refusal([message("A", fields: Array(fields.dropLast()))]) == nil)
        #expect(refusal([message("A", fields: fields)]) == "jatigi.test.v1.A: more than 64 fields")
    }

    @Test("a name that hides a Swift type is refused")
    func reservedTypes() {
        #expect(
            refusal([message("String", fields: [])])
                == "jatigi.test.v1.String: String hides a Swift type")
    }
}
