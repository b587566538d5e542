import Glibc
import Testing

@testable import Transport

/// A peer written on bare sockets, so that it can do what no well-behaved library does.
///
/// It speaks the SP mapping for TCP (RFC draft "sp-tcp-mapping-01") and nng's for Unix sockets,
/// which puts the byte 1 before each length.
final class RawPeer: Sendable {
    enum Role: UInt8 {
        case request = 0x30
        case reply = 0x31
    }

    let descriptor: Int32
    private let isLocal: Bool

    private init(descriptor: Int32, isLocal: Bool) {
        self.descriptor = descriptor
        self.isLocal = isLocal
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit {
        close(descriptor)
    }

    /// Has the connection end by a reset after its regular end, whatever the other side does.
    ///
    /// A server that writes to such a connection is told of a broken pipe, which nng 1.5.2 takes for
    /// the end of its own listener.
    func leaveForGood() {
        shutdown(descriptor, Int32(SHUT_WR))
        var atOnce = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_LINGER, &atOnce, socklen_t(MemoryLayout<linger>.size))
    }

    static func connected(to endpoint: Endpoint) throws -> RawPeer {
        let isLocal = endpoint.scheme == .ipc
        let family = isLocal ? AF_UNIX : AF_INET
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
        try #require(descriptor >= 0)
        let peer = RawPeer(descriptor: descriptor, isLocal: isLocal)
        // Small buffers, so that what the peer does not read soon stays with the sender.
        var bytes: Int32 = 4096
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, socklen_t(MemoryLayout<Int32>.size))
        let result = try withAddress(endpoint) { connect(descriptor, $0, $1) }
        try #require(result == 0)
        return peer
    }

    /// Exchanges the protocol headers; false when the other side hung up instead.
    func negotiate(as role: Role) -> Bool {
        write([0, 0x53, 0x50, 0, 0, role.rawValue, 0, 0])
        return read(8) != nil
    }

    func sendMessage(id: UInt32, body: [UInt8]) {
        let payload = bigEndian(id | 0x8000_0000) + body
        write((isLocal ? [1] : []) + bigEndian(UInt64(payload.count)) + payload)
    }

    /// The next message's id and body; `nil` when the other side hung up.
    func receiveMessage() -> (id: UInt32, body: [UInt8])? {
        if isLocal, read(1) == nil { return nil }
        guard let length = read(8), let header = read(4) else { return nil }
        let count = length.reduce(0) { $0 << 8 | Int($1) } - 4
        let id = header.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard let body = count == 0 ? [] : read(count) else { return nil }
        return (id & 0x7fff_ffff, body)
    }

    func read(_ count: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < count {
            var part = [UInt8](repeating: 0, count: count - bytes.count)
            let got = recv(descriptor, &part, part.count, 0)
            guard got > 0 else { return nil }
            bytes += part.prefix(got)
        }
        return bytes
    }

    /// Whether the other side has hung up; what it sent before is read and forgotten, without waiting.
    var wasHungUpOn: Bool {
        var byte: UInt8 = 0
        while true {
            let got = recv(descriptor, &byte, 1, Int32(truncatingIfNeeded: MSG_DONTWAIT))
            if got <= 0 { return got == 0 || errno != EAGAIN }
        }
    }

    func write(_ bytes: [UInt8]) {
        _ = send(descriptor, bytes, bytes.count, Int32(truncatingIfNeeded: MSG_NOSIGNAL))
    }

    private func bigEndian<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { [UInt8]($0) }
    }

    /// A listening socket on a free loopback port.
    final class Server {
        let endpoint: Endpoint
        private let descriptor: Int32

        init() throws {
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            let any = try Endpoint("tcp://127.0.0.1:0")
            let descriptor = self.descriptor
            try #require(try RawPeer.withAddress(any) { bind(descriptor, $0, $1) } == 0)
            try #require(Glibc.listen(descriptor, 8) == 0)
            var address = sockaddr_in()
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            _ = withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    getsockname(descriptor, $0, &length)
                }
            }
            endpoint = any.replacingPort(UInt16(bigEndian: address.sin_port))
        }

        deinit {
            close(descriptor)
        }

        func accept() throws -> RawPeer {
            let accepted = Glibc.accept(descriptor, nil, nil)
            try #require(accepted >= 0)
            return RawPeer(descriptor: accepted, isLocal: false)
        }
    }

    static func withAddress<R>(
        _ endpoint: Endpoint, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R
    ) throws -> R {
        guard endpoint.scheme == .ipc else {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = try #require(endpoint.port).bigEndian
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            return withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: endpoint.address.utf8) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
