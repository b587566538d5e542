internal import FoundationEssentials

/// The footer of a token: which key signed it.
struct TokenFooter: Codable {
    let kid: String

    /// The footer's JSON for a key id, which holds nothing that JSON must escape.
    static func bytes(keyID: String) -> [UInt8] { Array("{\"kid\":\"\(keyID)\"}".utf8) }

    /// Reads a footer. It is parsed before anything is authentic, so its size is bounded first.
    static func keyID(parsing footer: [UInt8]) throws(AccessError) -> String {
        guard !footer.isEmpty, footer.count <= AccessLimits.footerBytesMax,
            let decoded = try? JSONDecoder().decode(TokenFooter.self, from: Data(footer))
        else {
            throw AccessError(.malformedToken, "the token's footer does not name its key")
        }
        return decoded.kid
    }
}
