import Messages
import Testing

/// Guards the wire format. The bytes were made by Python's protobuf 4.21.12 (PyPI), with
/// `SerializeToString(deterministic=True)` over the same values, from classes that protoc 3.21.12
/// generated from the contract. They must never be made again by the code under test.
@Suite struct GoldenBytesTests {
    private func check<Message: WireMessage>(_ value: Message, _ hexadecimal: String) throws {
        let digits = Array(hexadecimal.utf8)
        let bytes = try stride(from: 0, to: digits.count, by: 2).map { index in
            let pair = String(decoding: digits[index..<index + 2], as: UTF8.self)
            return try #require(UInt8(pair, radix: 16))
        }
        #expect(try value.encoded() == bytes)
        #expect(try Message(decoding: bytes) == value)
    }

    @Test("a request is as Python makes it")
    func request() throws {
        try check(
            RPCV1.Request(
                method: "jatigi.health.v1.HealthService/Check", payload: [0x0A, 0x00, 0xFF],
                timeoutMilliseconds: 5_000, authorization: "v4.public.x",
                requestID: Array(0..<16), region: "ML19"),
            "0a246a61746967692e6865616c74682e76312e4865616c7468536572766963652f436865636b12030a00ff"
                + "188827220b76342e7075626c69632e783210000102030405060708090a0b0c0d0e0f3a044d4c3139"
        )
    }

    @Test("a response with details is as Python makes it")
    func response() throws {
        try check(
            RPCV1.Response(
                statusCode: .unauthenticated, message: "no token",
                details: RPCV1.ErrorDetails(
                    reason: "rpc.unauthenticated",
                    arguments: [RPCV1.Argument(name: "scheme", value: "PASETO")],
                    violations: [
                        RPCV1.Violation(field: "authorization", reason: "field.required")
                    ],
                    retryAfterMilliseconds: 300)),
            "081012086e6f20746f6b656e1a4b0a137270632e756e61757468656e7469636174656412100a06736368656d"
                + "65120650415345544f1a1f0a0d617574686f72697a6174696f6e120e6669656c642e726571756972656420"
                + "ac02")
    }

    @Test("an event with a oneof and large and negative numbers is as Python makes it")
    func event() throws {
        try check(
            RegistrationV1.Event(
                position: CommonV1.LogPosition(
                    region: "ML19", epoch: [1, 1, 1, 1], sequence: (1 << 63) + 5,
                    eventID: [0xFF, 0]),
                recordedAtMilliseconds: -1, subjectID: [7],
                change: .peopleDeparted(
                    RegistrationV1.PeopleDeparted(
                        householdID: [9], personIDs: [[], [1]],
                        departedOn: CommonV1.PartialDate(
                            year: 2_025, month: 7, day: 17, precision: .day),
                        destination: CommonV1.Place(code: "ML0505", name: "Koro 中 😀")))),
            "0a1b0a044d4c313912040101010118858080808080808080012202ff0010ffffffffffffffffff0122010732"
                + "2c0a010912001201011a0908e90f10071811200122170a064d4c30353035120d4b6f726f20e4b8ad20f0"
                + "9f9880")
    }

    @Test("doubles are as Python makes them")
    func doubles() throws {
        try check(
            DeduplicationV1.ScreenedPair(
                pairID: [1], level: .probable, weightBits: -3.25,
                evidence: [
                    DeduplicationV1.Evidence(
                        field: "given_name", level: "sounds_alike", weightBits: 7.5)
                ]),
            "0a01012002290000000000000ac032230a0a676976656e5f6e616d65120c736f756e64735f616c696b65"
                + "190000000000001e40")
    }

    @Test("a list of enum values is packed, as Python makes it")
    func packedEnums() throws {
        try check(
            StatisticsV1.GetCountsRequest(
                dimensions: [.place, .ageBand, .date], placeLevel: 2, placeCode: "ML05"),
            "0a03010406100222044d4c3035")
    }
}
