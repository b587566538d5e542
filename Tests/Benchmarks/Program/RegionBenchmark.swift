import Access
import Basics
import CReference
import ClientIntake
import DelimitedText
import Foundation
import Messages
import Operations
import RPC
import Reference
import SampleData
import Status
import TestKit

/// The real programs of a region, measured over their sockets.
struct RegionBenchmark {
    let present: Int
    private let batchPeople = 500
    private let writers = 8

    /// Measures nothing where a service's program lacks: `swift build --product jatigi-benchmark`
    /// builds this one alone.
    init(present: Int) throws {
        let missing = ServiceName.allCases.filter { !Program.exists($0.programName) }
        guard missing.isEmpty else {
            let names = missing.map(\.programName).joined(separator: ", ")
            throw BenchmarkFailure("not built: \(names); run swift build -c release")
        }
        self.present = present
    }

    /// Durable registration over RPC beside one C thread that writes the same rows, in alternating
    /// pairs.
    func registration() async throws -> [Figure] {
        let people = 40_000
        let batches = try Self.batches(people: people, seed: 11, source: "team", max: batchPeople)
        let shape = try Self.shape(of: batches)
        let count = Double(batches.reduce(0) { $0 + $1.people })
        var measured: [Double] = []
        var reference: [Double] = []
        for _ in 0..<3 {
            let folder = try TemporaryFolder()
            let seconds = reference_sqlite_write(
                "\(folder.path)/reference.sqlite", ReferenceSchema.text, shape, Int32(people),
                Int32(batchPeople))
            guard seconds > 0 else { throw BenchmarkFailure("reference SQLite: \(seconds)") }
            reference.append(Double(people) / seconds)
            measured.append(count / (try await register(batches)))
        }
        return [
            Figure(
                name: "durable registration over RPC", value: measured.median, unit: "people/s",
                reference: reference.median,
                ratio: zip(measured, reference).map { $0 / $1 }.median,
                target: "at least 0.25 × one C thread over SQLite")
        ]
    }

    /// Seconds that a new registration service takes for these batches.
    private func register(_ batches: [BatchBuilder.Batch]) async throws -> Double {
        let region = try Region(screeningWait: 0, logLevel: "warning")
        try await region.start([.registration])
        let client = try region.client(.registrar, of: .registration)
        let seconds = try await Self.time {
            try await submit(batches) { id, content, options in
                _ = try await client.call(
                    RegistrationV1.RegistrationService.submitBatch,
                    .init(batchID: id, content: content), options: options)
            }
        }
        await client.close()
        _ = await region.stop([.registration])
        return seconds
    }

    /// Submission through the gateway with screening and counting keeping up, against people who
    /// are already there; then memory, start, and a deduplication service that reads everything
    /// again.
    func sustained() async throws -> [Figure] {
        let region = try Region(screeningWait: 0, logLevel: "warning")
        let start = try await Self.time { try await region.start() }
        let gateway = try region.client(.registrar, of: .gateway)
        let through: @Sendable ([UInt8], [UInt8], CallOptions) async throws -> Void = {
            _ = try await gateway.call(
                GatewayV1.GatewayService.submitBatch, .init(batchID: $0, content: $1), options: $2)
        }
        var figures = [
            Figure(
                name: "start to ready of all five services, empty region", value: start, unit: "s",
                target: "at most 2 s"),
            try await memory(of: region),
        ]
        let before = try Self.batches(people: present, seed: 21, source: "before", max: 1_000)
        try await submit(before, through)
        try await caughtUp(region)
        let more = try Self.batches(people: 20_000, seed: 22, source: "more", max: batchPeople)
        let people = Double(more.reduce(0) { $0 + $1.people })
        let seconds = try await Self.time {
            try await submit(more, through)
            try await caughtUp(region)
        }
        figures.append(
            Figure(
                name: "submitted, screened and counted, \(present) people present",
                value: people / seconds, unit: "people/s", target: "at least 3,000 people/s"))
        await gateway.close()
        let registered = (before + more).reduce(0) { $0 + $1.people }
        figures.append(try await readAgain(registered, region))
        _ = await region.stop()
        return figures
    }

    private func memory(of region: Region) async throws -> Figure {
        var kibibytes = 0
        for service in ServiceName.allCases {
            guard let pid = region.processIdentifier(of: service) else {
                throw BenchmarkFailure("\(service.programName) does not run")
            }
            let text = try String(contentsOfFile: "/proc/\(pid)/smaps_rollup", encoding: .utf8)
            let line = text.split(separator: "\n").first { $0.hasPrefix("Pss:") }
            kibibytes += line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
        }
        return Figure(
            name: "memory (PSS) of all five services, empty region",
            value: Double(kibibytes) * 1_024 / 1e6, unit: "MB", target: "at most 80 MB")
    }

    /// Deduplication without its database reads registration's log, of so many people, from the start.
    private func readAgain(_ registered: Int, _ region: Region) async throws -> Figure {
        _ = await region.stop([.deduplication])
        let database = "\(region.folder.path)/data/deduplication.sqlite"
        for suffix in ["", "-wal", "-shm", ".lock"] { unlink(database + suffix) }
        let seconds = try await Self.time {
            try await region.start([.deduplication])
            try await caughtUp(region, [.deduplication])
        }
        return Figure(
            name: "re-reading \(registered) registered people by a new deduplication service",
            value: seconds, unit: "s", target: "at most 20 s for 100,000 people")
    }

    /// Returns when the followers have applied all of registration's log.
    private func caughtUp(
        _ region: Region, _ services: [ServiceName] = [.deduplication, .statistics]
    ) async throws {
        let registration = try region.client(.service, of: .registration)
        let head =
            try await registration.call(HealthV1.HealthService.getStatus, .init())
            .program?.logHead?.sequence ?? 0
        await registration.close()
        for service in services {
            let client = try region.client(.service, of: service)
            while true {
                let status = try await client.call(HealthV1.HealthService.getStatus, .init())
                let follower = status.program?.followers.first { $0.source == "registration" }
                if follower?.position?.sequence ?? 0 >= head { break }
                // A status reads much of the database: more of them would be measured, too.
                try await Task.sleep(for: .milliseconds(200))
            }
            await client.close()
        }
    }

    private func submit(
        _ batches: [BatchBuilder.Batch],
        _ send: @escaping @Sendable ([UInt8], [UInt8], CallOptions) async throws -> Void
    ) async throws {
        let turns = Countdown(batches.count)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<writers {
                group.addTask {
                    while let turn = turns.nextIndex() {
                        let batch = batches[turn]
                        try await send(
                            ContentID.of(batch.bytes), batch.bytes,
                            CallOptions(timeout: .seconds(60)))
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private static func batches(
        people: Int, seed: UInt64, source: String, max: Int
    ) throws -> [BatchBuilder.Batch] {
        let sample = Sample(options: .people(people, seed: seed))
        let reference = try ReferenceData.load(
            directory: PackageFolder.path + "/deploy/reference")
        var options = IntakeOptions()
        options.collectedOn = CalendarDate(year: 2026, month: 3, day: 1)
        options.limits.rowsMax = 2_000_000
        options.limits.bytesMax = 1 << 30
        let intake = try Intake.read(sample.csv(), options: options, reference: reference)
        return try BatchBuilder(source: "benchmark-\(source)", peopleMax: max)
            .batches(of: intake.commands)
    }

    /// The mean sizes of what one household is in the database.
    private static func shape(of batches: [BatchBuilder.Batch]) throws -> reference_household {
        let commands = try batches.flatMap {
            try RegistrationV1.BatchContent(decoding: $0.bytes).commands
        }
        let bytes = try commands.reduce(0) { $0 + (try $1.encoded().count) }
        let people = batches.reduce(0) { $0 + $1.people }
        // Registration adds an id of 18 bytes a person, and the event wraps the household.
        let record = bytes / commands.count + 20 * people / commands.count
        return reference_household(
            people: Int32(max(1, people / commands.count)), record_bytes: Int32(record),
            event_bytes: Int32(record + 60))
    }

    private static func time(_ body: () async throws -> Void) async throws -> Double {
        let start = ContinuousClock.now
        try await body()
        return (ContinuousClock.now - start) / .seconds(1)
    }
}

/// The tables that the reference writes: those of registration that a new household touches.
enum ReferenceSchema {
    static let text = """
        CREATE TABLE household (region TEXT NOT NULL, household_id BLOB NOT NULL,
            case_number TEXT NOT NULL, stage INTEGER NOT NULL, place_code TEXT NOT NULL,
            revision INTEGER NOT NULL, recorded_at INTEGER NOT NULL, record BLOB NOT NULL,
            PRIMARY KEY (region, household_id)) WITHOUT ROWID;
        CREATE UNIQUE INDEX household_case ON household (region, case_number);
        CREATE INDEX household_place ON household (region, place_code, household_id);
        CREATE TABLE person (region TEXT NOT NULL, person_id BLOB NOT NULL,
            household_id BLOB NOT NULL, PRIMARY KEY (region, person_id)) WITHOUT ROWID;
        CREATE TABLE source_key (region TEXT NOT NULL, source TEXT NOT NULL,
            source_key TEXT NOT NULL, household_id BLOB, held_id BLOB, fingerprint BLOB NOT NULL,
            PRIMARY KEY (region, source, source_key)) WITHOUT ROWID;
        CREATE TABLE event (region TEXT NOT NULL, sequence INTEGER NOT NULL, event_id BLOB NOT NULL,
            subject BLOB NOT NULL, kind TEXT NOT NULL, recorded_at INTEGER NOT NULL,
            PRIMARY KEY (region, sequence)) WITHOUT ROWID;
        CREATE TABLE event_payload (region TEXT NOT NULL, subject BLOB NOT NULL,
            sequence INTEGER NOT NULL, payload BLOB NOT NULL,
            PRIMARY KEY (region, subject, sequence));
        """
}
