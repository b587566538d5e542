import Basics
import Testing

@testable import Operations

@Suite("Certificate")
struct CertificateTests {
    @Test("the end and the DNS names are read, other names and extensions are passed over")
    func reads() throws {
        let certificate = try Certificate(pem: Self.version3)
        #expect(certificate.expires == Timestamp("2027-12-31T23:59:58Z"))
        #expect(certificate.dnsNames == ["gateway.example.org", "localhost"])
    }

    @Test("version 1 has no extensions, and a year after 2049 has four digits")
    func version1() throws {
        let certificate = try Certificate(pem: Self.version1)
        #expect(certificate.expires == Timestamp("2051-02-28T12:00:00Z"))
        #expect(certificate.dnsNames.isEmpty)
    }

    @Test("of a chain the first counts, which is the bearer's own; text around it is passed over")
    func chain() throws {
        let chain = "a comment\r\n" + Self.version3.replacing("\n", with: "\r\n") + Self.version1
        #expect(try Certificate(pem: chain) == Certificate(pem: Self.version3))
    }

    @Test(
        "what is no certificate is refused",
        arguments: [
            "", "-----BEGIN CERTIFICATE-----",
            "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
            "-----BEGIN CERTIFICATE-----\n%%%%\n-----END CERTIFICATE-----",
            "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----",
            "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----",
        ])
    func refused(text: String) {
        #expect(throws: Certificate.Malformed.self) { try Certificate(pem: text) }
    }

    @Test("every cut is refused, and no changed byte breaks the reader")
    func damaged() throws {
        let der = try #require(Self.bytes(of: Self.version3))
        #expect(try Certificate(der: der) == Certificate(pem: Self.version3))
        for count in 0..<der.count {
            #expect(throws: Certificate.Malformed.self) {
                try Certificate(der: Array(der[..<count]))
            }
        }
        for index in der.indices {
            for value in [0x00, 0x7F, 0x80, 0x84, 0xFF] as [UInt8] {
                var changed = der
                changed[index] = value
                _ = try? Certificate(der: changed)
            }
        }
    }

    @Test("a length that is longer than what is left is refused")
    func lengths() {
        for bytes in [
            [0x30], [0x30, 0x80], [0x30, 0x81], [0x30, 2, 0], [0x30, 0x85, 0, 0, 0, 0, 0],
        ]
            as [[UInt8]]
        {
            var reader = DERReader(bytes)
            #expect(reader.takeAny() == nil)
            #expect(!reader.isAtEnd)
        }
        var reader = DERReader([0x04, 0x81, 0x01, 0xAA] as [UInt8])
        #expect(reader.take(DERReader.Tag.integer) == nil)
        #expect(reader.take(DERReader.Tag.octetString) == [0xAA])
        #expect(reader.isAtEnd)
    }

    private static func bytes(of pem: String) -> [UInt8]? {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var bits = 0
        var count = 0
        var bytes: [UInt8] = []
        for line in pem.split(separator: "\n") where !line.hasPrefix("-") {
            for character in line where character != "=" {
                guard let value = alphabet.firstIndex(of: character) else { return nil }
                bits = bits << 6 | value
                count += 6
                guard count >= 8 else { continue }
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> count))
                bits &= (1 << count) - 1
            }
        }
        return bytes
    }

    // Both by `openssl ca` 3.0: -startdate 20260101000000Z, the first with -enddate 20271231235958Z and
    // `subjectAltName=critical,DNS:gateway.example.org,IP:192.0.2.1,DNS:localhost`, the second with
    // -enddate 20510228120000Z and no extension, which makes it version 1.
    private static let version3 = """
        -----BEGIN CERTIFICATE-----
        MIIBjjCCATWgAwIBAgIBATAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDDAR0ZXN0MB4X
        DTI2MDEwMTAwMDAwMFoXDTI3MTIzMTIzNTk1OFowHjEcMBoGA1UEAwwTZ2F0ZXdh
        eS5leGFtcGxlLm9yZzBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFGir9MbkLB4
        P3KrG7395ovz2G9neSOb7TNYDfxrBBz/V9T5gAKOKa7IefsD/Ufv+fF21qmokbcQ
        dQ8ULL4gKw2jczBxMAwGA1UdEwEB/wQCMAAwDgYDVR0PAQH/BAQDAgeAMDIGA1Ud
        EQEB/wQoMCaCE2dhdGV3YXkuZXhhbXBsZS5vcmeHBMAAAgGCCWxvY2FsaG9zdDAd
        BgNVHQ4EFgQU1SmXPPhJoerrw6+un8VJz6ll/kwwCgYIKoZIzj0EAwIDRwAwRAIg
        JMxOmKGsEDwzcbsUcJOHD/pwxtsrM4NsLO6SoeVXVBQCIFjzSETC87QPONxpQQxb
        lR3whkTfHqhQq0m6df2tR+uP
        -----END CERTIFICATE-----

        """
    private static let version1 = """
        -----BEGIN CERTIFICATE-----
        MIIBFjCBvQIBAjAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDDAR0ZXN0MCAXDTI2MDEw
        MTAwMDAwMFoYDzIwNTEwMjI4MTIwMDAwWjAeMRwwGgYDVQQDDBNnYXRld2F5LmV4
        YW1wbGUub3JnMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEUaKv0xuQsHg/cqsb
        vf3mi/PYb2d5I5vtM1gN/GsEHP9X1PmAAo4prsh5+wP9R+/58XbWqaiRtxB1DxQs
        viArDTAKBggqhkjOPQQDAgNIADBFAiBRzAwnxW9dQgoOtX1PJAMfati66QRY+8Uo
        NtuUR1imIQIhAKr5sN+5Ft91Gc4cmDsM9jtpMtBQmsUMQYffHSgIgCnz
        -----END CERTIFICATE-----

        """
}
