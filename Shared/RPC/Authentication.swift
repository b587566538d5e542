public import Access
import Catalogue
import Messages
public import Status

/// Verifies every call's token and asks the role table; what is not allowed by name is refused.
public final class Authentication: ServerInterceptor {
    private let verifier: TokenVerifier
    private let policy: AccessPolicy
    private let home: String
    private let regions: Set<String>

    /// - Parameter regions: the regions whose data this program can reach; a caller needs the one
    ///   that it names, or the first where it names none.
    public init(
        verifier: TokenVerifier, policy: AccessPolicy = .standard, home: String,
        others: Set<String> = []
    ) {
        self.verifier = verifier
        self.policy = policy
        self.home = home
        self.regions = others.union([home])
    }

    /// Refuses a call without a valid token, with a role that may not make it, or for another
    /// region.
    public func begin(_ call: inout Call) throws(RPCError) {
        let requirement = policy.requirement(for: call.method)
        if requirement == .nothing { return }
        guard !call.authorization.isEmpty else {
            throw RPCError(.unauthenticated, .access(.missingToken))
        }
        let claims: Claims
        do {
            claims = try verifier.verify(call.authorization)
        } catch {
            throw error.rpcError
        }
        switch requirement {
        case nil:
            // What the table does not list is refused, whatever has a handler; no role would change that.
            throw RPCError(
                .unimplemented, .rpc(.unknownMethod),
                arguments: ["method": String(call.method.prefix(128))])
        case .nothing?:
            break
        case .oneOf(let roles)?:
            guard roles.contains(claims.role) else {
                throw RPCError(
                    .permissionDenied, .access(.roleDenied),
                    arguments: ["role": claims.role.rawValue])
            }
        }
        let region = call.region.isEmpty ? home : call.region
        guard regions.contains(region) else {
            throw RPCError(.notFound, .rpc(.wrongRegion), arguments: ["region": home])
        }
        guard claims.covers(region: region) else {
            throw RPCError(.permissionDenied, .access(.regionDenied), arguments: ["region": region])
        }
        call.claims = claims
    }
}
