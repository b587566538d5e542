/// A set of roles, in two bytes.
public struct RoleSet: OptionSet, Hashable, Sendable {
    /// One bit a role, in the order of `Role.allCases`.
    public let rawValue: UInt16

    /// Makes a set from its bits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Makes a set of one role.
    public init(_ role: Role) { rawValue = Self.bit(of: role) }

    /// Whether the role is in the set.
    public func contains(_ role: Role) -> Bool { rawValue & Self.bit(of: role) != 0 }

    /// `Role.team`
    public static let team = RoleSet(Role.team)
    /// `Role.registrar`
    public static let registrar = RoleSet(Role.registrar)
    /// `Role.adjudicator`
    public static let adjudicator = RoleSet(Role.adjudicator)
    /// `Role.validator`
    public static let validator = RoleSet(Role.validator)
    /// `Role.publisher`
    public static let publisher = RoleSet(Role.publisher)
    /// `Role.viewer`
    public static let viewer = RoleSet(Role.viewer)
    /// `Role.admin`
    public static let admin = RoleSet(Role.admin)
    /// `Role.service`
    public static let service = RoleSet(Role.service)
    /// `Role.follower`
    public static let follower = RoleSet(Role.follower)
    /// `Role.backup`
    public static let backup = RoleSet(Role.backup)
    /// Every role: anyone with a valid token.
    public static let authenticated = RoleSet(rawValue: .max)

    private static func bit(of role: Role) -> UInt16 {
        switch role {
        case .team: 1
        case .registrar: 2
        case .adjudicator: 4
        case .validator: 8
        case .publisher: 16
        case .viewer: 32
        case .admin: 64
        case .service: 128
        case .follower: 256
        case .backup: 512
        }
    }
}
