import Testing

@testable import Transport

@Suite("Endpoint")
struct EndpointTests {
    @Test(
        "an address that is accepted is written as it was read",
        arguments: [
            "ipc:///run/x.sock", "tcp://127.0.0.1:9", "tcp://127.9.8.7:0", "tcp://localhost:65535",
            "tcp://[::1]:7", "tls+tcp://site.example.org:7443", "tls+tcp://*:1", "inproc://name",
        ])
    func roundTrip(url: String) throws {
        #expect(try Endpoint(url).description == url)
    }

    @Test(
        "a malformed address is refused",
        arguments: [
            "", "ipc://", "ipc://relative/path", "tcp://127.0.0.1", "tcp://127.0.0.1:65536",
            "tcp://127.0.0.1:+9", "tcp://127.0.0.1:", "tcp://:9", "tls+tcp://a b:9",
            "tls+tcp://name/path:9", "http://127.0.0.1:9", "tls+tcp://[zz]:9", "inproc://",
            "ipc:///run/a\u{0}b", "ipc:///" + String(repeating: "x", count: 107), "tcp:127.0.0.1:9",
            "tls+tcp://user@host:9", "tls+tcp://näme:9",
        ])
    func refused(url: String) {
        let error = #expect(throws: TransportError.self) { try Endpoint(url) }
        #expect(error?.code == .invalidEndpoint)
    }

    @Test(
        "tcp without TLS is refused beyond the loopback interface",
        arguments: [
            "tcp://10.0.0.1:9", "tcp://*:9", "tcp://0.0.0.0:9", "tcp://example.org:9",
            "tcp://127.evil.org:9", "tcp://[::2]:9", "tcp://localhost.evil.org:9",
        ])
    func insecure(url: String) {
        let error = #expect(throws: TransportError.self) { try Endpoint(url) }
        #expect(error?.code == .insecureEndpoint)
    }

    @Test("a number or a wildcard is not a name that a certificate can carry")
    func names() throws {
        #expect(try Endpoint("tls+tcp://localhost:1").dnsName == "localhost")
        for url in ["tls+tcp://127.0.0.1:1", "tls+tcp://[::1]:1", "tls+tcp://*:1"] {
            #expect(try Endpoint(url).dnsName == nil)
        }
    }

    @Test("a program reaches its own listener on every address through the loopback's")
    func dialable() throws {
        for (url, dialed) in [
            ("tls+tcp://*:1", "tls+tcp://127.0.0.1:1"),
            ("tls+tcp://0.0.0.0:1", "tls+tcp://127.0.0.1:1"),
            ("tls+tcp://[::]:1", "tls+tcp://[::1]:1"),
            ("tls+tcp://192.0.2.1:1", "tls+tcp://192.0.2.1:1"),
            ("tls+tcp://localhost:1", "tls+tcp://localhost:1"), ("ipc:///run/x", "ipc:///run/x"),
        ] {
            #expect(try Endpoint(url).dialable == Endpoint(dialed))
        }
    }
}
