import Testing

@testable import MessageGenerator

@Suite struct DescriptorReaderTests {
    private func refusal(_ bytes: [UInt8]) -> GeneratorError? {
        do throws(GeneratorError) {
            _ = try DescriptorReader.contract(from: bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test("names, numbers, types, nesting and comments are read")
    func everythingIsRead() throws {
        let contract = try DescriptorReader.contract(from: DescriptorFixtures.annotated)
        let file = try #require(contract.files.first)
        #expect(file.package == "jatigi.test.v1")
        let outer = try #require(file.messages.first)
        #expect(outer.fullName == "jatigi.test.v1.Outer")
        #expect(outer.comment == "A message.\nTwo lines.")
        #expect(outer.fields.map(\.name) == ["outer_id", "inner", "numbers", "register"])
        #expect(outer.fields.map(\.number) == [1, 2, 3, 4])
        #expect(outer.fields.map(\.oneofIndex) == [0, 0, nil, nil])
        #expect(outer.fields.map(\.isRepeated) == [false, false, true, false])
        #expect(
            outer.fields.map(\.type) == [
                .bytes, .message("jatigi.test.v1.Outer.Inner"), .int64, .bool,
            ])
        #expect(outer.fields.map(\.comment) == ["By id.", "", "Trailing.", ""])
        #expect(outer.oneofs.map(\.comment) == ["The key."])
        #expect(outer.messages.map(\.fullName) == ["jatigi.test.v1.Outer.Inner"])
        #expect(outer.enums.first?.values.map(\.name) == ["KIND_UNSPECIFIED", "KIND_REGISTER"])
        let service = try #require(file.services.first)
        #expect(service.comment == "Serves.")
        #expect(service.methods.first?.idempotency == .idempotent)
        #expect(service.methods.first?.output == "jatigi.test.v1.Outer.Inner")
        #expect(service.methods.first?.comment == "Goes.")
    }

    @Test("what the generator cannot express is refused by name")
    func refusals() {
        let expected: [(bytes: [UInt8], message: String)] = [
            (DescriptorFixtures.map, "map.proto: a.b.M: a map is not supported"),
            (DescriptorFixtures.presence, "presence.proto: a.b.M.m: optional is not supported"),
            (DescriptorFixtures.stream, "stream.proto: S.Go: a stream is not supported"),
            (DescriptorFixtures.old, "old.proto: a syntax other than proto3 is not supported"),
            (DescriptorFixtures.alias, "alias.proto: a.b.E: allow_alias is not supported"),
            (
                DescriptorFixtures.withoutPackage,
                "nopackage.proto: a file without a package is not supported"
            ),
            (DescriptorFixtures.google, "google.proto: a google import is not supported"),
        ]
        for item in expected {
            #expect(
                refusal(item.bytes) == GeneratorError(code: .unsupported, message: item.message))
        }
    }

    @Test("bytes that are no descriptor set are refused")
    func malformed() {
        #expect(refusal([0xFF, 0xFF])?.code == .malformed)
    }
}
