/// Which roles may call which method. What is not listed is denied to all.
///
/// The table says who may call; which regions' data they then see is `Claims.covers(region:)`.
///
/// ```swift
/// let policy = AccessPolicy.standard
/// guard policy.isPublic(method) || policy.allows(claims.role, method: method) else { … }
/// ```
public struct AccessPolicy: Sendable {
    /// What a listed method demands.
    public enum Requirement: Hashable, Sendable {
        /// No token at all.
        case nothing
        /// A valid token of one of these roles.
        case oneOf(RoleSet)
    }

    /// One service's part of a table.
    public struct Service: Sendable {
        let name: String
        let methods: [(name: String, requirement: Requirement)]

        /// Lists a service (`jatigi.area.v1.NameService`) and its methods.
        public init(_ name: String, _ methods: [(name: String, requirement: Requirement)]) {
            self.name = name
            self.methods = methods
        }
    }

    private let requirements: [String: Requirement]

    /// Makes a policy. Listing a method twice is a programmer's error.
    public init(_ services: [Service]) {
        var requirements: [String: Requirement] = [:]
        for service in services {
            for method in service.methods {
                let previous = requirements.updateValue(
                    method.requirement, forKey: service.name + "/" + method.name)
                precondition(previous == nil, "\(service.name)/\(method.name) is listed twice")
            }
        }
        self.requirements = requirements
    }

    /// Every listed method by its full name (`package.Service/Method`), sorted.
    public var methods: [String] { requirements.keys.sorted() }

    /// What the method demands; nil when it is not listed, which is a denial. O(1).
    public func requirement(for method: String) -> Requirement? { requirements[method] }

    /// Whether the method needs no token. False for a method that is not listed. O(1).
    public func isPublic(_ method: String) -> Bool { requirements[method] == .nothing }

    /// Whether a caller of this role may call the method. False when it is not listed. O(1).
    public func allows(_ role: Role, method: String) -> Bool {
        switch requirements[method] {
        case nil: false
        case .nothing?: true
        case .oneOf(let roles)?: roles.contains(role)
        }
    }
}
