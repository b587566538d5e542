import Testing

@testable import Access

@Suite struct ClaimsTests {
    private static let tokenID = "0190f7c2-6b1e-7cc0-9d4a-2f6f0a1b2c3d"

    private func claims(
        subject: String = "team-07", role: Role = .team, regions: [String] = ["ML19"],
        issued: Int64 = testNow, notBefore: Int64? = nil, expires: Int64 = testNow + 3_600_000
    ) throws(AccessError) -> Claims {
        guard let tokenID = TokenID(text: Self.tokenID) else {
            throw AccessError(.invalidClaims, "test")
        }
        return try Claims(
            tokenID: tokenID, subject: subject, role: role, regions: regions,
            issuedAtMilliseconds: issued, notBeforeMilliseconds: notBefore,
            expiresMilliseconds: expires)
    }

    @Test("the JSON has PASETO's names and RFC 3339 times")
    func json() throws {
        let json = try claims(regions: ["ML19", "ML05"], notBefore: testNow + 1).json()
        #expect(
            String(decoding: json, as: UTF8.self)
                == #"{"jti":"0190f7c2-6b1e-7cc0-9d4a-2f6f0a1b2c3d","sub":"team-07","role":"team","#
                + #""iat":"2027-01-15T08:00:00Z","exp":"2027-01-15T09:00:00Z","#
                + #""nbf":"2027-01-15T08:00:00.001Z","regions":["ML19","ML05"]}"#)
    }

    @Test("claims read back as they were, for every role", arguments: Role.allCases)
    func roundTrip(role: Role) throws {
        let original = try claims(role: role, notBefore: testNow + 5)
        #expect(try Claims(json: original.json()) == original)
    }

    @Test(
        "a subject outside the alphabet or length is refused",
        arguments: ["", "Team", "a b", "é", "a/b", "a\"", String(repeating: "a", count: 65)])
    func subject(subject: String) {
        #expect(
            refusal { () throws(AccessError) in
                _ = try claims(subject: subject)
            } == .invalidClaims)
    }

    @Test("the longest subject is accepted")
    func longestSubject() throws {
        let subject = "a.b_c-9" + String(repeating: "z", count: 57)
        #expect(try claims(subject: subject).subject.utf8.count == 64)
    }

    @Test(
        "regions that are none, repeated, malformed or too many are refused",
        arguments: [
            [], ["ML19", "ML19"], ["ml19"], [""], ["ML19", "*"], ["*", "*"], ["A\"B"],
            [String(repeating: "A", count: 17)], (0...64).map { "R\($0)" },
        ])
    func regions(regions: [String]) {
        #expect(
            refusal { () throws(AccessError) in
                _ = try claims(role: .service, regions: regions)
            } == .invalidClaims)
    }

    @Test("all regions are for any role but a team", arguments: Role.allCases)
    func allRegions(role: Role) {
        let refused = refusal { () throws(AccessError) in
            _ = try claims(role: role, regions: ["*"])
        }
        #expect(refused == (role == .team ? .invalidClaims : nil))
    }

    @Test("claims cover their regions only, and * covers each")
    func covers() throws {
        #expect(try claims(regions: ["ML19"]).covers(region: "ML19"))
        #expect(!(try claims(regions: ["ML19"]).covers(region: "ML05")))
        #expect(try claims(role: .service, regions: ["*"]).covers(region: "ML05"))
    }

    @Test("a lifetime is within the role's limit", arguments: Role.allCases)
    func lifetime(role: Role) throws {
        let hours: [Role: Int64] = [.team: 720, .service: 8760, .follower: 8760, .backup: 8760]
        let longest = (hours[role] ?? 12) * 3_600_000
        #expect(try claims(role: role, expires: testNow + longest).role == role)
        for expires in [testNow + longest + 1, testNow, testNow - 1, .max, .min] {
            #expect(
                refusal { () throws(AccessError) in
                    _ = try claims(role: role, expires: expires)
                } == .invalidClaims)
        }
    }

    @Test("claims over the size limit are refused, written and read")
    func size() throws {
        let long = try claims(
            subject: String(repeating: "s", count: 64), role: .service,
            regions: (10..<74).map { "REGION-NUMBER-\($0)" })
        #expect(refusal { () throws(AccessError) in _ = try long.json() } == .invalidClaims)
        let padding = [UInt8](repeating: UInt8(ascii: " "), count: 1025)
        let padded = try claims().json() + padding
        #expect(
            refusal { () throws(AccessError) in
                _ = try Claims(json: padded)
            } == .invalidClaims)
    }

    @Test(
        "JSON that is not claims is refused",
        arguments: [
            ("}", ""), ("\"jti\"", "\"xyz\""), ("0190f7c2-", "0190f7c2"),
            ("team\",\"iat", "x\",\"iat"),
            ("[\"ML19\"]", "\"ML19\""), ("[\"ML19\"]", "[]"), ("2027-01-15T08", "2027-02-30T08"),
            ("09:00:00Z", "09:00:00"), ("\"team-07\"", "7"), ("\"team-07\"", "null"),
        ])
    func malformed(found: String, replacement: String) throws {
        let json = String(decoding: try claims().json(), as: UTF8.self)
        let changed = json.replacing(found, with: replacement)
        try #require(changed != json)
        #expect(
            refusal { () throws(AccessError) in
                _ = try Claims(json: Array(changed.utf8))
            } == .invalidClaims)
    }

    @Test("a claim that this version does not know is ignored")
    func unknownClaim() throws {
        let json = String(decoding: try claims().json(), as: UTF8.self)
        let extended = json.replacing("{", with: #"{"site":{"a":[1]},"#)
        #expect(try Claims(json: Array(extended.utf8)) == (try claims()))
    }
}
