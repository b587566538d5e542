import Glibc

/// A supervisor's socket, as systemd would listen on (sd_notify(3)).
public final class NotifySocket: Sendable {
    /// What `NOTIFY_SOCKET` has to be.
    public let path: String
    private let descriptor: Int32

    /// Listens on a path that is not there yet.
    public init(path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        let result = Self.withAddress(path) { bind(descriptor, $0, $1) }
        guard descriptor >= 0, result == 0 else { throw SystemFailure("binding \(path)") }
    }

    deinit { close(descriptor) }

    /// The next message; nil where none is there.
    public func next() -> String? {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
        return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    /// Waits for a message of that text, and passes over others.
    ///
    /// - Returns: false where it does not come in time.
    public func wait(for text: String) async throws -> Bool {
        let end = ContinuousClock.now + Region.patience
        while ContinuousClock.now < end {
            while let message = next() { if message == text { return true } }
            try await Task.sleep(for: .milliseconds(10))
        }
        return false
    }

    /// Fills the queue, so that whoever sends the next message would have to wait.
    public func fill() {
        let sender = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(sender) }
        let flags = Int32(MSG_DONTWAIT)
        var isFull = false
        while !isFull {
            isFull = Self.withAddress(path) { sendto(sender, "x", 1, flags, $0, $1) } < 0
        }
    }

    private static func withAddress<T>(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> T
    ) -> T {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        precondition(path.utf8.count < MemoryLayout.size(ofValue: address.sun_path))
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.utf8.count + 1)
        return withUnsafePointer(to: &address) { pointer in
            // SAFETY: the address is a local that outlives the call, and `length` lies within it.
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }
}

/// The system refused what a test needs.
public struct SystemFailure: Error {
    /// What was tried, and the system's reason.
    public let message: String

    init(_ operation: String) {
        message = "\(operation): \(String(cString: strerror(errno)))"
    }
}
