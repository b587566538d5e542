import Foundation
import TestKit
import Testing

@testable import Transport

/// A certificate authority for tests, made by the `openssl` command: ECDSA P-256, one day.
final class CertificateAuthority {
    private let folder: TemporaryDirectory
    private let name: String

    init(_ name: String) throws {
        folder = try TemporaryDirectory()
        self.name = name
        try key("ca")
        try openssl([
            "req", "-x509", "-new", "-key", path("ca.key"), "-subj", "/CN=\(name)", "-days", "1",
            "-addext", "keyUsage=critical,keyCertSign,cRLSign", "-out", path("ca.pem"),
        ])
    }

    /// Signs a certificate that carries the DNS name.
    ///
    /// - Parameters:
    ///   - usage: what it may be used for; anything where nothing is said.
    ///   - days: until it ends; fewer than none for one that has ended.
    func identity(
        for dnsName: String, usage: String? = nil, days: Int = 1
    ) throws -> TLSIdentity {
        try key("leaf")
        try openssl([
            "req", "-new", "-key", path("leaf.key"), "-subj", "/CN=\(dnsName)",
            "-out", path("leaf.csr"),
        ])
        let usage = usage.map { "extendedKeyUsage=\($0)\n" } ?? ""
        try "subjectAltName=DNS:\(dnsName)\n\(usage)".write(
            toFile: path("leaf.ext"), atomically: false, encoding: .utf8)
        try openssl([
            "x509", "-req", "-in", path("leaf.csr"), "-CA", path("ca.pem"), "-CAkey",
            path("ca.key"), "-CAcreateserial", "-days", "\(days)", "-extfile", path("leaf.ext"),
            "-out", path("leaf.pem"),
        ])
        return TLSIdentity(
            authority: try text("ca.pem"), certificate: try text("leaf.pem"),
            privateKey: try text("leaf.key"))
    }

    private func key(_ name: String) throws {
        try openssl([
            "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", path("\(name).key"),
        ])
    }

    private func path(_ file: String) -> String { "\(folder.path)/\(file)" }

    private func text(_ file: String) throws -> String {
        try String(contentsOfFile: path(file), encoding: .utf8)
    }

    private func openssl(_ arguments: [String]) throws {
        try #require(try ChildProcess.run(["/usr/bin/env", "openssl"] + arguments) == 0)
    }
}
