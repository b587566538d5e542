import Access
import Foundation
import Messages
import Operations
import RPC
import Status
import Synchronization
import TestKit
import Testing

/// kill -9 at moments that a seed chooses, while teams hand in batches.
///
/// `JATIGI_KILL_ROUNDS` says how often, `JATIGI_KILL_SEED` repeats a run's choices (not the scheduler's).
@Suite(.serialized) struct KillTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let rounds = Int(environment["JATIGI_KILL_ROUNDS"] ?? "") ?? 5
    private static let seed =
        UInt64(environment["JATIGI_KILL_SEED"] ?? "") ?? UInt64.random(in: 1...UInt64(Int64.max))
    private static let teams = 4
    private static let batchesPerRound = 8

    /// What was acknowledged, and what was not.
    private final class Ledger: Sendable {
        private struct State {
            var acknowledged: [String: [[UInt8]]] = [:]
            var pending: [Batch] = []
            var answers = 0
        }
        private let state = Mutex(State())

        func acknowledge(_ batch: Batch, _ receipt: RegistrationV1.Receipt) {
            state.withLock { state in
                state.answers += 1
                for result in receipt.results {
                    state.acknowledged[result.sourceKey] = result.personIDs
                }
            }
        }

        func fail(_ batch: Batch) { state.withLock { $0.pending.append(batch) } }

        func takePending() -> [Batch] {
            state.withLock { state in
                defer { state.pending = [] }
                return state.pending
            }
        }

        /// Ids of the people of each household, by source key.
        var acknowledged: [String: [[UInt8]]] { state.withLock { $0.acknowledged } }
    }

    private struct Batch: Sendable {
        let request: GatewayV1.SubmitBatchRequest

        /// Three households of two, whose people's keys are found nowhere else.
        init(round: Int, team: Int, number: Int) throws {
            let commands = (0..<3).map { index in
                let key = "r\(round)-t\(team)-b\(number)-h\(index)"
                let people = ["head", "child"].map { relationship in
                    RegistrationV1.Person(
                        sourceKey: "\(key)-\(relationship)", givenName: "Awa", familyName: "Test",
                        sex: .female, birthDate: .init(year: 1990, precision: .year),
                        relationship: relationship, populationGroup: "IDP")
                }
                return RegistrationV1.Command(
                    sourceKey: key,
                    action: .register(
                        .init(household: .init(place: .init(code: "ML0505"), members: people))))
            }
            let content = try RegistrationV1.BatchContent(
                source: "team-\(team)", commands: commands
            ).encoded()
            request = .init(batchID: ContentID.of(content), content: content)
        }
    }

    @Test func `nobody who was acknowledged is lost, and nobody is there twice`() async throws {
        var random = SeededGenerator(seed: Self.seed)
        // Batches come faster than screening: it is not what is tested.
        try await withRegion(screeningWait: 50) { region in
            let ledger = Ledger()
            var kills: [ServiceName: Int] = [:]
            // Each in its turn.
            let victims = Region.services.shuffled(using: &random)
            for round in 0..<Self.rounds {
                let victim = victims[round % victims.count]
                let delay = Duration.milliseconds(Int.random(in: 0...250, using: &random))
                kills[victim, default: 0] += 1
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for team in 1...Self.teams {
                        group.addTask { try await submit(region, ledger, round: round, team: team) }
                    }
                    group.addTask {
                        try await Task.sleep(for: delay)
                        await region.kill(victim)
                        try await region.start([victim])
                    }
                    try await group.waitForAll()
                }
                try await resubmit(region, ledger)
                try await check(region, ledger, round: round)
                try await checkCounts(region, ledger, round: round)
            }
            try await checkPairs(region)
            let least = Self.rounds / victims.count
            #expect(victims.allSatisfy { kills[$0, default: 0] >= least }, "seed \(Self.seed)")
        }
    }

    private func client(_ region: Region, team: Int) throws -> RPCClient {
        var limits = ClientLimits()
        limits.connectTimeout = .milliseconds(500)
        return try region.client(.team, subject: "team-\(team)", limits: limits)
    }

    private func submit(_ region: Region, _ ledger: Ledger, round: Int, team: Int) async throws {
        let client = try client(region, team: team)
        for number in 0..<Self.batchesPerRound {
            let batch = try Batch(round: round, team: team, number: number)
            do {
                try await send(batch, client, ledger, timeout: .seconds(5))
            } catch {
                ledger.fail(batch)
            }
        }
        await client.close()
    }

    private func send(
        _ batch: Batch, _ client: RPCClient, _ ledger: Ledger, timeout: Duration
    ) async throws {
        let answer = try await client.call(
            GatewayV1.GatewayService.submitBatch, batch.request,
            options: CallOptions(timeout: timeout, retry: .never))
        let receipt = try #require(answer.receipt)
        #expect(receipt.results.allSatisfy { $0.outcome == .registered }, "seed \(Self.seed)")
        ledger.acknowledge(batch, receipt)
    }

    /// Sends what was not acknowledged until it is, as `jatigi sync` would.
    private func resubmit(_ region: Region, _ ledger: Ledger) async throws {
        let client = try region.client(.registrar)
        let end = ContinuousClock.now + Region.patience
        for batch in ledger.takePending() {
            var isSent = false
            while !isSent {
                do {
                    try await send(batch, client, ledger, timeout: .seconds(20))
                    isSent = true
                } catch {
                    guard ContinuousClock.now < end else { throw error }
                    try await Task.sleep(for: .milliseconds(50))
                }
            }
        }
        await client.close()
    }

    /// Compares what registration has with what was acknowledged.
    private func check(_ region: Region, _ ledger: Ledger, round: Int) async throws {
        typealias Service = RegistrationV1.RegistrationService
        let client = try region.client(.registrar, of: .registration)
        var counts: [String: Int] = [:]
        var people: Set<[UInt8]> = []
        var token = ""
        repeat {
            let page = try await client.call(
                Service.listHouseholds, .init(pageSize: 200, pageToken: token))
            for member in page.households.flatMap(\.members) {
                counts[member.sourceKey, default: 0] += 1
                people.insert(member.personID)
            }
            token = page.nextPageToken
        } while !token.isEmpty
        await client.close()
        let acknowledged = ledger.acknowledged
        let expected = Self.teams * Self.batchesPerRound * 3 * (round + 1)
        #expect(acknowledged.count == expected, "seed \(Self.seed), round \(round)")
        #expect(counts.values.allSatisfy { $0 == 1 }, "twice: seed \(Self.seed), round \(round)")
        #expect(counts.count == expected * 2, "seed \(Self.seed), round \(round)")
        #expect(
            people == Set(acknowledged.values.joined()),
            "missing: seed \(Self.seed), round \(round)")
    }

    /// Compares what statistics counts with what was acknowledged, once every follower has come to the
    /// end of its log with nothing set aside.
    private func checkCounts(_ region: Region, _ ledger: Ledger, round: Int) async throws {
        try await region.expectLevelFollowers("seed \(Self.seed), round \(round)")
        let client = try region.client(.viewer)
        let counts = try await client.call(StatisticsV1.StatisticsService.getCounts, .init())
        await client.close()
        let total = try #require(counts.total)
        let households = ledger.acknowledged
        #expect(total.households == UInt64(households.count), "seed \(Self.seed), round \(round)")
        #expect(
            total.people == UInt64(households.values.joined().count),
            "seed \(Self.seed), round \(round)")
    }

    /// Reads deduplication's log from its beginning: no place is empty, and no pair was found twice.
    private func checkPairs(_ region: Region) async throws {
        let client = try region.client(.follower, of: .deduplication)
        var after: CommonV1.LogPosition?
        var found: Set<[UInt8]> = []
        var hasMore = true
        while hasMore {
            let page = try await client.call(
                DeduplicationV1.DeduplicationService.readEvents,
                .init(after: after, eventsMax: 1_000))
            for event in page.events {
                let position = try #require(event.position)
                #expect(position.sequence == (after?.sequence ?? 0) + 1, "seed \(Self.seed)")
                after = position
                if case .pairFound(let pair)? = event.change {
                    #expect(found.insert(pair.pairID).inserted, "seed \(Self.seed)")
                }
            }
            hasMore = !page.events.isEmpty
        }
        await client.close()
        #expect(!found.isEmpty)
    }
}
