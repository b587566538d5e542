import Basics
import Foundation
import Messages
import Status
import Storage
import Testing

@testable import DeduplicationService

@Suite struct ScreeningTests {
    private let firstBatch = [UInt8](repeating: 1, count: 16)
    private let secondBatch = [UInt8](repeating: 2, count: 16)

    @Test func aScreeningGivesThePairsOfItsBatchWithoutNames() async throws {
        try await withSite { site in
            try site.log.record(
                Households.household(1, [Households.mariam()]), batch: firstBatch)
            let position = try site.log.record(
                Households.household(2, [Households.mariam()]), batch: secondBatch)
            try await site.follow()
            let first = try await site.screening(position, firstBatch)
            #expect(first.state == .done)
            #expect(first.pairs.isEmpty)
            let second = try await site.screening(position, secondBatch)
            #expect(second.pairs.map(\.otherCaseNumber) == ["BDG-1"])
            #expect(second.pairs.map(\.personID) == [Households.personID(2, 0).bytes])
            #expect(second.followed?.sequence == 2)
        }
    }

    @Test func aScreeningWaitsUntilTheFollowerHasPassedItsPosition() async throws {
        try await withSite { site in
            try site.log.record(Households.household(1, [Households.mariam()]))
            let position = try site.log.record(
                Households.household(2, [Households.mariam()]), batch: secondBatch)
            async let answer = site.screening(position, secondBatch)
            try await site.follow()
            let screening = try await answer
            #expect(screening.state == .done)
            #expect(screening.pairs.count == 1)
        }
    }

    @Test func aScreeningThatIsNotReadyInTimeIsPending() async throws {
        try await withSite { site in
            let position = try site.log.record(Households.household(1, [Households.mariam()]))
            let answer = try await site.screening(
                position, firstBatch, remaining: .milliseconds(20))
            #expect(answer.state == .pending)
            #expect(answer.followed?.sequence == 0)
        }
    }

    @Test func aPositionThatARestoreLostIsDataLoss() async throws {
        try await withSite { site in
            try site.log.record(Households.household(1, [Households.mariam()]))
            let lost = try site.log.record(Households.household(2, [Households.oumar()]))
            try await site.follow()
            site.log.restore(keeping: 1, epoch: 2)
            try site.log.record(Households.household(3, [Households.salif()]))
            try await site.follow()
            try await site.follow()
            await #expect(throws: RPCError.self) { try await site.screening(lost, self.firstBatch) }
            var elsewhere = lost
            elsewhere.region = "ML05"
            do {
                _ = try await site.screening(elsewhere, firstBatch)
                Issue.record("a position of another region was taken")
            } catch let error as RPCError {
                #expect(error.code == .dataLoss)
            }
        }
    }

    @Test func epochsThatWereKeptBeforeEveryFollowerKeptThemAreKept() async throws {
        let whole = try Site()
        let folder = whole.folder
        try await whole.store.database.close()
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
        let older = try Database(
            at: "\(folder)/deduplication.sqlite",
            schema: Schema(
                applicationID: DeduplicationSchema.applicationID,
                migrations: Array(DeduplicationSchema.schema.migrations.prefix(3))))
        let follower = FollowerState(source: "registration", region: "ML19")
        let (before, after) = (FakeLog.id(1), FakeLog.id(2))
        let cursor = LogCursor(
            position: LogPosition(region: "ML19", epoch: after, sequence: 20),
            eventID: FakeLog.id(3))
        try await older.write { transaction in
            for (first, epoch) in [(1, before), (11, after)] {
                try transaction.execute(
                    "INSERT INTO followed_epoch VALUES ('ML19', $first, $epoch)",
                    ["first": .integer(Int64(first)), "epoch": .id(epoch)])
            }
            try follower.advance(in: transaction, to: cursor)
        }
        try await older.close()
        let newer = try Database(
            at: "\(folder)/deduplication.sqlite",
            schema: Schema(
                applicationID: DeduplicationSchema.applicationID,
                migrations: Array(DeduplicationSchema.schema.migrations.prefix(5))))
        try await newer.read { reading in
            for (sequence, epoch) in [(10, before), (11, after)] {
                let position = LogPosition(
                    region: "ML19", epoch: epoch, sequence: UInt64(sequence))
                let verdict = try follower.verdict(on: position, in: reading)
                #expect(verdict == .passed)
            }
            let isWhole = try follower.isWhole(in: reading)
            #expect(isWhole)
        }
        try await newer.close()
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test func aBatchWithAHeldEventIsPendingAndSaysWhy() async throws {
        try await withSite { site in
            try site.log.append(nil, subject: FakeLog.id(1_000_009).bytes, batch: firstBatch)
            let position = try site.log.record(
                Households.household(1, [Households.mariam()]), batch: firstBatch)
            let other = try site.log.record(
                Households.household(2, [Households.oumar()]), batch: secondBatch)
            try await site.follow()
            let held = try await site.screening(position, firstBatch)
            #expect(held.state == .pending)
            #expect(held.pendingReason == "deduplication.batch_held")
            #expect(held.followed?.sequence == 3)
            #expect(try await site.screening(other, secondBatch).state == .done)
        }
    }
}
