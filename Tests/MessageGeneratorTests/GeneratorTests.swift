import Testing

@testable import MessageGenerator

@Suite struct GeneratorTests {
    private func generated() throws -> Generator {
        try Generator(DescriptorReader.contract(from: DescriptorFixtures.annotated))
    }

    @Test("a file for each proto file, and one each for packages and services")
    func files() throws {
        #expect(
            try generated().swiftFiles.map(\.path) == [
                "TestV1+Good.swift", "Packages.swift", "Services.swift",
            ])
    }

    @Test("comments of the contract become documentation; the rest gets a line of its own")
    func documentation() throws {
        let text = try #require(try generated().swiftFiles.first?.text)
        #expect(text.contains("    /// A message.\n    /// Two lines.\n    public struct Outer"))
        #expect(text.contains("        /// Trailing.\n        public var numbers: [Int64] = []\n"))
        #expect(text.contains("/// The field `register`.\n        public var register: Bool"))
        #expect(text.contains("/// What `TestService/Go` answers.\n        public struct Inner"))
    }

    @Test("every public declaration has documentation above it")
    func nothingUndocumented() throws {
        for output in try generated().swiftFiles {
            let lines = output.text.split(separator: "\n", omittingEmptySubsequences: false)
            for (before, line) in zip(lines, lines.dropFirst()) {
                let words = line.drop { $0 == " " }
                guard words.hasPrefix("public ") || words.hasPrefix("case ") else { continue }
                // The cases of a switch end in, or hold, a colon.
                guard !(words.hasPrefix("case ") && words.contains(":")) else { continue }
                #expect(before.drop { $0 == " " }.hasPrefix("///"), "\(output.path): \(line)")
            }
        }
    }

    @Test("a oneof is an enum with payloads, at the place of its first member")
    func oneof() throws {
        let text = try #require(try generated().swiftFiles.first?.text)
        #expect(text.contains("public var key: Key? = nil"))
        #expect(text.contains("case outerID([UInt8])"))
        #expect(text.contains("case inner(TestV1.Outer.Inner)"))
        #expect(text.contains("case 1: self.key = .outerID(Field.bytes(source.pointee.outer_id))"))
        #expect(text.contains("public init(key: Key? = nil, numbers: [Int64] = [], register: Bool"))
    }

    @Test("a field named as a C keyword is found under protoc-c's name")
    func keyword() throws {
        let text = try #require(try generated().swiftFiles.first?.text)
        #expect(text.contains("self.register = source.pointee.register_ != 0"))
    }

    @Test("a method is a typed constant, listed in its service and in all")
    func methods() throws {
        let outputs = try generated().swiftFiles
        #expect(
            outputs[0].text.contains(
                "public static let go = Method<TestV1.Outer, TestV1.Outer.Inner>("
                    + "name: \"jatigi.test.v1.TestService/Go\", idempotency: .idempotent)"))
        #expect(outputs[2].text.contains("TestV1.TestService.methods,"))
    }

    @Test("the C side gathers the headers and holds the descriptor set")
    func cFiles() throws {
        let outputs = try generated().cFiles(descriptorSet: [1, 2, 255])
        #expect(outputs.map(\.path) == ["include/CMessages.h", "descriptor_set.c"])
        #expect(outputs[0].text.contains("#include \"good.pb-c.h\""))
        #expect(outputs[0].text.contains("return &jatigi__test__v1__outer__inner__descriptor;"))
        #expect(outputs[1].text.contains("contract_descriptor_set_size = 3;"))
        #expect(outputs[1].text.contains("    1, 2, 255,\n"))
    }

    @Test("the same contract gives the same files")
    func deterministic() throws {
        #expect(try generated().swiftFiles == generated().swiftFiles)
        #expect(try generated().testFiles == generated().testFiles)
    }

    @Test("a long comment is wrapped within the columns of the format")
    func wrapping() {
        var writer = SourceWriter()
        writer.documentation(String(repeating: "word ", count: 60), fallback: "")
        let lines = writer.text.split(separator: "\n")
        #expect(lines.count > 2)
        #expect(lines.allSatisfy { $0.count <= 100 && $0.hasPrefix("/// word") })
    }
}
