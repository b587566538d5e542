import GRDB
import Messages
import RPC
import TestKit
import Testing

/// What a copy made by hand, or a tool left open, does to a region: another process holds a database.
@Suite(.serialized) struct LockedDatabaseTests {
    @Test
    func `a batch that a locked database refuses is kept, said in both languages, and sent after`()
        async throws
    {
        let region = try Region()
        let device = try await Device(region)
        try await region.start(environment: device.serviceEnvironment)
        #expect(try await device.submit(try await device.sample(seed: 1), seed: 1).code == 0)
        let people = try await region.members().map(\.personID)
        let other = try await device.sample(seed: 2)

        var lasting = GRDB.Configuration()
        lasting.allowsUnsafeTransactions = true
        let holder = try DatabaseQueue(
            path: "\(region.folder.path)/data/registration.sqlite", configuration: lasting)
        try await holder.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
        let refused = try await device.submit(other, seed: 2)
        #expect(refused.code == 75, "\(refused.errors)")
        for text in [
            "Another program holds the server's database", "nothing was written",
            "1 batch is kept on this device", "run “jatigi sync” later",
        ] {
            #expect(refused.errors.contains(text), "\(refused.errors)")
        }
        let french = try await device.sync(with: ["JATIGI_LANGUAGE": "fr"])
        #expect(french.code == 75)
        for text in [
            "Un autre programme occupe la base de données du serveur", "rien n'a été écrit",
            "1 lot est gardé sur cet appareil", "lancez « jatigi sync » plus tard",
        ] {
            #expect(french.errors.contains(text), "\(french.errors)")
        }
        let waiting = try #require(try await device.entries().last)
        #expect(waiting.state == "waiting" && waiting.lastFailure == "storage.locked")
        #expect(try await region.members().map(\.personID) == people, "reads go on")

        try await holder.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try holder.close()
        #expect(try await device.sync().code == 0)
        #expect(try await device.entries().map(\.state) == ["acknowledged", "acknowledged"])
        let all = try await region.members().map(\.personID)
        #expect(all.count == people.count + waiting.people && Set(all).count == all.count)
        try await region.expectLevelFollowers()
        let present = try await region.present().count
        #expect(try await region.countedPeople() == UInt64(present))
        await region.stop()
    }
}
