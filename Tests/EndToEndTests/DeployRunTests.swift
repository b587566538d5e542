import Foundation
import Glibc
import Operations
import TestKit
import Testing
import Transport

/// `deploy/run`, with the programs that were built for the tests in the place of those that it would build.
@Suite(.serialized) struct DeployRunTests {
    private static let script = "\(PackageFolder.path)/deploy/run"
    private static let isPossible =
        (Region.services.map(\.programName) + ["jatigi", "jatigi-status", "jatigi-sample"])
        .allSatisfy { Program.exists($0) }

    /// A folder with a `swift` that builds nothing and names the folder of the tests' programs.
    private func environment(
        _ region: Region, version: String = "Swift version 6.2 (swift-6.2-RELEASE)"
    ) throws -> [String: String] {
        let folder = "\(region.folder.path)/toolchain"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try region.folder.write(
            "toolchain/swift",
            """
            #!/bin/sh
            if [ "$1" = --version ]; then echo "\(version)"; else echo \(Program.folder); fi

            """)
        chmod("\(folder)/swift", 0o755)
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return [
            "PATH": "\(folder):\(path)", "JATIGI_PORT": "\(try LocalHTTP.freePort())",
            "JATIGI_STATE": "\(region.folder.path)/state",
        ]
    }

    // A terminal that closed left the programs running, and the next start took them for its own.
    @Test(.enabled(if: isPossible, "not every program was built"))
    func `a lost terminal stops the programs, and a second instance is told of the first`()
        async throws
    {
        let region = try Region()
        let state = "\(region.folder.path)/state"
        let environment = try environment(region)
        let output = "\(region.folder.path)/first.out"
        let first = try Program(
            Self.script, [], environment: environment, outputFile: output, errorFile: output)
        func text() -> String { (try? String(contentsOfFile: output, encoding: .utf8)) ?? "" }
        let end = ContinuousClock.now + .seconds(120)
        while !text().contains("Running. Ctrl-C"), first.isRunning, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(text().contains("Running. Ctrl-C"), "\(text())")
        let second = try await region.run(Self.script, ["--once"], environment: environment)
        #expect(second.code == 1 && second.errors.contains("an older instance runs with"))
        let pids = try String(contentsOfFile: "\(state)/pids", encoding: .utf8)
            .split(separator: " ").compactMap { Int32($0) }
        #expect(pids.count == ServiceName.allCases.count)
        #expect(pids.allSatisfy { Glibc.kill($0, 0) == 0 })
        first.signal(SIGHUP)
        #expect(await first.end(within: .seconds(60)).code == 129)
        #expect(pids.allSatisfy { Glibc.kill($0, 0) != 0 })
    }

    // A service that could not start was waited for, and the socket of a killed one passed for it.
    @Test(.enabled(if: isPossible, "not every program was built"))
    func `a program that cannot start is named at once, and the others are stopped`() async throws {
        let region = try Region()
        let state = "\(region.folder.path)/state"
        let environment = try environment(region)
        let sockets = "\(region.folder.path)/s"
        for name in ["state", "state/data", "s"] {
            try FileManager.default.createDirectory(
                atPath: "\(region.folder.path)/\(name)", withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        }
        try region.folder.write("state/run-directory", sockets + "\n")
        try region.folder.write("s/statistics.ipc", "")
        // No database, but a folder in its place.
        try FileManager.default.createDirectory(
            atPath: "\(state)/data/statistics.sqlite", withIntermediateDirectories: true)
        let outcome = try await region.run(Self.script, ["--once"], environment: environment)
        #expect(outcome.code == 1)
        #expect(outcome.errors.contains("jatigi-statistics did not start"), "\(outcome.errors)")
        let pids = try String(contentsOfFile: "\(state)/pids", encoding: .utf8)
            .split(separator: " ").compactMap { Int32($0) }
        #expect(pids.count == ServiceName.allCases.count)
        #expect(pids.allSatisfy { Glibc.kill($0, 0) != 0 })
    }

    @Test(.enabled(if: isPossible, "not every program was built"))
    func `a second run says that the batch was received, and an edited file proposes corrections`()
        async throws
    {
        let region = try Region()
        // The folder is named from where one stands.
        let environment = try environment(region).merging(
            ["JATIGI_STATE": "mine", "LANG": "en_US.UTF-8"]) { _, new in new }
        func run() async throws -> Program.Outcome {
            let outcome = try await region.run(
                "/bin/sh", ["-c", "cd \(region.folder.path) && exec \(Self.script) --once"],
                environment: environment)
            #expect(outcome.code == 0, "\(outcome.errors)")
            return outcome
        }
        func submitted(_ outcome: Program.Outcome) throws -> Substring {
            let end = try #require(outcome.output.range(of: "── jatigi pairs"))
            return outcome.output[..<end.lowerBound]
        }
        let first = try await run()
        #expect(
            FileManager.default.fileExists(atPath: "\(region.folder.path)/mine/region.yaml"))
        for said in [
            "── jatigi pairs", "household members: most in common", "── jatigi review households",
            "── jatigi counts", "ML0505 Koro", "── jatigi-status ──",
        ] {
            #expect(first.output.contains(said), "\(said)")
        }
        for service in Region.services {
            #expect(
                first.output.contains(try Regex("\(service.programName) +ML19 +up ")),
                "\(service)")
        }
        #expect(try !submitted(first).contains("had been received before"))
        let again = try await run()
        #expect(try submitted(again).contains("had been received before"))

        let file = "\(region.folder.path)/mine/sample.csv"
        var rows = try String(contentsOfFile: file, encoding: .utf8)
            .components(separatedBy: "\r\n")
        let index = try #require(rows.firstIndex { $0.hasPrefix("BDG-000001,1,") })
        var cells = rows[index].components(separatedBy: ",")
        let column = try #require(
            rows[0].components(separatedBy: ",").firstIndex(of: "telephone"))
        cells[column] = "76543210"
        rows[index] = cells.joined(separator: ",")
        try rows.joined(separator: "\r\n").write(toFile: file, atomically: true, encoding: .utf8)
        let edited = try await run()
        let answer = try submitted(edited)
        #expect(answer.contains("correction"), "\(answer)")
        // Nobody new: the same people are counted.
        let counts = try [again, edited].map { outcome in
            let start = try #require(outcome.output.range(of: "── jatigi counts"))
            let end = try #require(outcome.output.range(of: "── jatigi-status"))
            return outcome.output[start.lowerBound..<end.lowerBound]
                .split(separator: "\n").filter { !$0.hasPrefix("Counted on") }
        }
        #expect(counts[0].count > 10 && counts[0] == counts[1])
    }

    @Test(.enabled(if: isPossible, "not every program was built"))
    func `a port that is taken and a toolchain that is missing are named`() async throws {
        let region = try Region()
        var environment = try environment(region)
        let holder = try ReplySocket { _, _ in }
        defer { withExtendedLifetime(holder) {} }
        try holder.listen(on: Endpoint("tcp://127.0.0.1:0"))
        let port = try #require(holder.boundEndpoints.first?.port)
        environment["JATIGI_PORT"] = "\(port)"
        let taken = try await region.run(Self.script, ["--once"], environment: environment)
        #expect(taken.code == 1)
        #expect(taken.errors.contains("port \(port) is taken"), "\(taken.errors)")

        // All of Debian's tools, and no Swift.
        environment["PATH"] = "/usr/bin:/bin"
        let missing = try await region.run(Self.script, ["--once"], environment: environment)
        #expect(missing.code == 1 && missing.errors.contains("Swift is missing"))
    }

    // An older toolchain failed in the middle of a build, with an error of the package manager's.
    @Test(
        .enabled(if: isPossible, "not every program was built"),
        arguments: [
            ("Swift version 6.1.3 (swift-6.1.3-RELEASE)", "is Swift 6.1.3: 6.2 or later is needed"),
            ("Swift version 5.10", "is Swift 5.10: 6.2 or later is needed"),
            ("command not found", "does not say its version: Swift 6.2 or later is needed"),
        ])
    func `a toolchain that is too old is named, with what is needed`(
        _ version: String, _ told: String
    ) async throws {
        let region = try Region()
        let outcome = try await region.run(
            Self.script, ["--once"], environment: try environment(region, version: version))
        #expect(outcome.code == 1 && outcome.errors.contains(told), "\(outcome.errors)")
    }

    @Test(.enabled(if: isPossible, "not every program was built"))
    func `Ctrl-C drains, stops the programs and keeps the data`() async throws {
        let region = try Region()
        let output = "\(region.folder.path)/out"
        let program = try Program(
            Self.script, [], environment: try environment(region), outputFile: output,
            errorFile: output)
        func text() -> String { (try? String(contentsOfFile: output, encoding: .utf8)) ?? "" }
        let end = ContinuousClock.now + .seconds(120)
        while !text().contains("Running. Ctrl-C"), program.isRunning, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(100))
        }
        let state = "\(region.folder.path)/state"
        let pids = try String(contentsOfFile: "\(state)/pids", encoding: .utf8)
            .split(separator: " ").compactMap { Int32($0) }
        program.signal(SIGINT)
        #expect(await program.end(within: .seconds(60)).code == 130)
        #expect(pids.count == ServiceName.allCases.count)
        #expect(pids.allSatisfy { Glibc.kill($0, 0) != 0 })
        #expect(text().contains("Stopped. Data are kept in \(state)."))
    }
}
