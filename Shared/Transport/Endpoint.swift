/// An address that a socket listens on or dials, checked before nng sees it.
///
/// ```swift
/// let local = try Endpoint("ipc:///run/jatigi/registration.sock")
/// let national = try Endpoint("tls+tcp://national.example.org:7443")
/// ```
///
/// A `tcp` endpoint is accepted on the loopback interface alone (127.0.0.0/8, `localhost`, `[::1]`):
/// what these programs exchange is personal data, and leaves a machine under TLS or not at all.
public struct Endpoint: Sendable, Hashable, CustomStringConvertible {
    /// How bytes reach the other side.
    public enum Scheme: String, Sendable, Hashable, CaseIterable {
        /// A Unix domain socket, by absolute path.
        case ipc
        /// TCP in the clear, loopback only.
        case tcp
        /// TLS over TCP.
        case tls = "tls+tcp"
        /// Within this process, by name.
        case inproc
    }

    /// How bytes reach the other side.
    public let scheme: Scheme
    /// The socket's path for `ipc`, the name for `inproc`, otherwise the host without brackets.
    public let address: String
    /// The port for `tcp` and `tls`; 0 asks the system for a free one. `nil` for the others.
    public let port: UInt16?

    /// `sockaddr_un.sun_path` holds 108 bytes with the final NUL (unix(7)); the same for names.
    static let addressBytesMax = 107
    /// The longest host name in text form (RFC 1035, section 2.3.4).
    static let hostBytesMax = 253

    /// Reads an address such as `ipc:///run/x.sock`, `tcp://127.0.0.1:9`, `tls+tcp://name:9` or
    /// `inproc://name`.
    ///
    /// - Throws: `invalidEndpoint` when it cannot be parsed, `insecureEndpoint` for `tcp` beyond
    ///   the loopback interface.
    public init(_ url: String) throws(TransportError) {
        guard let separator = Self.schemeEnd(in: url),
            let scheme = Scheme(rawValue: String(url[..<separator]))
        else { throw Self.invalid("the scheme is none of ipc, tcp, tls+tcp and inproc") }
        let rest = url[separator...].dropFirst(3)
        guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f }) else {
            throw Self.invalid("blanks and control characters are not allowed")
        }
        switch scheme {
        case .ipc, .inproc:
            guard !rest.isEmpty, rest.utf8.count <= Self.addressBytesMax else {
                throw Self.invalid("a path or name has 1 to \(Self.addressBytesMax) bytes")
            }
            guard scheme == .inproc || rest.first == "/" else {
                throw Self.invalid("an ipc path is absolute")
            }
            self.init(scheme: scheme, address: String(rest), port: nil)
        case .tcp, .tls:
            let (host, port) = try Self.hostAndPort(rest)
            guard scheme == .tls || Self.isLoopback(host) else {
                throw TransportError(
                    code: .insecureEndpoint,
                    message: "tcp without TLS is allowed on the loopback interface only")
            }
            self.init(scheme: scheme, address: host, port: port)
        }
    }

    init(scheme: Scheme, address: String, port: UInt16?) {
        self.scheme = scheme
        self.address = address
        self.port = port
    }

    /// The address as nng reads it.
    public var description: String {
        guard let port else { return "\(scheme.rawValue)://\(address)" }
        let host = address.contains(":") ? "[\(address)]" : address
        return "\(scheme.rawValue)://\(host):\(port)"
    }

    /// The same address at another port; for `ipc` and `inproc` the address itself.
    public func replacingPort(_ newPort: UInt16) -> Endpoint {
        port == nil ? self : Endpoint(scheme: scheme, address: address, port: newPort)
    }

    /// The host where it is a name that a certificate can carry, neither a number nor a wildcard.
    var dnsName: String? {
        guard port != nil, address != "*", !address.contains(":") else { return nil }
        return Self.dottedQuad(address) == nil ? address : nil
    }

    /// How a program reaches its own listener: every address of the machine includes the loopback's.
    var dialable: Endpoint {
        guard port != nil else { return self }
        switch address {
        case "*", "0.0.0.0": return Endpoint(scheme: scheme, address: "127.0.0.1", port: port)
        case "::": return Endpoint(scheme: scheme, address: "::1", port: port)
        default: return self
        }
    }
}

extension Endpoint {
    private static func invalid(_ reason: String) -> TransportError {
        TransportError(code: .invalidEndpoint, message: "the address is refused: \(reason)")
    }

    private static func schemeEnd(in url: String) -> String.Index? {
        guard let colon = url.firstIndex(of: ":"), url[colon...].hasPrefix("://") else {
            return nil
        }
        return colon
    }

    private static func hostAndPort(
        _ text: Substring
    ) throws(TransportError) -> (String, UInt16) {
        guard let colon = text.lastIndex(of: ":") else { throw invalid("the port is missing") }
        let digits = text[colon...].dropFirst()
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(digits)
        else { throw invalid("the port is not a number from 0 to 65535") }
        var host = text[..<colon]
        if host.first == "[", host.last == "]" {
            host = host.dropFirst().dropLast()
            guard host.contains(":"), host.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." })
            else { throw invalid("the host in brackets is not an IPv6 address") }
        } else {
            guard host == "*" || isHostName(host) else { throw invalid("the host is malformed") }
        }
        return (String(host), port)
    }

    private static func isHostName(_ host: Substring) -> Bool {
        (1...hostBytesMax).contains(host.utf8.count)
            && host.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) }
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || dottedQuad(host)?.first == 127
    }

    /// The four numbers of an IPv4 address written in full; shorter forms ("127.1") are names here.
    private static func dottedQuad(_ host: String) -> [UInt8]? {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { UInt8($0) }
        return parts.count == 4 && numbers.count == 4 ? numbers : nil
    }
}
