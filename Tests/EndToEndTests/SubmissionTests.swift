import Access
import Foundation
import Operations
import TestKit
import Testing

@Suite(.serialized) struct SubmissionTests {
    /// What `jatigi submit --json` prints.
    private struct Report: Decodable {
        struct Batch: Decodable {
            let batchID: String
            let alreadyReceived: Bool
        }
        let batches: [Batch]
        let outcomes: [String: Int]
        let people: Int
    }

    private struct Status: Decodable {
        let program: String
        let isServing: Bool
        let reason: String
    }

    /// A sample file of invented households.
    private func sample(_ region: Region, households: Int = 40) async throws -> String {
        let file = "\(region.folder.path)/sample.csv"
        let made = try await region.run("jatigi-sample", ["--households", "\(households)", file])
        #expect(made.code == 0)
        return file
    }

    private func rows(of file: String) throws -> [String] {
        try String(contentsOfFile: file, encoding: .utf8)
            .split { $0.isNewline }.map(String.init)
    }

    private func submit(
        _ region: Region, _ file: String, _ more: [String] = [], as role: Role = .team,
        environment: [String: String] = [:]
    ) async throws -> Program.Outcome {
        try await region.run(
            "jatigi",
            ["submit", "--source", "team-1", "--collected-on", "2026-03-01"] + more + [file],
            as: role,
            environment: environment)
    }

    private func report(_ outcome: Program.Outcome) throws -> Report {
        try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
    }

    @Test func `a file is registered, known when it comes again, and corrected when it changed`()
        async throws
    {
        try await withRegion { region in
            let file = try await sample(region)
            let outcome = try await submit(region, file, ["--json"])
            #expect(outcome.code == 0, "\(outcome.errors)")
            let first = try report(outcome)
            let kept = first.outcomes.filter { $0.value > 0 }.keys
            let registered = first.outcomes["registered"] ?? 0
            #expect(registered >= 40 && first.people > registered)
            #expect(Set(kept).isSubset(of: ["registered", "pre_registered"]))
            #expect(first.batches.allSatisfy { !$0.alreadyReceived })

            let again = try report(try await submit(region, file, ["--json"]))
            #expect(again.batches.allSatisfy { $0.alreadyReceived })
            #expect(again.batches.map(\.batchID) == first.batches.map(\.batchID))
            #expect(again.outcomes == first.outcomes)

            var rows = try rows(of: file)
            let sample = try Sample(csv: rows.joined(separator: "\n"))
            let name = sample.givenNames[0]
            rows[1] = rows[1].replacing(name, with: name + "ata")
            let edited = try region.folder.write("edited.csv", rows.joined(separator: "\n"))
            let second = try report(try await submit(region, edited, ["--json"]))
            #expect(second.outcomes["correction_proposed"] == 1)
            // What came in an unchanged batch has its first outcome, the rest is known.
            let others = ["registered", "pre_registered", "unchanged"].reduce(0) {
                $0 + (second.outcomes[$1] ?? 0)
            }
            #expect(others == first.outcomes.values.reduce(0, +) - 1)

            for service in Region.services {
                let log = region.log(service)
                #expect(!log.isEmpty)
                for value in sample.personalValues where log.contains(value) {
                    Issue.record("personal data in the log of \(service)")
                }
            }
        }
    }

    @Test func `what a person reads is in their language`() async throws {
        try await withRegion { region in
            let file = try await sample(region, households: 3)
            let french = try await submit(region, file, ["--lang", "fr"])
            #expect(french.output.contains("enregistré") && french.output.contains("Reçu"))
            let english = try await submit(region, file, ["--lang", "en"])
            #expect(
                english.output.contains("received before") && english.output.contains("registered"))
            let byLocale = try await submit(region, file, environment: ["LC_ALL": "fr_FR.UTF-8"])
            #expect(byLocale.output.contains("déjà été reçu"))
        }
    }

    @Test func `without a gateway nothing is lost, and the user is told`() async throws {
        let region = try Region()
        let file = try await sample(region, households: 3)
        let outcome = try await submit(region, file, ["--lang", "en"])
        #expect(outcome.code == 69)
        #expect(outcome.errors.contains("gateway") || outcome.errors.contains("connection"))
        let french = try await submit(region, file, ["--lang", "fr"])
        #expect(french.code == 69 && french.errors != outcome.errors)
        try await region.start()
        let later = try report(try await submit(region, file, ["--json"]))
        #expect(later.people > 0)
        await region.stop()
    }

    @Test func `a token of another authority, of another role or none is refused with 77 or 78`()
        async throws
    {
        try await withRegion { region in
            let file = try await sample(region, households: 3)
            let stranger = try Region()
            let foreign = try await submit(
                region, file, ["--token-file", stranger.tokenFile(.team), "--lang", "en"])
            #expect(foreign.code == 77)
            #expect(foreign.errors.contains("signed with a key"))
            let viewer = try await submit(region, file, ["--lang", "en"], as: .viewer)
            #expect(viewer.code == 77 && viewer.errors.contains("viewer"))
            let none = try await submit(region, file, environment: ["JATIGI_TOKEN_FILE": "/none"])
            #expect(none.code == 78 && none.errors.contains("/none"))
        }
    }

    @Test func `broken rows are named, and the good ones are registered`() async throws {
        try await withRegion { region in
            let file = try await sample(region, households: 5)
            var rows = try rows(of: file)
            rows[1] = rows[1].split(separator: ",").prefix(2).joined(separator: ",")
            let broken = try region.folder.write("broken.csv", rows.joined(separator: "\n") + "\n")
            let outcome = try await submit(region, broken, ["--lang", "en"])
            #expect(outcome.code == 1)
            #expect((outcome.errors + outcome.output).contains("row 2"))
            #expect(outcome.output.contains("registered"))
            let nothing = try region.folder.write("nothing.csv", "a,b\n1,2\n")
            #expect(try await submit(region, nothing).code == 65)
            #expect(try await submit(region, "\(region.folder.path)/none.csv").code == 65)
        }
    }

    @Test func `the status has a row for each service, the one that is down included`() async throws
    {
        try await withRegion { region in
            func status(_ arguments: [String]) async throws -> (code: Int32, rows: [Status]) {
                let outcome = try await region.run(
                    "jatigi-status", arguments + ["--json"], as: .admin)
                return (
                    outcome.code,
                    try JSONDecoder().decode([Status].self, from: Data(outcome.output.utf8))
                )
            }
            let isComplete = Region.services.count == ServiceName.allCases.count
            for arguments in [["--config", region.configurationFile], []] {
                var (code, rows) = try await status(arguments)
                // A follower that was up before its source tells that until it has read again.
                let patience = ContinuousClock.now + .seconds(20)
                while isComplete, code != 0, ContinuousClock.now < patience {
                    try await Task.sleep(for: .milliseconds(200))
                    (code, rows) = try await status(arguments)
                }
                #expect(rows.map(\.program) == ServiceName.allCases.map(\.programName))
                for (row, service) in zip(rows, ServiceName.allCases) {
                    #expect(row.isServing == Region.services.contains(service), "\(service)")
                }
                #expect(code == (isComplete ? 0 : 1))
            }
            await region.kill(.registration)
            for arguments in [["--config", region.configurationFile], []] {
                let (code, rows) = try await status(arguments)
                let row = rows.first { $0.program == "jatigi-registration" }
                #expect(code == 1 && row?.isServing == false && row?.reason == "rpc.unavailable")
            }
            await region.kill(.gateway)
            let local = try await status(["--config", region.configurationFile])
            #expect(local.rows.first { $0.program == "jatigi-gateway" }?.isServing == false)
            let table = try await region.run(
                "jatigi-status", ["--config", region.configurationFile, "--lang", "en"], as: .admin)
            #expect(table.output.contains("DOWN"))
        }
    }
}
