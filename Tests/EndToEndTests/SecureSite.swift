import Foundation
import RPC
import TestKit
import Testing
import Transport

/// The files of one authority, and of the members that it has signed.
struct SecureSite {
    let folder: String

    /// A region whose gateway and registration listen with TLS, and call each other so.
    init(in region: Region, ports: (gateway: UInt16, registration: UInt16)) async throws {
        folder = "\(region.folder.path)/tls"
        try await make(as: "former")
        try take(from: "former")
        let configuration = try String(
            contentsOfFile: region.configurationFile, encoding: .utf8)
        try region.folder.write(
            "region.yaml",
            configuration + """
                tls:
                  authority: tls/authority.pem
                  certificate: tls/localhost.pem
                  private_key: tls/localhost.key
                listen:
                  gateway: ["tls+tcp://localhost:\(ports.gateway)"]
                  registration: ["tls+tcp://localhost:\(ports.registration)"]
                connect:
                  registration: ["tls+tcp://localhost:\(ports.registration)"]

                """)
    }

    /// What a device of that authority calls the gateway with.
    func options(of name: String, port: UInt16) -> [String] {
        let files = "\(folder)/\(name)"
        return [
            "--gateway", "tls+tcp://localhost:\(port)", "--authority", "\(files)/authority.pem",
            "--certificate", "\(files)/client.pem", "--key", "\(files)/client.key",
        ]
    }

    /// Makes an authority of that name with its members.
    func make(as name: String) async throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let program = try Program(
            "\(PackageFolder.path)/deploy/make-authority", ["\(folder)/\(name)", "localhost"],
            outputFile: "\(folder)/out", errorFile: "\(folder)/err")
        let outcome = await program.end()
        try #require(outcome.code == 0, "\(outcome.errors)")
    }

    /// Puts files of an authority where the programs look for theirs.
    func take(
        _ names: [String] = ["authority.pem", "localhost.pem", "localhost.key"],
        from name: String
    ) throws {
        for file in names {
            let target = URL(filePath: "\(folder)/\(file)")
            try? FileManager.default.removeItem(at: target)
            try FileManager.default.copyItem(
                at: URL(filePath: "\(folder)/\(name)/\(file)"), to: target)
        }
    }

    /// A team's device, as that authority knows it.
    func device(of name: String, port: UInt16, token: String) throws -> RPCClient {
        func text(_ file: String) throws -> String {
            try String(contentsOfFile: "\(folder)/\(name)/\(file)", encoding: .utf8)
        }
        var limits = ClientLimits()
        limits.connectTimeout = Region.patience
        return try RPCClient(
            serviceName: "gateway", endpoints: [Endpoint("tls+tcp://localhost:\(port)")],
            tls: TLSIdentity(
                authority: text("authority.pem"), certificate: text("client.pem"),
                privateKey: text("client.key")),
            limits: limits, authorization: { token })
    }
}
