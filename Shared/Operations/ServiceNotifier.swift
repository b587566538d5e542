import Glibc

/// Tells systemd how the program is (sd_notify(3)): a datagram to the socket in `NOTIFY_SOCKET`.
/// Where there is no such socket it does nothing.
public struct ServiceNotifier: Sendable {
    private let path: String
    /// How often the program must say that it lives, or nil where nobody asks; half of what
    /// systemd allows, as sd_watchdog_enabled(3) recommends.
    public let watchdogInterval: Duration?

    /// Reads what systemd asks from the environment.
    public init(environment: [String: String]) {
        path = environment["NOTIFY_SOCKET"] ?? ""
        let isMine = environment["WATCHDOG_PID"].map { $0 == "\(getpid())" } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap { Int64($0) } ?? 0
        watchdogInterval =
            isMine && microseconds > 0
            ? max(.microseconds(microseconds / 2), Self.watchdogIntervalMin) : nil
    }

    /// No supervisor needs to hear more often, and the program has other work.
    private static let watchdogIntervalMin: Duration = .milliseconds(10)

    /// The program serves.
    public func ready() { send("READY=1") }

    /// The program lives.
    public func alive() { send("WATCHDOG=1") }

    /// The program is ending its work.
    public func stopping() { send("STOPPING=1") }

    private func send(_ text: String) {
        guard !path.isEmpty else { return }
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        // A leading @ stands for the abstract namespace (unix(7)).
        if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        // A supervisor that does not read must not stop the program: the next message is as good.
        let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        withUnsafePointer(to: &address) { pointer in
            // SAFETY: the address is a local that outlives the call, and `length` lies within it.
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = sendto(descriptor, text, text.utf8.count, flags, address, length)
            }
        }
    }
}
