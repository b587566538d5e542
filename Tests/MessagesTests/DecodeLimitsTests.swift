import Messages
import Testing

@Suite struct DecodeLimitsTests {
    private func code<Message: WireMessage>(
        _ type: Message.Type, _ bytes: [UInt8], _ limits: DecodeLimits = .standard
    ) -> WireError.Code? {
        do throws(WireError) {
            _ = try Message(decoding: bytes, limits: limits)
            return nil
        } catch {
            return error.code
        }
    }

    @Test("one byte more than the limit is refused, the limit itself is not")
    func byteLimit() throws {
        let bytes = try CommonV1.Place(name: "Koro").encoded()
        #expect(code(CommonV1.Place.self, bytes, DecodeLimits(bytesMax: bytes.count)) == nil)
        #expect(
            code(CommonV1.Place.self, bytes, DecodeLimits(bytesMax: bytes.count - 1)) == .tooLarge)
    }

    @Test("a field more than the limit is refused, the limit itself is not")
    func fieldLimit() {
        let bytes = Array([[UInt8]](repeating: WireBytes.text(9, "76000000"), count: 10).joined())
        #expect(code(RegistrationV1.Household.self, bytes, DecodeLimits(fieldsMax: 10)) == nil)
        #expect(
            code(RegistrationV1.Household.self, bytes, DecodeLimits(fieldsMax: 9))
                == .tooManyFields)
    }

    @Test("packed elements count as fields")
    func packedElementsCount() {
        let bytes = WireBytes.delimited(1, [UInt8](repeating: 1, count: 50))
        #expect(code(StatisticsV1.GetCountsRequest.self, bytes, DecodeLimits(fieldsMax: 51)) == nil)
        #expect(
            code(StatisticsV1.GetCountsRequest.self, bytes, DecodeLimits(fieldsMax: 50))
                == .tooManyFields)
    }

    @Test("unknown fields have a limit of their own")
    func unknownFieldLimit() {
        let bytes = Array([[UInt8]](repeating: WireBytes.number(500, 1), count: 5).joined())
        #expect(code(CommonV1.Place.self, bytes, DecodeLimits(unknownFieldsMax: 5)) == nil)
        #expect(
            code(CommonV1.Place.self, bytes, DecodeLimits(unknownFieldsMax: 4))
                == .tooManyUnknownFields)
    }

    @Test("a level more than the limit is refused, the limit itself is not")
    func depthLimit() throws {
        let household = RegistrationV1.Household(members: [
            RegistrationV1.Person(birthDate: CommonV1.PartialDate(year: 1990))
        ])
        let bytes = try household.encoded()
        #expect(code(RegistrationV1.Household.self, bytes, DecodeLimits(depthMax: 3)) == nil)
        #expect(code(RegistrationV1.Household.self, bytes, DecodeLimits(depthMax: 2)) == .tooDeep)
    }

    @Test("100,000 levels of submessages are never followed")
    func hostileDepth() {
        // The lengths are worked out from the inside first: prepending would be quadratic.
        var lengths: [UInt64] = [0]
        for _ in 0..<100_000 {
            let inner = lengths[lengths.count - 1]
            lengths.append(inner + 1 + UInt64(WireBytes.varint(inner).count))
        }
        var bytes: [UInt8] = []
        for length in lengths.dropLast().reversed() { bytes += [0x1A] + WireBytes.varint(length) }
        // Field 3 is a message in both at first; the contract ends, so the rest is one unknown field.
        #expect(code(RegistrationV1.BatchContent.self, bytes) == nil)
        #expect(code(RPCV1.Response.self, bytes, .envelope) == nil)
        #expect(code(RPCV1.Response.self, bytes, DecodeLimits(depthMax: 1)) == .tooDeep)
        let groups = [UInt8](repeating: 0x1B, count: 100_000)
        #expect(code(RPCV1.Response.self, groups) == .malformed)
    }

    @Test("1 MiB of empty submessages is refused before it is unpacked")
    func amplificationIsBounded() {
        let empty = [[UInt8]](repeating: [0x5A, 0], count: 1 << 19).flatMap { $0 }
        #expect(code(RegistrationV1.Household.self, empty) == .tooLarge)
        #expect(
            code(
                RegistrationV1.Household.self, empty,
                DecodeLimits(arenaBytesMax: 1 << 30)) == .tooManyFields)
        #expect(
            code(
                RegistrationV1.Household.self, empty,
                DecodeLimits(fieldsMax: 1 << 20, arenaBytesMax: 32 << 20)) == .tooLarge)
    }

    @Test("lists that grow by being merged are refused, where each merge would copy them")
    func mergingIsRefused() {
        let one = WireBytes.delimited(1, WireBytes.delimited(20, []))
        let bytes = Array([[UInt8]](repeating: one, count: 4_000).joined())
        #expect(code(HealthV1.GetStatusResponse.self, bytes) == .repeatedSubmessage)
    }

    @Test("the envelope's limits take the largest envelope that the contract allows")
    func envelopeLimitsSuffice() throws {
        let argument = RPCV1.Argument(name: "max", value: "100")
        let violation = RPCV1.Violation(
            field: "commands[3].register.household.members[0].birth_date", reason: "a.b",
            arguments: Array(repeating: argument, count: 10))
        let response = RPCV1.Response(
            statusCode: .invalidArgument,
            details: RPCV1.ErrorDetails(
                reason: "a", arguments: [argument],
                violations: Array(repeating: violation, count: 256)))
        #expect(try RPCV1.Response(decoding: response.encoded(), limits: .envelope) == response)
    }

    @Test("the standard limits take a batch of 1,000 people")
    func standardLimitsSuffice() throws {
        let content = SampleBatch.content(people: 1_000)
        #expect(try RegistrationV1.BatchContent(decoding: content.encoded()) == content)
    }
}
