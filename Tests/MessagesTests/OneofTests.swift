import Messages
import Testing

@Suite struct OneofTests {
    @Test("an empty string in a oneof is on the wire, and differs from none")
    func emptyString() throws {
        let value = RegistrationV1.GetHouseholdRequest(key: .caseNumber(""))
        #expect(try value.encoded() == [0x12, 0x00])
        #expect(try RegistrationV1.GetHouseholdRequest(decoding: [0x12, 0x00]) == value)
    }

    @Test("empty bytes in a oneof are on the wire, and differ from none")
    func emptyBytes() throws {
        let value = RegistrationV1.GetHouseholdRequest(key: .householdID([]))
        #expect(try value.encoded() == [0x0A, 0x00])
        #expect(try RegistrationV1.GetHouseholdRequest(decoding: [0x0A, 0x00]) == value)
    }

    @Test("an empty message in a oneof is on the wire, and differs from none")
    func emptyMessage() throws {
        let value = RegistrationV1.Command(action: .depart(RegistrationV1.Depart()))
        #expect(try value.encoded() == [0x2A, 0x00])
        #expect(try RegistrationV1.Command(decoding: [0x2A, 0x00]) == value)
    }

    @Test("no member is none")
    func none() throws {
        #expect(try RegistrationV1.Command(decoding: [0x0A, 0x01, 0x61]).action == nil)
    }
}
