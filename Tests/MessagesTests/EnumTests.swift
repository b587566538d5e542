import Messages
import Testing

@Suite struct EnumTests {
    @Test("a value that is not known survives, negative ones too", arguments: [99, -1, .min, .max])
    func unknownValueSurvives(number: Int32) throws {
        let value = RegistrationV1.Household(stage: .unrecognized(number))
        let decoded = try RegistrationV1.Household(decoding: value.encoded())
        #expect(decoded.stage == .unrecognized(number))
        #expect(decoded.stage.rawValue == number)
    }

    @Test("a known number is its case, never an unrecognized one")
    func knownNumbers() {
        for stage in RegistrationV1.Stage.allKnown {
            #expect(RegistrationV1.Stage(rawValue: stage.rawValue) == stage)
        }
        #expect(RegistrationV1.Stage.allKnown == [.unspecified, .preRegistered, .registered])
        #expect(RegistrationV1.Stage() == .unspecified)
        #expect(RPCV1.StatusCode() == .ok)
    }

    @Test("the status codes have gRPC's numbers")
    func statusCodes() {
        #expect(RPCV1.StatusCode.allKnown.map(\.rawValue) == Array(0...16))
        #expect(RPCV1.StatusCode.dataLoss.rawValue == 15)
        #expect(RPCV1.StatusCode.unauthenticated.rawValue == 16)
    }
}
