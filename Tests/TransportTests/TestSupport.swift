import Synchronization
import Testing

@testable import Transport

/// How long a test waits for what should come at once; long enough for a machine under load.
let patience = Duration.seconds(20)

extension RequestSocket {
    /// Sends bytes and waits for the outcome.
    func call(_ bytes: [UInt8], timeout: Duration = patience) async throws -> [UInt8] {
        try await start(bytes, timeout: timeout).value.get()
    }

    /// Sends bytes before it returns; the event tells the outcome.
    func start(
        _ bytes: [UInt8], timeout: Duration = patience
    ) throws -> OneShot<Result<[UInt8], any Error>> {
        let outcome = OneShot<Result<[UInt8], any Error>>()
        send(try Message(bytes), timeout: timeout) { outcome.resolve(bytesOrError($0)) }
        return outcome
    }

    /// The code of the failure that the bytes meet; `nil` when they are answered.
    func failure(of bytes: [UInt8], timeout: Duration = patience) async -> TransportError.Code? {
        do {
            _ = try await call(bytes, timeout: timeout)
            return nil
        } catch {
            return (error as? TransportError)?.code
        }
    }

    static func dialing(
        _ endpoint: Endpoint, tls: TLSIdentity? = nil, limits: Limits = Limits()
    ) throws -> RequestSocket {
        let client = try RequestSocket(limits: limits)
        try client.dial(endpoint, tls: tls)
        return client
    }
}

func bytesOrError(
    _ result: consuming Result<Message, TransportError>
) -> Result<[UInt8], any Error> {
    switch consume result {
    case .success(let message): .success(message.bytes)
    case .failure(let error): .failure(error)
    }
}

/// A handler that sends each request back.
let echo: ReplySocket.Handler = { request, exchange in
    if let reply = try? Message(request.bytes) { exchange.reply(reply) }
}

/// Waits until something is so, at most for `patience`.
func eventually(_ condition: @Sendable () -> Bool) async -> Bool {
    let end = ContinuousClock.now + patience
    while ContinuousClock.now < end {
        if condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return condition()
}

/// Values put in by any thread.
final class Collected<Value: Sendable>: Sendable {
    private let storage = Mutex<[Value]>([])

    var values: [Value] { storage.withLock { $0 } }

    func append(_ value: Value) {
        storage.withLock { $0.append(value) }
    }

    func removeAll() -> [Value] {
        storage.withLock { values in
            defer { values = [] }
            return values
        }
    }
}
