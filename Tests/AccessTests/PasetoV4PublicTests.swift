import Testing

@testable import Access

// Vectors 4-S-1 to 4-S-3 of github.com/paseto-standard/test-vectors, v4.json.
struct PasetoVector: Sendable, CustomTestStringConvertible {
    static let seed = "b4cbfb43df4ce210727d953e4a713307fa19bb7d9f85041438d9e11b942a3774"
    static let publicKey = "1eb9dbbbbc047c03fd70604e0071f0987e16b28b757225c11f00415d0e20b1a2"
    static let payload = #"{"data":"this is a signed message","exp":"2022-01-01T00:00:00+00:00"}"#
    static let body =
        "v4.public.eyJkYXRhIjoidGhpcyBpcyBhIHNpZ25lZCBtZXNzYWdlIiwiZXhwIjoiMjAyMi0wMS"
        + "0wMVQwMDowMDowMCswMDowMCJ9"
    static let footer = #"{"kid":"zVhMiPBP9fRf2snEcT7gFTioeA9COcNy9DfgL1W60haN"}"#
    static let encodedFooter =
        ".eyJraWQiOiJ6VmhNaVBCUDlmUmYyc25FY1Q3Z0ZUaW9lQTlDT2NOeTlEZmdMMVc2MGhhTiJ9"

    let name: String
    let token: String
    let footer: String
    let implicitAssertion: String

    var testDescription: String { name }

    static let all = [
        PasetoVector(
            name: "4-S-1",
            token: body + "bg_XBBzds8lTZShVlwwKSgeKpLT3yukTw6JUz3W4h_ExsQV-P0V54zemZDcAxFaSeef1QlXE"
                + "FtkqxT1ciiQEDA",
            footer: "", implicitAssertion: ""),
        PasetoVector(
            name: "4-S-2",
            token: body + "v3Jt8mx_TdM2ceTGoqwrh4yDFn0XsHvvV_D0DtwQxVrJEBMl0F2caAdgnpKlt4p7xBnx1HcO"
                + "-SPo8FPp214HDw" + encodedFooter,
            footer: footer, implicitAssertion: ""),
        PasetoVector(
            name: "4-S-3",
            token: body + "NPWciuD3d0o5eXJXG5pJy-DiVEoyPYWs1YSTwWHNJq6DZD3je5gf-0M4JR9ipdUSJbIovzmB"
                + "ECeaWmaqcaP0DQ" + encodedFooter,
            footer: footer, implicitAssertion: #"{"test-vector":"4-S-3"}"#),
    ]
}

@Suite struct PasetoV4PublicTests {
    private func parsed(_ token: String) throws(AccessError) -> PasetoV4Public {
        let bytes = Array(token.utf8)
        let outcome = bytes.withUnsafeBytes { raw -> Result<PasetoV4Public, AccessError> in
            do throws(AccessError) {
                return .success(try PasetoV4Public(parsing: raw))
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    @Test("signing gives the official vectors byte for byte", arguments: PasetoVector.all)
    func signing(vector: PasetoVector) throws {
        let key = try SigningKey(seed: bytes(hex: PasetoVector.seed))
        let token = PasetoV4Public.sign(
            payload: Array(PasetoVector.payload.utf8), footer: Array(vector.footer.utf8),
            implicitAssertion: Array(vector.implicitAssertion.utf8), key: key)
        #expect(token == vector.token)
    }

    @Test("the official vectors verify", arguments: PasetoVector.all)
    func verifying(vector: PasetoVector) throws {
        let key = try VerificationKey(bytes: bytes(hex: PasetoVector.publicKey))
        let token = try parsed(vector.token)
        #expect(token.payload == Array(PasetoVector.payload.utf8))
        #expect(token.footer == Array(vector.footer.utf8))
        #expect(token.isSigned(by: key, implicitAssertion: Array(vector.implicitAssertion.utf8)))
    }

    @Test("another implicit assertion does not verify", arguments: PasetoVector.all)
    func otherAssertion(vector: PasetoVector) throws {
        let key = try VerificationKey(bytes: bytes(hex: PasetoVector.publicKey))
        #expect(!(try parsed(vector.token).isSigned(by: key, implicitAssertion: [0])))
    }

    @Test("a footer cut off does not verify")
    func footerRemoved() throws {
        let key = try VerificationKey(bytes: bytes(hex: PasetoVector.publicKey))
        let token = PasetoVector.all[1].token.dropLast(PasetoVector.encodedFooter.count)
        #expect(!(try parsed(String(token)).isSigned(by: key, implicitAssertion: [])))
    }

    // github.com/paseto-standard/paseto-spec, docs/01-Protocol-Versions/Common.md.
    @Test("PAE gives the specification's examples")
    func preAuthenticationEncoding() {
        let zero = [UInt8](repeating: 0, count: 8)
        let one = [1] + [UInt8](repeating: 0, count: 7)
        let four = [4] + [UInt8](repeating: 0, count: 7)
        #expect(PreAuthenticationEncoding.encode([]) == zero)
        #expect(PreAuthenticationEncoding.encode([[]]) == one + zero)
        #expect(
            PreAuthenticationEncoding.encode([Array("test".utf8)])
                == one + four + Array("test".utf8))
    }

    @Test(
        "text that is not canonical is refused",
        arguments: [
            "", "v4.public", "v4.public.", "v4.local.AAAA", "v3.public.AAAA", "v4.public.AAAA",
            PasetoVector.all[0].token + ".", PasetoVector.all[1].token + ".AAAA",
            PasetoVector.all[0].token + "=", PasetoVector.all[0].token + "\n",
            " " + PasetoVector.all[0].token,
            PasetoVector.all[0].token.replacing("-", with: "+"),
            // 133 bytes leave four unused bits in the last character: "A" and "B" would be alike.
            String(PasetoVector.all[0].token.dropLast()) + "B",
        ])
    func malformed(token: String) {
        #expect(refusal { () throws(AccessError) in _ = try parsed(token) } == .malformedToken)
    }
}
