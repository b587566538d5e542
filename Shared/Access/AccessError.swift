internal import Glibc

/// Why a key, file, token or sealed box was refused.
///
/// The message is for operators: it names what was wrong and what is allowed, and never holds
/// token text, key text, payload or a person's data. File errors name the path.
public struct AccessError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of refusal it is. Open: later versions may add codes, so switch with a default.
    public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// The stable name of the code, in snake_case, fit for a metric label.
        public let rawValue: String

        /// Makes a code from its stable name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The stable name of the code.
        public var description: String { rawValue }
    }

    /// What kind of refusal it is.
    public let code: Code

    /// One sentence for operators, without personal data or secret text.
    public let message: String

    /// What the message names, for a text in another language: of file errors `path`, and where they were met `mode` and
    /// `allowed` (octal) or `system` (the name of errno(3), for instance `ENOENT`).
    public let arguments: [String: String]

    /// Makes an error. Neither text may hold personal data or secret text.
    public init(_ code: Code, _ message: String, _ arguments: [String: String] = [:]) {
        self.code = code
        self.message = message
        self.arguments = arguments
    }

    /// The code and the message.
    public var description: String { "\(code): \(message)" }
}

extension AccessError {
    /// What the system did not let be done with a file.
    ///
    /// - Parameter code: of errno(3).
    package static func unavailable(_ action: String, path: String, code: CInt) -> AccessError {
        let reason = strerror(code).map { String(cString: $0) } ?? "error \(code)"
        let system = Self.systemNames[code] ?? "\(code)"
        return AccessError(
            .fileUnavailable, "cannot \(action) \(path): \(reason)",
            ["path": path, "system": system])
    }

    /// The same, with the file that it is about.
    func naming(_ path: String) -> AccessError {
        AccessError(
            code, "\(path): \(message)", arguments.merging(["path": path]) { _, new in new })
    }

    private static let systemNames: [CInt: String] = [
        ENOTDIR: "ENOTDIR",
        ENOENT: "ENOENT", EACCES: "EACCES", EPERM: "EACCES", ENOSPC: "ENOSPC", EDQUOT: "ENOSPC",
        EROFS: "EROFS",
    ]
}

extension AccessError.Code {
    /// The token is not a v4.public PASETO of ours: form, size or footer.
    public static let malformedToken = Self(rawValue: "malformed_token")
    /// The token names a key that this program does not trust.
    public static let unknownKey = Self(rawValue: "unknown_key")
    /// The signature does not match.
    public static let forgedToken = Self(rawValue: "forged_token")
    /// The signature matches but the claims break a rule.
    public static let invalidClaims = Self(rawValue: "invalid_claims")
    /// The token's time has passed.
    public static let expired = Self(rawValue: "expired")
    /// The token's time has not come.
    public static let notYetValid = Self(rawValue: "not_yet_valid")
    /// The token or its subject is on the revocation list.
    public static let revoked = Self(rawValue: "revoked")
    /// A revocation list cannot be read.
    public static let malformedRevocations = Self(rawValue: "malformed_revocations")
    /// Key text or key bytes are not a key of the expected kind.
    public static let invalidKey = Self(rawValue: "invalid_key")
    /// The file cannot be opened, read or written.
    public static let fileUnavailable = Self(rawValue: "file_unavailable")
    /// The file is open to others, owned by another, or no regular file.
    public static let fileUnsafe = Self(rawValue: "file_unsafe")
    /// The file is larger than allowed, or empty.
    public static let fileSize = Self(rawValue: "file_size")
    /// The file to create is already there.
    public static let fileExists = Self(rawValue: "file_exists")
    /// The bytes are not a sealed box of a known version, or are cut short or too long.
    public static let malformedBox = Self(rawValue: "malformed_box")
    /// The box was sealed for another region's key.
    public static let wrongRecipient = Self(rawValue: "wrong_recipient")
    /// The box was altered after it was sealed.
    public static let tamperedBox = Self(rawValue: "tampered_box")
    /// The box comes from a device that is not among the accepted ones.
    public static let unknownDevice = Self(rawValue: "unknown_device")
    /// The box names an accepted device, but that device did not sign it.
    public static let forgedBox = Self(rawValue: "forged_box")
    /// The payload to seal is larger than allowed.
    public static let payloadTooLarge = Self(rawValue: "payload_too_large")
}
