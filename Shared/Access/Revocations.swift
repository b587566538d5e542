/// Tokens and subjects that are refused although their signature and time are good.
///
/// The text form has one entry a line: a token's id (UUID), or `subject:NAME` for all tokens of a
/// subject, past and future. `#` starts a comment; empty lines are allowed.
///
/// ```
/// 0190f7c2-6b1e-7cc0-9d4a-2f6f0a1b2c3d   # tablet lost
/// subject:team-07
/// ```
public struct Revocations: Hashable, Sendable {
    /// Nothing revoked.
    public static let none = Revocations()

    /// Ids of revoked tokens.
    public private(set) var tokenIDs: Set<TokenID>
    /// Subjects all of whose tokens are revoked.
    public private(set) var subjects: Set<String>

    /// Makes a list from ids and subjects.
    public init(tokenIDs: Set<TokenID> = [], subjects: Set<String> = []) {
        self.tokenIDs = tokenIDs
        self.subjects = subjects
    }

    /// Reads the text form. One bad line refuses the whole: throws `malformedRevocations` with
    /// the line's number.
    public init(parsing text: String) throws(AccessError) {
        self.init()
        for line in KeyText.lines(of: text) {
            if let tokenID = TokenID(text: line.text) {
                tokenIDs.insert(tokenID)
            } else if line.text.hasPrefix(Self.subjectPrefix),
                Claims.isSubject(line.text.dropFirst(Self.subjectPrefix.count))
            {
                subjects.insert(String(line.text.dropFirst(Self.subjectPrefix.count)))
            } else {
                throw AccessError(
                    .malformedRevocations,
                    "line \(line.number): expected a token id (UUID) or \(Self.subjectPrefix)NAME")
            }
            guard tokenIDs.count + subjects.count <= AccessLimits.revocationsMax else {
                throw AccessError(
                    .malformedRevocations,
                    "line \(line.number): more than \(AccessLimits.revocationsMax) entries")
            }
        }
    }

    /// Reads a revocation file, which nobody but its owner may be able to write. A list with
    /// nothing in it must still hold a comment: an empty file is taken for a failed copy.
    public static func load(path: String) throws(AccessError) -> Revocations {
        let bytes = try TrustedFile.read(
            path: path, byteCountMax: AccessLimits.revocationFileBytesMax)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw AccessError(.malformedRevocations, "\(path) is not UTF-8")
        }
        return try Revocations(parsing: text)
    }

    /// Whether these claims are revoked.
    public func contains(_ claims: Claims) -> Bool {
        tokenIDs.contains(claims.tokenID) || subjects.contains(claims.subject)
    }

    private static let subjectPrefix = "subject:"
}
