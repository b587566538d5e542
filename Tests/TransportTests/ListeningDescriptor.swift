import Glibc
import Testing

@testable import Transport

/// A listening socket of this process, found by its address: what a test breaks beneath nng.
struct ListeningDescriptor {
    private let descriptor: Int32

    init(at endpoint: Endpoint) throws {
        descriptor = try #require((0..<65_536).first { Self.listens($0, at: endpoint) })
    }

    /// From now on the system turns away who connects, and nng is told of an error at each accept.
    func end() {
        #expect(shutdown(descriptor, Int32(SHUT_RDWR)) == 0)
    }

    private static func listens(_ descriptor: Int32, at endpoint: Endpoint) -> Bool {
        var isListening: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &size) == 0,
            isListening != 0
        else { return false }
        var found = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let isNamed = withUnsafeMutablePointer(to: &found) { pointer in
            // SAFETY: a sockaddr_storage has room for every address, and `length` is its own.
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(descriptor, $0, &length) == 0
            }
        }
        let isSame = try? RawPeer.withAddress(endpoint) { address, length in
            // What the system did not write is zero, as in the address that is sought.
            memcmp(&found, address, Int(length)) == 0
        }
        return isNamed && isSame == true
    }
}
