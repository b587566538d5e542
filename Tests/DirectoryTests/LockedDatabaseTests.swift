import GRDB
import Messages
import Status
import Testing

@testable import DirectoryService

@Suite struct LockedDatabaseTests {
    @Test("a record is refused while another program holds the database, and nothing is kept")
    func refused() async throws {
        try await DirectoryFixture.run { fixture in
            let head = try await fixture.head()
            var lasting = GRDB.Configuration()
            lasting.allowsUnsafeTransactions = true
            let other = try DatabaseQueue(
                path: fixture.path + "/directory.sqlite", configuration: lasting)
            try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
            let error = await #expect(throws: RPCError.self) {
                try await fixture.addOrganisation()
            }
            #expect(error?.code == .unavailable)
            #expect(error?.details.reason == "storage.locked")
            #expect(try await fixture.head() == head)
            try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
            try other.close()
            #expect(try await fixture.addOrganisation().revision == 1)
        }
    }
}
