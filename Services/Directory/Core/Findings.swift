public import Catalogue
public import Messages
public import Status

/// What is wrong with a record, by field.
public struct Findings: Sendable, Hashable {
    /// Rules that the record breaks; with any of them it is not kept.
    public private(set) var violations: [RPCV1.Violation] = []

    /// Nothing found.
    public init() {}

    /// Notes a wrong field.
    public mutating func reject(
        _ path: FieldPath, _ reason: MessageKey, _ arguments: [String: String] = [:]
    ) {
        violations.append(RPCV1.Violation(path.text, reason, arguments))
    }

    /// Ends in `INVALID_ARGUMENT` with every wrong field, where there is one.
    public func throwIfAny() throws(RPCError) {
        guard !violations.isEmpty else { return }
        throw RPCError(.invalidArgument, .directory(.recordInvalid), violations: violations)
    }
}
