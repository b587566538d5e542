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
    let arriving: Int
    private let batchPeople = 500
    private let writers = 8

    /// Measures nothing where a service's program lacks: `swift build --product jatigi-benchmark`
    /// builds this one alone.
    ///
    /// - Parameters:
    ///   - present: people who are there before the sustained measurement.
    ///   - arriving: people who come in it.
    init(present: Int, arriving: Int) throws {
        let missing = ServiceName.allCases.filter { !Program.exists($0.programName) }
        guard missing.isEmpty else {
            let names = missing.map(\.programName).joined(separator: ", ")
            throw BenchmarkFailure("not built: \(names); run swift build -c release")
        }
        self.present = present
        self.arriving = arriving
    }

    /// Durable registration over RPC beside one C thread that writes the same rows, in alternating
    /// pairs.
    func registration() async throws -> [Figure] {
        let batches = try Self.batches(people: 40_000, seed: 11, source: "team", max: batchPeople)
        let people = Double(batches.reduce(0) { $0 + $1.people })
        var pairs: [(measured: Double, reference: Double)] = []
        for _ in 0..<3 {
            let seconds = try await register(batches)
            pairs.append((people / seconds.measured, people / seconds.reference))
        }
        return [
            Figure(
                name: "durable registration over RPC", value: pairs.map(\.measured).median,
                unit: "people/s", reference: pairs.map(\.reference).median,
                ratio: pairs.map { $0.measured / $0.reference }.median,
                target: "at least 0.25 × one C thread over SQLite")
        ]
    }

    /// Seconds that a new registration service takes for these batches, and then one C thread for what it wrote.
    private func register(
        _ batches: [BatchBuilder.Batch]
    ) async throws -> (measured: Double, reference: Double) {
        let region = try Region(screeningWait: 0, logLevel: "warning")
        try await region.start([.registration])
        let client = try region.client(.registrar, of: .registration)
        let measured = try await Self.time {
            try await submit(batches) { id, content, options in
                _ = try await client.call(
                    RegistrationV1.RegistrationService.submitBatch,
                    .init(batchID: id, content: content), options: options)
            }
        }
        await client.close()
        _ = await region.stop([.registration])
        let folder = region.folder.path
        let reference = reference_sqlite_write(
            "\(folder)/reference.sqlite", "\(folder)/data/registration.sqlite", Int32(batchPeople))
        guard reference > 0 else { throw BenchmarkFailure("reference SQLite: \(reference)") }
        return (measured, reference)
    }

    /// Submission through the gateway with screening and counting keeping up, against people who
    /// are already there, for long enough that the write-ahead logs are written back many times; before it memory, start,
    /// and a deduplication service that reads those people again.
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
        figures.append(try await readAgain(before.reduce(0) { $0 + $1.people }, region))
        let more = try Self.batches(people: arriving, seed: 22, source: "more", max: batchPeople)
        let people = Double(more.reduce(0) { $0 + $1.people })
        let seconds = try await Self.time {
            try await submit(more, through)
            try await caughtUp(region)
        }
        figures.append(
            Figure(
                name: "submitted, screened and counted, \(present) people present, "
                    + "\(Int(people)) more in \(Int(seconds)) s",
                value: people / seconds, unit: "people/s", target: "at least 3,000 people/s"))
        await gateway.close()
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

    private static func time(_ body: () async throws -> Void) async throws -> Double {
        let start = ContinuousClock.now
        try await body()
        return (ContinuousClock.now - start) / .seconds(1)
    }
}
