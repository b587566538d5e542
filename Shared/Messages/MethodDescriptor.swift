/// One method of a service, as data: for routing, reflection and tables of methods.
public struct MethodDescriptor: Hashable, Sendable {
    /// The full name as the envelope carries it: `package.Service/Method`.
    public let name: String
    /// What a caller may assume of sending it twice.
    public let idempotency: Idempotency
    /// The full name of the request message.
    public let requestType: String
    /// The full name of the response message.
    public let responseType: String

    /// Creates a descriptor.
    public init(name: String, idempotency: Idempotency, requestType: String, responseType: String) {
        self.name = name
        self.idempotency = idempotency
        self.requestType = requestType
        self.responseType = responseType
    }
}
