import Messages
import Testing

@testable import Linkage

/// Parameters that another version of the program learnt.
@Suite struct LaidParametersTests {
    private static let fields = LinkageIndex.registration.fields
    private static let standard = LinkageParameters.standard

    @Test func `the shipped parameters know every part that registered people are compared by`() {
        let laid = Self.standard.laid(over: Self.standard, fields: Self.fields)
        #expect(laid.shipped.isEmpty)
        #expect(Set(laid.parameters.parts) == Set(Self.standard.parts))
        #expect(Set(laid.parameters.dependences) == Set(Self.standard.dependences))
    }

    @Test func `what is not known is as it ships and what is compared no more goes`() throws {
        var message = Self.standard.message
        // Everything was learnt to be otherwise.
        for place in message.parts.indices {
            message.parts[place].matches.reverse()
            message.parts[place].strangers.reverse()
        }
        message.dependences = message.dependences.map {
            .init(first: $0.first, second: $0.second, bits: 9)
        }
        message.shiftBits = 0.25
        func change(_ part: String, _ body: (inout DeduplicationV1.ModelPart) -> Void) throws {
            let place = try #require(message.parts.firstIndex { $0.part == part })
            body(&message.parts[place])
        }
        try change("phone phone") { $0.part = "text eyes" }
        try change("family family") { $0.levels.removeLast() }
        try change("sex sex") { $0.matches = [.nan, 0.5] }
        let learnt = try #require(LinkageParameters(message))
        let laid = learnt.laid(over: Self.standard, fields: Self.fields)
        let shipped: [LinkageEvidence.Subject] = [
            .part(.family, LinkageField(.family)), .part(.sex, LinkageField(.sex)),
            .part(.phone, LinkageField(.phone)),
        ]
        #expect(Set(laid.shipped) == Set(shipped))
        #expect(laid.parameters.shift == 0.25)
        #expect(
            laid.parameters.parts.map(\.part).sorted() == Self.standard.parts.map(\.part).sorted())
        for part in laid.parameters.parts {
            let isShipped = ["family family", "sex sex", "phone phone"].contains(part.part)
            #expect(Self.standard.parts.contains(part) == isShipped, "\(part.part)")
        }
        for dependence in laid.parameters.dependences {
            let names = [dependence.first, dependence.second]
            #expect((dependence.bits != 9) == names.contains("family family"))
        }
        #expect(laid.parameters.dependences.count == Self.standard.dependences.count)
    }
}
