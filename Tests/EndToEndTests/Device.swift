import Access
import Foundation
import TestKit
import Testing

/// A team's device: its keys, its spool, and what a region must know to open its batches.
struct Device {
    let region: Region
    let spool: String
    /// For the client's commands.
    let environment: [String: String]
    /// For the region's services.
    let serviceEnvironment: [String: String]
    /// File of the public keys of the devices that the region knows.
    let devicesFile: String

    init(_ region: Region) async throws {
        self.region = region
        let folder = region.folder.path
        spool = "\(folder)/spool"
        let key = "\(folder)/keys/device"
        let sealing = "\(folder)/keys/sealing"
        #expect(try await region.run("jatigi", ["token", "make-key", key]).code == 0)
        #expect(try await region.run("jatigi", ["token", "make-sealing-key", sealing]).code == 0)
        devicesFile = try region.folder.write(
            "devices.txt", try String(contentsOfFile: key + ".public", encoding: .utf8))
        environment = [
            "JATIGI_SPOOL": spool, "JATIGI_DEVICE_KEY": key,
            "JATIGI_REGION_KEY": sealing + ".public", "JATIGI_LANGUAGE": "en",
        ]
        serviceEnvironment = [
            "JATIGI_ACCESS_SEALING_KEY": sealing, "JATIGI_ACCESS_DEVICE_KEYS": devicesFile,
        ]
    }

    /// What `jatigi spool --json` prints of one batch.
    struct Entry: Decodable {
        let batchID: String
        let state: String
        let people: Int
        let tries: Int
        let lastFailure: String
    }

    private struct Listing: Decodable {
        let batches: [Entry]
    }

    /// A file of invented households, others for each seed.
    func sample(seed: Int, households: Int = 6) async throws -> String {
        let file = "\(region.folder.path)/sample-\(seed).csv"
        let made = try await region.run(
            "jatigi-sample", ["--seed", "\(seed)", "--households", "\(households)", file])
        #expect(made.code == 0)
        return file
    }

    /// Hands in a file, from a source of its own.
    func submit(
        _ file: String, seed: Int, with more: [String: String] = [:]
    ) async throws -> Program.Outcome {
        try await region.run(
            "jatigi", submission(file, seed: seed), environment: settings(more))
    }

    /// Puts a new file into the spool and tries to send nothing, for want of a token.
    func keep(seed: Int) async throws {
        let kept = try await submit(
            try await sample(seed: seed), seed: seed, with: ["JATIGI_TOKEN_FILE": "/none"])
        #expect(kept.code == 78)
    }

    func submission(_ file: String, seed: Int) -> [String] {
        ["submit", "--source", "team-1/\(seed)", "--collected-on", "2026-03-01", file]
    }

    func sync(
        _ arguments: [String] = [], with more: [String: String] = [:]
    ) async throws -> Program.Outcome {
        try await region.run("jatigi", ["sync"] + arguments, environment: settings(more))
    }

    func entries() async throws -> [Entry] {
        let outcome = try await region.run("jatigi", ["spool", "--json"], environment: environment)
        return try JSONDecoder().decode(Listing.self, from: Data(outcome.output.utf8)).batches
    }

    /// Every file of the spool, by name.
    func files() throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: spool) {
            files[name] = try Data(contentsOf: URL(filePath: "\(spool)/\(name)"))
        }
        return files
    }

    func settings(_ more: [String: String]) -> [String: String] {
        environment.merging(more) { _, new in new }
    }
}
