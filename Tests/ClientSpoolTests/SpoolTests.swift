import Access
import ClientSpool
import Foundation
import TestKit
import Testing

@Suite("A device's spool") struct SpoolTests {
    private let fixture: SpoolFixture
    static let day: Int64 = 86_400_000

    init() throws { fixture = try SpoolFixture() }

    @Test
    func `a batch that was refused or damaged gets the new box and keeps what is known of it`()
        throws
    {
        let spool = try fixture.open()
        var entry = try spool.store(fixture.entry(1), box: [1])
        entry.tries = 3
        entry.note(failure: "access.box_refused")
        try spool.save(entry)
        #expect(try spool.store(fixture.entry(1), box: [2]) == entry)
        #expect(try spool.box(entry) == [2])
        // A description that cannot be read is written anew.
        try Data("{".utf8).write(to: URL(filePath: "\(fixture.path)/\(entry.batchID).json"))
        #expect(try spool.list().damaged == [entry.batchID])
        let again = try spool.store(fixture.entry(1), box: [3])
        #expect(try spool.list().entries == [again] && spool.box(again) == [3])
    }

    @Test func `what the region has stays acknowledged, and gets a box only where its own is gone`()
        throws
    {
        let spool = try fixture.open()
        let entry = try fixture.acknowledged(spool, 1)
        #expect(try spool.store(fixture.entry(1), box: [9]) == entry)
        #expect(try spool.box(entry) == [1])
        try FileManager.default.removeItem(atPath: "\(fixture.path)/\(entry.batchID).box")
        #expect(try spool.store(fixture.entry(1), box: [9]) == entry)
        #expect(try spool.box(entry) == [9])
    }

    @Test func `batches lie in the order in which they came, whatever the clock said`() throws {
        let spool = try fixture.open()
        for (id, clock) in [(3, 2_000), (1, 1_000), (2, 0)] as [(UInt8, Int64)] {
            _ = try spool.store(fixture.entry(id, storedAt: clock), box: [id])
        }
        let ids = [3, 1, 2].map { SpoolFixture.batchID($0) }
        #expect(try spool.list().entries.map(\.batchID) == ids)
        #expect(try spool.list().entries.map(\.number) == [1, 2, 3])
    }

    @Test func `only what waits takes the place of others`() throws {
        let spool = try fixture.open()
        let many = (0..<SpoolLimits.waitingMax).map { index in
            SpoolEntry(
                batchID: String(repeating: "0", count: 24) + String(index + 0x1000_0000, radix: 16),
                source: "s", fileName: "", people: 1, rows: [], storedAtMilliseconds: 0)
        }
        _ = try spool.store(many) { _ in [1] }
        let full = #expect(throws: SpoolError.self) {
            try spool.store(fixture.entry(1), box: [1])
        }
        #expect(full?.code == .full)
        #expect(try spool.list().entries.count == SpoolLimits.waitingMax)
        var first = try #require(try spool.list().entries.first)
        first.state = .acknowledged
        try spool.save(first)
        #expect(try spool.store(fixture.entry(1), box: [1]).number == 1_001)
    }

    @Test(arguments: [0, FakeRegion.now, FakeRegion.now + 4_000 * day])
    func `what is old is reckoned by the region's clock, wherever the device's stands`(
        device: Int64
    ) throws {
        let spool = try fixture.open()
        try fixture.acknowledged(spool, 1, at: FakeRegion.now - 31 * Self.day)
        try fixture.acknowledged(spool, 2, at: FakeRegion.now - 29 * Self.day)
        _ = try spool.store(fixture.entry(3), box: [3])
        // The last receipt is two days younger than the first.
        #expect(try spool.removeOld(nowMilliseconds: device) == 0)
        try fixture.acknowledged(spool, 4, at: FakeRegion.now)
        // A clock that was never set keeps more, one that runs ahead deletes no more.
        #expect(try spool.removeOld(nowMilliseconds: device) == (device == 0 ? 0 : 1))
        let kept = [1, 2, 3, 4].map { SpoolFixture.batchID($0) }
        #expect(
            try spool.list().entries.map(\.batchID) == Array(kept.dropFirst(device == 0 ? 0 : 1)))
    }

    @Test func `what a cut left unfinished is swept away, and nothing else`() throws {
        var spool: Spool? = try fixture.open()
        let entry = try #require(spool).store(fixture.entry(1), box: [1])
        spool = nil
        for name in ["\(entry.batchID).box.new-1a2b", "ff.box", "ee.json"] {
            try Data([1]).write(to: URL(filePath: "\(fixture.path)/\(name)"))
        }
        spool = try fixture.open()
        let left: Set = [
            "\(entry.batchID).box", "\(entry.batchID).json", "ee.json", "ff.box", "lock",
        ]
        #expect(try fixture.files() == left)
        // A box without its description was swept away, and with it all that was left of a batch.
        #expect(try spool?.list().damaged == ["ee", "ff"])
        try spool?.remove("ff")
        #expect(try spool?.list().damaged == ["ee"])
    }

    // A program that was killed between the two files left what every later command called damaged.
    @Test
    func `a box without its description waits in its place, and is described again by its file`()
        throws
    {
        var spool: Spool? = try fixture.open()
        let first = try #require(spool).store(fixture.entry(1), box: [1])
        let cut = try #require(spool).store(fixture.entry(2), box: [2])
        try FileManager.default.removeItem(atPath: "\(fixture.path)/\(cut.batchID).json")
        let listing = try Spool.list(folder: fixture.path)
        #expect(
            listing.damaged.isEmpty
                && listing.waiting.map(\.batchID) == [first, cut].map(\.batchID))
        #expect(listing.waiting.map(\.isUndescribed) == [false, true])
        spool = nil
        let again = try fixture.open()
        let third = try again.store(fixture.entry(3), box: [3])
        #expect(try again.list().waiting.map(\.batchID) == [first, cut, third].map(\.batchID))
        var tried = try again.list().waiting[1]
        #expect(try again.box(tried) == [2])
        tried.tries = 2
        try again.save(tried)
        let described = try again.store(fixture.entry(2), box: [4])
        #expect(described.fileName == "file.csv" && described.number == 2 && described.tries == 2)
        #expect(try again.list().waiting == [first, described, third])
    }

    @Test func `why a folder cannot be a spool is told without a sentence of the system`() throws {
        let folder = fixture.folder.path + "/open"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755])
        let open = #expect(throws: SpoolError.self) { try Spool(folder: folder) }
        #expect(open?.code == .folderUnusable)
        #expect(open?.cause?.arguments == ["path": folder, "mode": "0755", "allowed": "0700"])
        let file = try fixture.folder.write("file", "x")
        let plain = #expect(throws: SpoolError.self) { try Spool.list(folder: file) }
        #expect(plain?.cause?.arguments == ["path": file, "system": "ENOTDIR"])
        let absent = fixture.folder.path + "/absent"
        let none = #expect(throws: SpoolError.self) { try Spool.list(folder: absent) }
        #expect(none?.code == .folderUnusable)
        #expect(none?.cause?.arguments == ["path": absent, "system": "ENOENT"])
    }

    @Test func `one program changes a spool, others may look into it`() throws {
        let spool = try fixture.open()
        let entry = try spool.store(fixture.entry(1), box: [1])
        let busy = #expect(throws: SpoolError.self) { try fixture.open() }
        #expect(busy?.code == .busy)
        #expect(try Spool.list(folder: fixture.path).entries == [entry])
    }
}
