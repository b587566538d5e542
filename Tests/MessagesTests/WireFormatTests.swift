import Messages
import Testing

@Suite struct WireFormatTests {
    private func error<Message: WireMessage>(
        _ type: Message.Type, _ bytes: [UInt8]
    ) -> WireError? {
        do throws(WireError) {
            _ = try Message(decoding: bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test("packed and unpacked lists decode to the same, also mixed")
    func packedAndUnpacked() throws {
        let packed = WireBytes.delimited(1, [1, 2, 3])
        let unpacked =
            WireBytes.number(1, 1) + WireBytes.number(1, 2) + WireBytes.number(1, 3)
        let expected = StatisticsV1.GetCountsRequest(dimensions: [.place, .populationGroup, .sex])
        #expect(try StatisticsV1.GetCountsRequest(decoding: packed) == expected)
        #expect(try StatisticsV1.GetCountsRequest(decoding: unpacked) == expected)
        let mixed = WireBytes.number(1, 1) + WireBytes.delimited(1, [2, 3])
        #expect(try StatisticsV1.GetCountsRequest(decoding: mixed) == expected)
    }

    @Test("of a scalar that comes twice the last one counts")
    func lastScalarWins() throws {
        let bytes =
            WireBytes.text(1, "ML0101") + WireBytes.text(2, "x") + WireBytes.text(1, "ML0501")
        #expect(try CommonV1.Place(decoding: bytes) == CommonV1.Place(code: "ML0501", name: "x"))
        let years = WireBytes.number(1, 1_990) + WireBytes.number(1, 1_991)
        #expect(try CommonV1.PartialDate(decoding: years).year == 1_991)
    }

    @Test("a submessage that comes twice is refused, since protobuf-c merges it wrongly")
    func repeatedSubmessage() throws {
        // Merging would give year and month; protobuf-c 1.4.1 drops the year.
        let bytes =
            WireBytes.delimited(6, WireBytes.number(1, 2_025))
            + WireBytes.delimited(6, WireBytes.number(2, 7))
        let found = error(RegistrationV1.Household.self, bytes)
        #expect(found?.code == .repeatedSubmessage)
        #expect(found?.field == "jatigi.registration.v1.Household.arrived_on")
        let member = WireBytes.delimited(2, []) + WireBytes.delimited(2, [])
        #expect(error(RegistrationV1.Command.self, member)?.code == .repeatedSubmessage)
    }

    @Test("the same submessage in each element of a list is no repetition")
    func submessageInElements() throws {
        let person = RegistrationV1.Person(birthDate: CommonV1.PartialDate(year: 1_990))
        let household = RegistrationV1.Household(members: [person, person, person])
        #expect(try RegistrationV1.Household(decoding: household.encoded()) == household)
    }

    @Test("of two members of a oneof the last one counts")
    func lastMemberWins() throws {
        let bytes = WireBytes.text(2, "AB-1") + WireBytes.delimited(1, [9])
        #expect(try RegistrationV1.GetHouseholdRequest(decoding: bytes).key == .householdID([9]))
        let other = WireBytes.delimited(1, [9]) + WireBytes.text(2, "AB-1")
        #expect(try RegistrationV1.GetHouseholdRequest(decoding: other).key == .caseNumber("AB-1"))
    }

    @Test("unknown fields of every wire type are skipped and not kept")
    func unknownFieldsAreSkipped() throws {
        let unknown =
            WireBytes.number(90, .max) + WireBytes.delimited(91, [0, 255])
            + WireBytes.key(92, 5) + [1, 2, 3, 4] + WireBytes.key(93, 1) + [1, 2, 3, 4, 5, 6, 7, 8]
        let known = try CommonV1.Place(code: "ML1901", name: "Koro").encoded()
        let decoded = try CommonV1.Place(decoding: unknown + known + unknown)
        #expect(try decoded.encoded() == known)
    }

    @Test(
        "broken bytes are malformed",
        arguments: [
            [0x00],  // field number 0
            [0x0A],  // a length is missing
            [0x0A, 0x02, 0x61],  // fewer bytes than the length
            [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F],  // a length beyond 31 bits
            [0x08, 0x01],  // a varint where a string belongs
            [0x0D, 1, 2, 3, 4],  // a fixed32 where a string belongs
            [0x0B], [0x0C],  // groups
            [0x0E], [0x0F],  // wire types 6 and 7
            [0x8A, 0x80, 0x80, 0x80, 0x80, 0x00],  // a key of six bytes
            [0xFA, 0xFF, 0xFF, 0xFF, 0x7F, 0x00],  // a field number beyond 29 bits
            [0xF8, 0x05] + [UInt8](repeating: 0xFF, count: 10),  // a varint without end
            [0xFD, 0x05, 1, 2, 3],  // an unknown fixed32 cut short
            [0xF9, 0x05, 1, 2, 3, 4],  // an unknown fixed64 cut short
        ] as [[UInt8]])
    func brokenBytes(bytes: [UInt8]) {
        #expect(error(CommonV1.Place.self, bytes)?.code == .malformed)
    }

    @Test("a packed list that ends inside an element is malformed")
    func brokenPackedList() {
        let bytes = WireBytes.delimited(1, [1, 0x80])
        #expect(error(StatisticsV1.GetCountsRequest.self, bytes)?.code == .malformed)
    }

    @Test("a submessage longer than what holds it is malformed")
    func submessageBeyondParent() {
        let inner: [UInt8] = [0x0A, 0x05, 0x61]
        let bytes = WireBytes.delimited(4, inner) + WireBytes.text(7, "abcdefgh")
        #expect(error(RegistrationV1.Household.self, bytes)?.code == .malformed)
    }

    @Test("an error names message, field and place, and nothing of the content")
    func errorsNameThePlace() throws {
        let bytes = WireBytes.delimited(4, WireBytes.delimited(2, Array("Ko".utf8) + [0xFF]))
        let found = try #require(error(RegistrationV1.Household.self, bytes))
        #expect(found.code == .invalidUTF8)
        #expect(found.field == "jatigi.common.v1.Place.name")
        #expect(found.offset == 6)
        #expect(
            "\(found)"
                == "invalid_utf8: a string is not UTF-8 (jatigi.common.v1.Place.name) at byte 6")
    }
}
