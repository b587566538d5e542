import GRDB
import Messages
import RegistrationCore
import Status
import Storage
import Synchronization
import TestKit
import Testing

@testable import RegistrationService

@Suite struct StorageFailureTests {
    /// A disk that a test fills.
    private final class Disk: Sendable {
        let free = Mutex<UInt64>(1 << 40)

        var configuration: Storage.Database.Configuration {
            var configuration = Storage.Database.Configuration()
            let start = ContinuousClock.now
            let ticks = Atomic<Int>(0)
            configuration.diskSpace = { _ in
                DiskSpace(freeBytes: self.free.withLock { $0 }, totalBytes: 1 << 40)
            }
            // Every look is late enough for the disk to be asked again.
            configuration.now = {
                start + .seconds(10) * ticks.add(1, ordering: .relaxed).newValue
            }
            return configuration
        }
    }

    @Test func `a full disk refuses batches, keeps reading, and takes them again later`()
        async throws
    {
        let disk = Disk()
        try await withRegistration(disk.configuration) { fixture in
            let kept = try await fixture.submit([.register("a")])
            disk.free.withLock { $0 = 1 << 20 }
            let error = await failure { try await fixture.submit([.register("b")]) }
            #expect(error?.code == .resourceExhausted)
            #expect(error?.details.reason == "storage.disk_full")
            #expect(error?.retryAfter == .seconds(60))
            #expect(try await fixture.household(kept.results[0]).revision == 1)
            #expect(try await fixture.events().count == 1)
            disk.free.withLock { $0 = 1 << 40 }
            let taken = try await fixture.submit([.register("b")])
            #expect(!taken.alreadyReceived)
            #expect(taken.results.map(\.outcome) == [.registered])
        }
    }

    @Test func `a locked database refuses batches, and nothing of them is kept`() async throws {
        try await withRegistration { fixture in
            try await fixture.submit([.register("a")])
            var lasting = GRDB.Configuration()
            lasting.allowsUnsafeTransactions = true
            let other = try DatabaseQueue(
                path: fixture.folder.path + "/registration.sqlite", configuration: lasting)
            try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
            let error = await failure {
                try await fixture.submit([.register("b"), .register("c")])
            }
            #expect(error?.code == .unavailable)
            #expect(error?.details.reason == "storage.locked")
            #expect(try await fixture.events().count == 1)
            try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
            let taken = try await fixture.submit([.register("b"), .register("c")])
            #expect(!taken.alreadyReceived && taken.position?.sequence == 3)
            try other.close()
        }
    }

    @Test func `what was acknowledged is there after the service was opened again`() async throws {
        let folder = try TemporaryFolder()
        var first = RegistrationV1.Receipt()
        try await withRegistration(in: folder) { first = try await $0.submit([.register("a")]) }
        try await withRegistration(in: folder) { fixture in
            let household = try await fixture.household(first.results[0])
            #expect(household.members.count == 2)
            #expect(try await fixture.submit([.register("a")]).alreadyReceived)
            #expect(try await fixture.submit([.register("b")]).position?.sequence == 2)
        }
    }

    @Test func `a second service on the same database does not start`() async throws {
        try await withRegistration { fixture in
            #expect(throws: StorageError.self) {
                try RegistrationFixture(folder: fixture.folder)
            }
        }
    }

    @Test(
        arguments: [
            StorageError.Code.diskFull, .busy, .overloaded, .closed, .corrupt, .unreadable,
            .dataLoss, .io,
            .misuse, .constraint,
        ])
    func `every failure of the store has a status and tells nothing of the data`(
        _ code: StorageError.Code
    ) {
        let error = RPCError(wrapping: StorageError(code, "Aminata"))
        #expect(error.code != .ok)
        // What is sent; the cause stays in this program, and its log.
        #expect(!"\(error.message) \(error.details)".contains("Aminata"))
    }
}
