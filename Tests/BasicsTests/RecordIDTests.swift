import Testing

@testable import Basics

@Suite struct RecordIDTests {
    @Test("the example of RFC 9562, appendix A.6, is built from its parts")
    func rfcExample() throws {
        let id = RecordID(
            milliseconds: 0x017F_22E2_79B0, randomA: 0xCC3, randomB: 0x18C4_DC0C_0C07_398F)
        #expect(id.description == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
        #expect(id.version == 7)
        #expect(id.timestamp?.description == "2022-02-22T19:22:22.000Z")
        #expect(RecordID("017F22E2-79B0-7CC3-98C4-DC0C0C07398F") == id)
        #expect(RecordID(bytes: id.bytes) == id)
    }

    @Test(
        "text that is no identifier is refused",
        arguments: [
            "", "017f22e279b07cc398c4dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
            "017f22e2-79b0-7cc3-98c4-dc0c0c07398g", "017f22e2-79b0-7cc3-98c4+dc0c0c07398f",
            "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
        ])
    func badText(_ text: String) {
        #expect(RecordID(text) == nil)
    }

    @Test("people write an identifier with or without its hyphens")
    func writtenText() {
        let text = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"
        let bare = "017F22E279B07cc398c4dc0c0c07398f"
        #expect(RecordID(written: text)?.description == text)
        #expect(RecordID(written: bare)?.description == text)
        for wrong in [
            "", String(bare.dropLast()), bare + "0", "017f22e2-79b0-7cc398c4dc0c0c07398",
            String(bare.dropLast(2)) + "é",
        ] {
            #expect(RecordID(written: wrong) == nil)
        }
    }

    @Test("only sixteen bytes make an identifier")
    func byteCount() {
        #expect(RecordID(bytes: [UInt8](repeating: 1, count: 15)) == nil)
        #expect(RecordID(bytes: [UInt8](repeating: 1, count: 17)) == nil)
    }

    @Test("order is that of the bytes, across both halves")
    func order() throws {
        let ids = [(0, 5), (0, 6), (1, 0), (UInt64.max, 0)].map {
            RecordID(high: $0.0, low: $0.1)
        }
        #expect(ids.shuffled().sorted() == ids)
        #expect(ids[1].bytes.lexicographicallyPrecedes(ids[2].bytes))
    }
}
