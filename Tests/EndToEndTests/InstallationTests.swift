import Access
import Foundation
import Messages
import Operations
import RPC
import Status
import TestKit
import Testing

/// What `deploy/install` puts on a server, run as a server would: without the toolchain.
@Suite(.serialized) struct InstallationTests {
    private static let installer = "\(PackageFolder.path)/deploy/install"
    private static let isInstallable =
        ServiceName.allCases.allSatisfy { Program.exists($0.programName) }
        && tool("swift") != nil && tool("ldd") != nil

    /// Where a tool lies on the PATH, links followed.
    private static func tool(_ name: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let files = path.split(separator: ":").map { "\($0)/\(name)" }
        return files.first { FileManager.default.isExecutableFile(atPath: $0) }
            .map { URL(filePath: $0).resolvingSymlinksInPath().path }
    }

    /// The toolchain's folder; where it is the system's own, only its libraries.
    private static var toolchain: String {
        let root = URL(filePath: tool("swift") ?? "/usr/bin/swift")
            .deletingLastPathComponent().deletingLastPathComponent().path
        return root == "/usr" ? "/usr/lib/swift" : root
    }

    @Test(
        .enabled(if: isInstallable, "not every program was built, or a tool is missing"),
        .enabled(if: SmallDisk.isPermitted, "this machine permits no mount namespace"))
    func `installed programs run where there is no toolchain`() async throws {
        let region = try Region()
        let prefix = "\(region.folder.path)/prefix"
        let installed = try await region.run(
            Self.installer, ["--bin", Program.folder, prefix])
        #expect(installed.code == 0, "\(installed.errors)")
        // Nothing is inherited from whoever has the toolchain.
        let hidden =
            SmallDisk.launcher(Self.toolchain, size: "1m") + ["/usr/bin/env", "-i", "PATH=/bin"]
        func run(_ command: [String]) async throws -> Program.Outcome {
            try await region.run(hidden[0], Array((hidden + command).dropFirst()))
        }
        let compiler = try await run(["/bin/ls", "\(Self.toolchain)/bin"])
        #expect(compiler.code != 0, "the toolchain is not hidden")
        for name in ["jatigi", "jatigi-status"] + ServiceName.allCases.map(\.programName) {
            let version = try await run(["\(prefix)/bin/\(name)", "--version"])
            #expect(version.code == 0, "\(name): \(version.errors)")
            #expect(version.output == Version.text + "\n")
        }
        let checked = try await run([
            "\(prefix)/bin/jatigi-gateway", "--config", region.configurationFile, "--check-config",
        ])
        #expect(checked.code == 0, "\(checked.errors)")
        let shipped = ["JATIGI_DIRECTORIES_REFERENCE=\(prefix)/share/jatigi/reference"]
        try await region.start(
            ServiceName.allCases, from: "\(prefix)/bin", launcher: hidden + shipped)
        let client = try region.client(.admin)
        // A gateway gives each program two seconds, which a machine under load may not.
        let end = ContinuousClock.now + Region.patience
        var serving = 0
        while serving < ServiceName.allCases.count - 1, ContinuousClock.now < end {
            let answer = try await client.call(
                HealthV1.HealthService.getStatus, .init(includeBehind: true))
            serving = answer.behind.count { $0.status == .serving }
            if serving == 0 { try await Task.sleep(for: .milliseconds(50)) }
        }
        #expect(serving == ServiceName.allCases.count - 1)
        await client.close()
        #expect(await region.stop(ServiceName.allCases) == ServiceName.allCases.map { _ in 0 })
    }

    @Test(
        .enabled(if: isInstallable, "not every program was built, or a tool is missing"),
        .enabled(if: tool("systemd-analyze") != nil, "systemd-analyze is missing"))
    func `the units are right and leave little exposed`() async throws {
        let region = try Region()
        // Programs where the units look for them, and the system's folders in a folder of the test.
        let prefix = "\(region.folder.path)/prefix"
        let programs = try await region.run(Self.installer, ["--bin", Program.folder, prefix])
        #expect(programs.code == 0, "\(programs.errors)")
        let root = "\(region.folder.path)/root"
        let installed = try await region.run(
            Self.installer, ["--system", "--bin", Program.folder, prefix],
            environment: ["DESTDIR": root])
        #expect(installed.code == 0, "\(installed.errors)")
        let folder = "\(root)/usr/lib/systemd/system"
        let units = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".service") }.sorted()
        let services = ServiceName.allCases.map { "\($0.programName).service" }
        #expect(units == (services + ["jatigi-backup.service"]).sorted())
        let paths = units.map { "\(folder)/\($0)" }
        let analyze = try #require(Self.tool("systemd-analyze"))
        let verified = try await region.run(
            analyze,
            ["verify", "--man=no"] + paths + [
                "\(folder)/jatigi.target", "\(folder)/jatigi-backup.timer",
            ])
        #expect(verified.code == 0 && verified.errors.isEmpty, "\(verified.errors)")
        // Of 10.0: what systemd calls "OK" ends at 5.0; these have 1.3 and 1.4.
        let exposure = try await region.run(
            analyze, ["security", "--offline=true", "--no-pager", "--threshold=15"] + paths)
        #expect(exposure.code == 0, "\(exposure.output)")
        for path in services.map({ "\(folder)/\($0)" }) {
            let unit = try String(contentsOfFile: path, encoding: .utf8)
            #expect(unit.contains("Type=notify") && unit.contains("WatchdogSec="))
            // Stopping the target stops the programs.
            #expect(unit.contains("PartOf=jatigi.target"))
        }
    }

    @Test func `an installation without a program says which one is missing`() async throws {
        let region = try Region()
        let outcome = try await region.run(
            Self.installer, ["--bin", region.folder.path, "\(region.folder.path)/prefix"])
        #expect(outcome.code == 1 && outcome.errors.contains("is missing"), "\(outcome.errors)")
        let usage = try await region.run(Self.installer, ["--bin"])
        #expect(usage.code == 64)
    }
}
