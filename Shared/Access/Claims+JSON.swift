internal import FoundationEssentials

extension Claims {
    /// The claims' JSON, with PASETO's registered names and RFC 3339 times.
    ///
    /// Written by hand because no value here holds a character that JSON must escape.
    /// Throws `invalidClaims` when it is longer than allowed.
    func json() throws(AccessError) -> [UInt8] {
        var fields = [
            ("jti", tokenID.description), ("sub", subject), ("role", role.rawValue),
            ("iat", Timestamp.text(milliseconds: issuedAtMilliseconds)),
            ("exp", Timestamp.text(milliseconds: expiresMilliseconds)),
        ].map { "\"\($0.0)\":\"\($0.1)\"" }
        if let notBeforeMilliseconds {
            fields.append("\"nbf\":\"\(Timestamp.text(milliseconds: notBeforeMilliseconds))\"")
        }
        let names = regions.map { "\"\($0)\"" }.joined(separator: ",")
        fields.append("\"regions\":[\(names)]")
        let json = Array("{\(fields.joined(separator: ","))}".utf8)
        try Self.check(byteCount: json.count)
        return json
    }

    /// Reads claims. Unknown names are ignored, so that issuers can add some.
    /// Throws `invalidClaims`, also for claims that break a rule.
    init(json: [UInt8]) throws(AccessError) {
        try Self.check(byteCount: json.count)
        guard let wire = try? JSONDecoder().decode(Wire.self, from: Data(json)) else {
            throw AccessError(
                .invalidClaims,
                "expected a JSON object with jti, sub, role, iat, exp and a list regions")
        }
        guard let tokenID = TokenID(text: wire.jti) else {
            throw AccessError(.invalidClaims, "jti: a UUID")
        }
        guard let role = Role(rawValue: wire.role) else {
            throw AccessError(.invalidClaims, "role: not a role of this version")
        }
        try self.init(
            tokenID: tokenID, subject: wire.sub, role: role, regions: wire.regions,
            issuedAtMilliseconds: Self.time(wire.iat, name: "iat"),
            notBeforeMilliseconds: wire.nbf.map { (text) throws(AccessError) -> Int64 in
                try Self.time(text, name: "nbf")
            },
            expiresMilliseconds: Self.time(wire.exp, name: "exp"))
    }

    private struct Wire: Decodable {
        let jti: String
        let sub: String
        let role: String
        let regions: [String]
        let iat: String
        let nbf: String?
        let exp: String
    }

    private static func time(_ text: String, name: String) throws(AccessError) -> Int64 {
        guard let milliseconds = Timestamp.milliseconds(parsing: text) else {
            throw AccessError(.invalidClaims, "\(name): an RFC 3339 time")
        }
        return milliseconds
    }

    private static func check(byteCount: Int) throws(AccessError) {
        guard byteCount <= AccessLimits.claimsBytesMax else {
            throw AccessError(
                .invalidClaims,
                "the claims have \(byteCount) bytes; \(AccessLimits.claimsBytesMax) allowed")
        }
    }
}
