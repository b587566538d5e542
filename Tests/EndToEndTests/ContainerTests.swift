import Foundation
import Operations
import TestKit
import Testing

/// What can be checked of the containers without an engine to run them.
@Suite(.serialized) struct ContainerTests {
    private func file(_ name: String) throws -> String {
        try String(
            contentsOfFile: "\(PackageFolder.path)/deploy/container/\(name)", encoding: .utf8)
    }

    // The shell took the first word and dropped the rest: --check-config started the program.
    @Test func `the entry point passes every argument on`() async throws {
        let line = try #require(
            try file("Containerfile").split(separator: "\n").last { $0.hasPrefix("ENTRYPOINT ") })
        let entry = try JSONDecoder().decode(
            [String].self, from: Data(line.dropFirst("ENTRYPOINT ".count).utf8))
        let region = try Region()
        let echoed = try await region.run(
            entry[0], Array(entry.dropFirst()) + ["/bin/echo", "--restore", "a b"])
        #expect(echoed.output == "--config /etc/jatigi/region.yaml --restore a b\n")
    }

    @Test func `the health check is well while the program is, and not when it has stopped`()
        async throws
    {
        let line = try #require(
            try file("compose.yaml").split(separator: "\n").first { $0.contains("/dev/tcp/") })
        let quoted = try #require(line.firstIndex(of: "\"").map { line[$0...] })
        let port = try LocalHTTP.freePort()
        let command = try JSONDecoder().decode(String.self, from: Data(quoted.utf8))
            .replacing("$$", with: "$").replacing("9400", with: "\(port)")
        let region = try Region()
        try await region.start(
            [.directory], environment: ["JATIGI_MONITORING_DIRECTORY": "\(port)"])
        #expect(try await region.run("/bin/bash", ["-c", command]).code == 0)
        await region.stop([.directory])
        #expect(try await region.run("/bin/bash", ["-c", command]).code != 0)
    }

    @Test func `every program's container has its own secrets and no other's`() throws {
        let compose = try file("compose.yaml")
        for service in ServiceName.allCases {
            let start = try #require(compose.range(of: "\n  \(service.rawValue):\n"))
            let rest = compose[start.upperBound...]
            let end = rest.range(of: "<<: *program")
                .flatMap { rest[$0.upperBound...].range(of: "<<: *program") }
            let part = rest[..<(end?.lowerBound ?? rest.endIndex)]
            #expect(part.contains("user: \(service.programName)"))
            let tokens = part.matches(of: /:\/etc\/jatigi\/keys\/([a-z]+)\.token:ro/).map { $0.1 }
            #expect(tokens == (service.role == nil ? [] : [Substring(service.rawValue)]))
            #expect(part.contains("keys/sealing:") == (service == .registration))
        }
    }
}
