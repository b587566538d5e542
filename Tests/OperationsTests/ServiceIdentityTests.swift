import Access
import Basics
import Foundation
import Glibc
import RPC
import TestKit
import Testing

@testable import Operations

/// What a program proves itself with, and how it is renewed.
@Suite struct ServiceIdentityTests {
    private let folder: TemporaryFolder
    private let files: TLSFiles

    init() async throws {
        folder = try TemporaryFolder()
        try await Self.make(in: folder)
        files = Self.files(in: folder)
    }

    /// An authority and a certificate for localhost.
    private static func make(in folder: TemporaryFolder) async throws {
        let program = try Program(
            "\(PackageFolder.path)/deploy/make-authority", [folder.path, "localhost"],
            outputFile: "\(folder.path)/out", errorFile: "\(folder.path)/err")
        let outcome = await program.end()
        try #require(outcome.code == 0, "\(outcome.errors)")
    }

    private static func files(in folder: TemporaryFolder) -> TLSFiles {
        TLSFiles(
            authority: "\(folder.path)/authority.pem",
            certificate: "\(folder.path)/localhost.pem",
            privateKey: "\(folder.path)/localhost.key")
    }

    private func replace(_ name: String, from other: TemporaryFolder) throws {
        let bytes = try Data(contentsOf: URL(filePath: "\(other.path)/\(name)"))
        try folder.write(name, String(decoding: bytes, as: UTF8.self))
    }

    @Test func `what was renewed is taken, and the same files again are nothing new`() async throws
    {
        let identity = try ServiceIdentity(files, listens: true)
        let server = try RPCServer(handlers: HandlerTable(), interceptors: [])
        #expect(try await identity.reload(for: server) == nil)
        let former = identity.current
        let other = try TemporaryFolder()
        try await Self.make(in: other)
        for name in ["authority.pem", "localhost.pem", "localhost.key"] {
            try replace(name, from: other)
        }
        let certificate = try #require(try await identity.reload(for: server))
        #expect(identity.current.certificate == certificate)
        #expect(identity.current.identity != former.identity)
        #expect(try await identity.reload(for: server) == nil)
        await server.close()
    }

    @Test func `a pair that would not be accepted is refused, and the former one stays`()
        async throws
    {
        let identity = try ServiceIdentity(files, listens: true)
        let server = try RPCServer(handlers: HandlerTable(), interceptors: [])
        let former = identity.current.identity
        func refusal() async -> String {
            do {
                _ = try await identity.reload(for: server)
                return ""
            } catch {
                return "\(error)"
            }
        }
        let unfit =
            "the certificate \(files.certificate), the TLS key \(files.privateKey) and the "
            + "authority \(files.authority) do not fit together, or one of them is damaged"
        let other = try TemporaryFolder()
        try await Self.make(in: other)
        // As in the middle of a renewal: the new key is there, the certificate still the old one.
        try replace("localhost.key", from: other)
        #expect(await refusal() == unfit)
        try replace("localhost.pem", from: other)
        #expect(await refusal() == unfit)
        try folder.write("localhost.pem", "nothing\n")
        #expect(await refusal() == "\(files.certificate) is not an X.509 certificate in PEM")
        try folder.write("localhost.pem", Self.expired)
        #expect(await refusal().hasPrefix("\(files.certificate) has expired on 2020-01-02"))
        try replace("localhost.pem", from: other)
        try replace("authority.pem", from: other)
        chmod(files.privateKey, 0o644)
        #expect(await refusal().contains("localhost.key"))
        #expect(identity.current.identity == former)
        chmod(files.privateKey, 0o600)
        #expect(try await identity.reload(for: server) != nil)
        await server.close()
    }

    @Test func `a certificate for calling alone is none for a listener`() async throws {
        let device = TLSFiles(
            authority: files.authority, certificate: "\(folder.path)/client.pem",
            privateKey: "\(folder.path)/client.key")
        let caller = try ServiceIdentity(device, listens: false)
        #expect(!caller.current.certificate.isForServers)
        try await caller.verify()
        let listener = try ServiceIdentity(device, listens: true)
        await #expect(throws: (any Error).self) { try await listener.verify() }
        let machine = try ServiceIdentity(files, listens: true)
        #expect(machine.current.certificate.isForServers)
        try await machine.verify()
    }

    // By `openssl ca` 3.0: -startdate 20200101000000Z -enddate 20200102000000Z, subjectAltName=DNS:localhost.
    private static let expired = """
        -----BEGIN CERTIFICATE-----
        MIIBezCCASCgAwIBAgIBATAKBggqhkjOPQQDAjAnMSUwIwYDVQQDDBxKYXRpZ2kg
        ZGV2ZWxvcG1lbnQgYXV0aG9yaXR5MB4XDTIwMDEwMTAwMDAwMFoXDTIwMDEwMjAw
        MDAwMFowDDEKMAgGA1UEAwwBeDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABF+Q
        gVt/73df2ucBWyDsB/UQUAE0Ko2PYNloepBD6XWdLNnPEkG7KVLPjYRQNVsRv3Id
        BypOOm9ocwp5twXu53ijWDBWMBQGA1UdEQQNMAuCCWxvY2FsaG9zdDAdBgNVHQ4E
        FgQUF+0gF/U74d2+t+HIS+1p2LgsKJgwHwYDVR0jBBgwFoAUbFyHrw/6oWO2xVoh
        PCy1qVNJIrswCgYIKoZIzj0EAwIDSQAwRgIhAONOAEiYjCEn9gF9d4W/KoHXHPw2
        6mzHwBNBbzOWjhB8AiEAmTyPMl/HOX6QNdLigooodNr8beAqqCHQGkAXJshOhPg=
        -----END CERTIFICATE-----

        """
}
