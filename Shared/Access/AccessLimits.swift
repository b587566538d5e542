/// Every limit of the module, each with its reason.
public enum AccessLimits {
    /// A token travels in each request's envelope; the largest claims in base64 fit with room.
    public static let tokenBytesMax = 2048
    /// Claims are parsed from JSON; a bound keeps the parse small.
    public static let claimsBytesMax = 1024
    /// A footer holds one key id (51 characters); it is parsed *before* the signature is checked.
    public static let footerBytesMax = 128
    /// Binds tokens to a deployment; longer ones only slow the signature down.
    public static let implicitAssertionBytesMax = 256
    /// Mali has 20 regions and may redraw its map; more names than that mean "all".
    public static let regionsMax = 64
    /// A region code is a short place code such as ML19.
    public static let regionCharactersMax = 16
    /// A subject is an account's or device's handle, never a person's full name.
    public static let subjectCharactersMax = 64
    /// The clocks of field devices drift; applies to `nbf` and `iat`, never to `exp`.
    public static let clockSkewMillisecondsMax: Int64 = 60_000
    /// Rotation needs two keys; several issuers may exist in a handover.
    public static let verificationKeysMax = 16
    /// About 8 MiB at the longest tokens, in two generations; far more than a region's accounts.
    public static let cachedTokensMax = 4096
    /// Revocations are few: lost devices and people who left. A list beyond this is a mistake.
    public static let revocationsMax = 100_000
    /// `revocationsMax` lines of the longest kind, with comments.
    public static let revocationFileBytesMax = 8 << 20
    /// Devices of one region: more than it has teams, few enough to search one after another.
    public static let deviceKeysMax = 1_000
    /// One device's key a line; the rest is comments.
    public static let deviceKeyFileBytesMax = 256 << 10
    /// One key a line; the rest is comments.
    public static let keyFileBytesMax = 16 << 10
    /// A secret file holds one short line.
    public static let secretFileBytesMax = 4 << 10
    /// A sealed payload is one spooled batch; opening needs about three times this in memory.
    public static let sealedPayloadBytesMax = 16 << 20

    /// The longest lifetime a role's token may have, in milliseconds.
    ///
    /// Teams work offline for days, so theirs lasts 30 days; services are renewed by an operator
    /// once a year; people at a desk sign in each working day.
    public static func tokenLifetimeMillisecondsMax(for role: Role) -> Int64 {
        let hour: Int64 = 3_600_000
        switch role {
        case .team: return 30 * 24 * hour
        case .service, .follower, .backup: return 365 * 24 * hour
        case .registrar, .adjudicator, .validator, .publisher, .viewer, .admin: return 12 * hour
        }
    }
}
