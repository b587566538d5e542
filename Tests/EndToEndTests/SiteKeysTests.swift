import Access
import Foundation
import Glibc
import Messages
import Operations
import RPC
import Status
import TestKit
import Testing

/// What the README tells an operator to do, done in a folder that stands for a server's root.
@Suite(.serialized) struct SiteKeysTests {
    /// A server's root with users, configuration, certificates and keys.
    private struct Site {
        let region: Region
        let root: String
        let programs: String
        /// The configuration with this folder in the place of the server's root.
        let configuration: String
        let users: [String: (user: UInt32, group: UInt32)]

        var etc: String { "\(root)/etc/jatigi" }

        /// A command that runs the rest as one of the site's users.
        func launcher(_ user: String) throws -> [String] {
            let ids = try #require(users[user])
            let group = try #require(users["jatigi-gateway"]?.group)
            return [
                "/usr/bin/setpriv", "--reuid=\(ids.user)", "--regid=\(group)", "--clear-groups",
                "/usr/bin/env", "JATIGI_DIRECTORIES_DATA=\(root)/var/lib/\(user)",
            ]
        }
    }

    private static let isPossible =
        geteuid() == 0
        && ["/usr/bin/setpriv", "/usr/bin/systemd-sysusers", "/usr/bin/systemd-tmpfiles"]
            .allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }

    private func mode(_ path: String) -> (mode: UInt32, user: UInt32, group: UInt32) {
        var status = stat()
        guard stat(path, &status) == 0 else { return (0, .max, .max) }
        return (status.st_mode & 0o7777, status.st_uid, status.st_gid)
    }

    /// Does what the README says, up to `systemctl`.
    private func makeSite() async throws -> Site {
        let region = try Region()
        let root = "\(region.folder.path)/root"
        chmod(region.folder.path, 0o755)
        // Whoever installs may have any umask.
        func run(_ command: String, _ arguments: [String]) async throws {
            let outcome = try await region.run(
                "/bin/sh", ["-c", "umask 077 && exec \"$@\"", "sh", command] + arguments,
                environment: ["DESTDIR": root])
            try #require(outcome.code == 0, "\(command): \(outcome.errors)")
        }
        try await run(
            "\(PackageFolder.path)/deploy/install",
            ["--system", "--bin", Program.folder, "/opt/jatigi"])
        let programs = "\(root)/opt/jatigi/bin"
        try await run("/usr/bin/systemd-sysusers", ["--root=\(root)", "jatigi.conf"])
        try await run("/usr/bin/systemd-tmpfiles", ["--root=\(root)", "--create", "jatigi.conf"])
        try await run("\(programs)/jatigi-authority", ["\(root)/etc/jatigi/tls", "localhost"])
        let file = "\(root)/etc/jatigi/region.yaml"
        let port = try LocalHTTP.freePort()
        let text = try String(contentsOfFile: file, encoding: .utf8)
            .replacing("#tls:", with: "tls:").replacing("#  ", with: "  ")
            .replacing("gateway.example.org", with: "localhost").replacing(
                "#listen:", with: "listen:"
            )
            .replacing("tls+tcp://*:7400", with: "tls+tcp://localhost:\(port)")
        try text.write(toFile: file, atomically: false, encoding: .utf8)
        try await run("\(programs)/jatigi-keys", [])
        // Twice is as good as once.
        try await run("\(programs)/jatigi-keys", [])
        let configuration = "\(root)/etc/jatigi/scratch.yaml"
        let moved = text.replacing("/etc/jatigi", with: "\(root)/etc/jatigi")
            .replacing("/run/jatigi", with: "\(root)/run/jatigi")
            .replacing("/opt/jatigi/share", with: "\(root)/opt/jatigi/share")
        try moved.write(toFile: configuration, atomically: false, encoding: .utf8)
        chmod(configuration, 0o644)
        var users: [String: (user: UInt32, group: UInt32)] = [:]
        let groups = try String(contentsOfFile: "\(root)/etc/group", encoding: .utf8)
            .split(separator: "\n").map {
                $0.split(separator: ":", omittingEmptySubsequences: false)
            }
        let common = try #require(groups.first { $0[0] == "jatigi" }.flatMap { UInt32($0[2]) })
        for line in try String(contentsOfFile: "\(root)/etc/passwd", encoding: .utf8)
            .split(separator: "\n")
        {
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            if let user = UInt32(fields[2]) { users[String(fields[0])] = (user, common) }
        }
        return Site(
            region: region, root: root, programs: programs, configuration: configuration,
            users: users)
    }

    // Every program failed with "Permission denied" after the README was followed to the letter.
    @Test(.enabled(if: isPossible, "needs root, setpriv and systemd's tools"))
    func `after the steps of the README every program starts as its own user`() async throws {
        let site = try await makeSite()
        let gateway = try #require(site.users["jatigi-gateway"])
        let registration = try #require(site.users["jatigi-registration"]?.user)
        let files: [(String, UInt32, UInt32)] = [
            ("authority", 0o700, 0), ("authority/issuer", 0o600, 0), ("keys", 0o750, 0),
            ("keys/issuer.public", 0o644, 0), ("keys/sealing.public", 0o644, 0),
            ("keys/sealing", 0o600, registration), ("keys/gateway.token", 0o600, gateway.user),
            ("tls", 0o750, 0), ("tls/localhost.key", 0o600, gateway.user),
            ("tls/localhost.pem", 0o644, 0), ("tls/authority.key", 0o600, 0),
            ("tls/client.key", 0o600, 0), ("region.yaml", 0o644, 0), ("revocations.txt", 0o644, 0),
        ]
        for (name, expected, owner) in files {
            let found = mode("\(site.etc)/\(name)")
            #expect(found.mode == expected && found.user == owner, "\(name): \(found)")
        }
        // Sticky: a program cannot put a socket of its own in the place of another's.
        let run = mode("\(site.root)/run/jatigi")
        #expect(run.mode == 0o3770 && run.user == 0 && run.group == gateway.group)
        for service in ServiceName.allCases {
            let user = service.programName
            let data = "\(site.root)/var/lib/\(user)"
            try FileManager.default.createDirectory(
                atPath: data, withIntermediateDirectories: true)
            chmod(data, 0o700)
            let owner = try #require(site.users[user]).user
            let command =
                try site.launcher(user) + ["\(site.programs)/\(service.programName)"]
            func check() async throws -> Program.Outcome {
                try await site.region.run(
                    command[0],
                    Array(command.dropFirst()) + ["--config", site.configuration, "--check-config"])
            }
            // It passed, and the program did not start.
            let locked = try await check()
            #expect(locked.code == (service == .gateway ? 0 : 78), "\(service): \(locked.errors)")
            #expect(service == .gateway || locked.errors.contains("\(data): directories.data: "))
            chown(data, owner, gateway.group)
            let checked = try await check()
            #expect(checked.code == 0, "\(service): \(checked.errors)")
            // Nobody reads the issuer's key, and nobody the token of another.
            for name in ["authority/issuer", "keys/backup.token"] {
                let reading = try await site.region.run(
                    command[0],
                    Array(try site.launcher(user).dropFirst()) + [
                        "/bin/cat", "\(site.etc)/\(name)",
                    ])
                #expect(reading.code != 0 && reading.errors.contains("Permission denied"))
            }
        }
        try await serve(site)
    }

    /// Starts a gateway and a registration as their own users, and backs up as the timer's.
    private func serve(_ site: Site) async throws {
        var running: [Program] = []
        for service in [ServiceName.registration, .gateway] {
            let command = try site.launcher(service.programName)
            running.append(
                try Program(
                    command[0],
                    Array(command.dropFirst()) + [
                        "\(site.programs)/\(service.programName)", "--config", site.configuration,
                    ], outputFile: "\(site.root)/\(service).log",
                    errorFile: "\(site.root)/\(service).log"))
        }
        let admin = "\(site.region.folder.path)/admin.token"
        let issued = try await site.region.run(
            "\(site.programs)/jatigi",
            [
                "token", "issue", "--key", "\(site.etc)/authority/issuer", "--subject", "admin-1",
                "--role", "admin", "--region", "ML19", admin,
            ])
        #expect(issued.code == 0, "\(issued.errors)")
        let end = ContinuousClock.now + Region.patience
        var serving: [String] = []
        while serving.count < 2, ContinuousClock.now < end {
            let status = try await site.region.run(
                "\(site.programs)/jatigi-status", ["--config", site.configuration, "--json"],
                environment: ["JATIGI_TOKEN_FILE": admin])
            serving = try JSONDecoder().decode([Status].self, from: Data(status.output.utf8))
                .filter(\.isServing).map(\.program)
        }
        #expect(serving == ["jatigi-gateway", "jatigi-registration"])
        let launcher = try site.launcher("jatigi-backup")
        let backup = try await site.region.run(
            launcher[0],
            Array(launcher.dropFirst()) + [
                "\(site.programs)/jatigi", "backup", "--config", site.configuration, "--lang", "en",
            ], environment: ["JATIGI_TOKEN_FILE": "\(site.etc)/keys/backup.token"])
        #expect(backup.output.contains("registration: backed up to"), "\(backup.errors)")
        for program in running { program.signal(SIGTERM) }
        for program in running { #expect(await program.end().code == 0) }
    }

    @Test(.enabled(if: isPossible, "needs root, setpriv and systemd's tools"))
    func `an issuer's key among the programs' keys is refused, and a missing token is named`()
        async throws
    {
        let site = try await makeSite()
        func keys() async throws -> Program.Outcome {
            try await site.region.run(
                "\(site.programs)/jatigi-keys", [], environment: ["DESTDIR": site.root])
        }
        let issuer = "\(site.etc)/authority/issuer"
        try FileManager.default.copyItem(atPath: issuer, toPath: "\(site.etc)/keys/issuer")
        let open = try await keys()
        #expect(open.code == 1 && open.errors.contains("keys/issuer"), "\(open.errors)")
        try FileManager.default.removeItem(atPath: "\(site.etc)/keys/issuer")
        // The issuer's key was taken off the machine, and a token is gone.
        try FileManager.default.removeItem(atPath: issuer)
        #expect(try await keys().code == 0)
        try FileManager.default.removeItem(atPath: "\(site.etc)/keys/statistics.token")
        let missing = try await keys()
        #expect(missing.code == 1, "\(missing.errors)")
        #expect(missing.errors.contains("--subject statistics --role follower --region ML19"))
    }
}

private struct Status: Decodable {
    let program: String
    let isServing: Bool
}
