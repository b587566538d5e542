/// What a token says of its bearer. A value of this type has kept every rule below.
public struct Claims: Hashable, Sendable {
    /// The region name that stands for every region.
    public static let allRegions = "*"

    /// The token's own id (`jti`): what a revocation names.
    public let tokenID: TokenID
    /// The account's or device's handle (`sub`): 1 to 64 of a–z, 0–9, `.`, `_`, `-`.
    public let subject: String
    /// What the bearer may be.
    public let role: Role
    /// Region codes, or `["*"]` for all, which a team may not have. 1 to 64, no repeats.
    public let regions: [String]
    /// When it was issued (`iat`), UTC milliseconds.
    public let issuedAtMilliseconds: Int64
    /// From when it is valid (`nbf`), UTC milliseconds; nil means from issue.
    public let notBeforeMilliseconds: Int64?
    /// When it stops being valid (`exp`), UTC milliseconds; within the role's longest lifetime.
    public let expiresMilliseconds: Int64

    /// Makes claims. Throws `invalidClaims`, which names the claim, never its value.
    public init(
        tokenID: TokenID, subject: String, role: Role, regions: [String],
        issuedAtMilliseconds: Int64, notBeforeMilliseconds: Int64? = nil,
        expiresMilliseconds: Int64
    ) throws(AccessError) {
        guard Self.isSubject(subject) else {
            throw AccessError(
                .invalidClaims,
                "sub: 1 to \(AccessLimits.subjectCharactersMax) characters of a-z 0-9 . _ -")
        }
        try Self.check(regions: regions, role: role)
        let (lifetime, overflows) = expiresMilliseconds.subtractingReportingOverflow(
            issuedAtMilliseconds)
        let lifetimeMax = AccessLimits.tokenLifetimeMillisecondsMax(for: role)
        guard !overflows, lifetime > 0, lifetime <= lifetimeMax else {
            throw AccessError(
                .invalidClaims,
                "exp: after iat, and within \(lifetimeMax / 3_600_000) hours of it for this role")
        }
        guard Self.representable.contains(issuedAtMilliseconds),
            Self.representable.contains(expiresMilliseconds),
            Self.representable.contains(notBeforeMilliseconds ?? 0)
        else {
            throw AccessError(.invalidClaims, "iat, nbf, exp: years 1970 to 9999")
        }
        self.tokenID = tokenID
        self.subject = subject
        self.role = role
        self.regions = regions
        self.issuedAtMilliseconds = issuedAtMilliseconds
        self.notBeforeMilliseconds = notBeforeMilliseconds
        self.expiresMilliseconds = expiresMilliseconds
    }

    /// Whether the bearer may act in the region.
    public func covers(region: String) -> Bool {
        regions.contains { $0 == region || $0 == Self.allRegions }
    }

    // RFC 3339 has four digits for the year.
    private static let representable: ClosedRange<Int64> = 0...253_402_300_799_999

    static func isSubject(_ text: some StringProtocol) -> Bool {
        (1...AccessLimits.subjectCharactersMax).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    private static func check(regions: [String], role: Role) throws(AccessError) {
        guard (1...AccessLimits.regionsMax).contains(regions.count),
            Set(regions).count == regions.count
        else {
            throw AccessError(
                .invalidClaims, "regions: 1 to \(AccessLimits.regionsMax), each once")
        }
        if regions == [allRegions] {
            // A lost device must never open more than the regions its team works in.
            guard role != .team else {
                throw AccessError(.invalidClaims, "regions: a team names its regions")
            }
            return
        }
        guard regions.allSatisfy(isRegionCode) else {
            throw AccessError(
                .invalidClaims,
                "regions: codes of 1 to \(AccessLimits.regionCharactersMax) of A-Z 0-9 -, or only *"
            )
        }
    }

    /// Whether a text can be a region's code: 1 to 16 of A-Z, 0-9 and -.
    public static func isRegionCode(_ text: String) -> Bool {
        (1...AccessLimits.regionCharactersMax).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
