public import Catalogue
public import Messages
public import Status

/// What was found in something handed in: what makes it wrong, and what it has to wait for.
public struct Findings: Sendable, Hashable {
    /// Rules that it breaks; with any of them it is not kept.
    public private(set) var rejections: [RPCV1.Violation] = []
    /// Things that somebody else can supply; with only these it is kept and waits.
    public private(set) var holds: [RPCV1.Violation] = []

    /// Nothing found.
    public init() {}

    /// Whether it can be applied as it is.
    public var isClean: Bool { rejections.isEmpty && holds.isEmpty }

    /// Notes a wrong field.
    public mutating func reject(
        _ path: FieldPath, _ reason: MessageKey, _ arguments: [String: String] = [:]
    ) {
        rejections.append(RPCV1.Violation(path.text, reason, arguments))
    }

    /// Notes a value that is not in a list.
    public mutating func rejectCode(_ code: String, of list: ListMessage, at path: FieldPath) {
        reject(
            path, .registration(.unknownCode),
            ["list": list.rawValue, "found": ShownCode.text(code)])
    }

    /// Notes a number of the contract that this program does not know.
    public mutating func rejectNumber(
        _ number: Int32, of list: ListMessage, at path: FieldPath
    ) {
        reject(
            path, .registration(.unknownCode), ["list": list.rawValue, "found": "\(number)"])
    }

    /// Notes what a field has to wait for.
    public mutating func hold(
        _ path: FieldPath, _ reason: MessageKey, _ arguments: [String: String] = [:]
    ) {
        holds.append(RPCV1.Violation(path.text, reason, arguments))
    }

    /// Keeps the first `count` rejections; one more then says how many there were beyond them.
    public mutating func shorten(to count: Int, at path: FieldPath) {
        let left = rejections.count - count
        guard left > 0 else { return }
        rejections.removeLast(left)
        reject(path, .registration(.moreViolations), ["count": "\(left)"])
    }
}
