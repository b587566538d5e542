import Basics
import Following
import Linkage
import Messages
import Storage
import Testing

@testable import DeduplicationService

/// The next events are linked while the rows of one are written; what comes of them is as if each had come alone.
@Suite struct LinkingAheadTests {
    /// Families that come again, corrections, people who move or are erased, and a household that is held back.
    private func fill(_ log: FakeLog) throws {
        let family = [Households.mariam(), Households.oumar(), Households.salif()]
        for household in Households.strangers(from: 10, count: 12) { try log.record(household) }
        try log.record(Households.household(1, family), batch: [UInt8](repeating: 1, count: 16))
        try log.record(
            Households.household(
                2, [Households.mariam(familyName: "Kulibali"), Households.oumar()]))
        try log.record(Households.household(3, Array(family.dropFirst())))
        for household in Households.strangers(from: 30, count: 3) { try log.record(household) }
        let held = FakeLog.id(1_000_004).bytes
        try log.append(nil, subject: held)
        try log.record(Households.household(4, family))
        try log.record(Households.household(5, [Households.salif(), Households.salif()]))
        try log.record(Households.household(1, Array(family.reversed())))
        // Somebody of a known household comes with a new one.
        var moved = Households.oumar()
        moved.personID = Households.personID(3, 0).bytes
        try log.record(Households.household(6, [moved, Households.mariam()]))
        try log.append(
            .personalDataErased(.init(householdID: FakeLog.id(1_000_002).bytes)),
            subject: FakeLog.id(1_000_002).bytes)
        try log.record(Households.household(7, family))
        try log.record(Households.household(2, [Households.mariam()]))
        for household in Households.strangers(from: 50, count: 6) { try log.record(household) }
        try log.record(Households.household(8, [Households.salif()]))
    }

    /// The rows that were made from a log, and what was told of them.
    private func rows(_ site: Site) async throws -> [[String]] {
        try await site.store.database.read { reading in
            try [
                "SELECT hex(person_id) || hex(household_id) || sequence || hex(summary) FROM record ORDER BY person_id",
                "SELECT hex(pair_id) || state || weight || hex(batch_id) || hex(record) FROM pair ORDER BY pair_id",
                "SELECT kind || hex(subject) || hex(payload) FROM event_payload JOIN event USING (region, subject, sequence) ORDER BY sequence",
                "SELECT hex(subject) || sequence || reason FROM quarantine ORDER BY sequence",
            ].map { try reading.query($0).map { try $0.text(0) } }
        }
    }

    private func read(_ log: FakeLog) async throws -> [[String]] {
        try fill(log)
        let site = try Site(log: log)
        try await site.follow()
        let rows = try await rows(site)
        try await site.close()
        return rows
    }

    @Test func `a log says the same however it is cut into pages`() async throws {
        let alone = try await read(FakeLog(pageSize: 1))
        #expect(alone.allSatisfy { !$0.isEmpty })
        #expect(alone[3].count == 2)
        for size in [2, 7, 500] { #expect(try await read(FakeLog(pageSize: size)) == alone) }
    }

    @Test
    func `a page that fails while the next events are linked is applied again, and nobody twice`()
        async throws
    {
        let expected = try await read(FakeLog(pageSize: 1))
        let log = FakeLog()
        let site = try Site(log: log)
        // What is held from before is tried once, at the first step.
        try await site.store.follower.step()
        try await site.holdAsManyAsMayFail()
        try fill(log)
        for table in ["pair", "event", "record"] {
            try await site.store.database.write {
                try $0.execute("ALTER TABLE \(table) RENAME TO away")
            }
            await #expect(throws: StorageError.self) { try await site.store.follower.step() }
            try await site.store.database.write {
                try $0.execute("ALTER TABLE away RENAME TO \(table)")
            }
        }
        try await site.forgetThoseHeld()
        try await site.follow()
        #expect(try await rows(site) == expected)
        try await site.close()
    }

    @Test func `events are linked in order up to the first that is no arrival`() throws {
        let log = FakeLog()
        for number in 1...3 as ClosedRange<UInt64> {
            try log.record(Households.household(number, [Households.mariam()]))
        }
        // The first again: its people are known.
        try log.record(Households.household(1, [Households.mariam()]))
        try log.record(Households.household(5, [Households.mariam()]))
        let events = try log.page(after: nil).events
        nonisolated(unsafe) var index = LinkageIndex(forFew: true)
        let ahead = LinkingAhead()
        ahead.expect(events[...])
        func begin(after sequence: UInt64) {
            ahead.begin(after: sequence) { $0.link(by: &index) }
        }
        begin(after: 0)
        #expect(ahead.take(2) == nil, "they are taken in order")
        for sequence in 1...3 as ClosedRange<UInt64> {
            let arrival = try #require(ahead.take(sequence))
            #expect(arrival.people.map(\.id) == [Households.personID(sequence, 0)])
            #expect(arrival.findings.count == Int(sequence) - 1)
            begin(after: sequence)
        }
        #expect(ahead.take(4) == nil)
        let before = ahead.stop()
        #expect(before.isEmpty && index.count == 3)
        begin(after: 4)
        let lost = ahead.stop()
        #expect(lost.map(\.household) == [FakeLog.id(1_000_005)] && index.count == 4)
    }
}
