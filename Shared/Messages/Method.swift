/// One method of a service, with the types of its messages.
public struct Method<Request: WireMessage, Response: WireMessage>: Hashable, Sendable {
    /// The full name as the envelope carries it: `package.Service/Method`.
    public let name: String
    /// What a caller may assume of sending it twice.
    public let idempotency: Idempotency

    /// Creates a method; generated code does.
    public init(name: String, idempotency: Idempotency) {
        self.name = name
        self.idempotency = idempotency
    }

    /// The same without the types.
    public var descriptor: MethodDescriptor {
        MethodDescriptor(
            name: name, idempotency: idempotency, requestType: Request.fullName,
            responseType: Response.fullName)
    }
}
