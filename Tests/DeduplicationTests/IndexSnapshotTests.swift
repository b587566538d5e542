import Basics
import Foundation
import Glibc
import Linkage
import Logging
import Messages
import Storage
import TestKit
import Testing

@testable import DeduplicationService

/// The index as a file beside the database.
@Suite struct IndexSnapshotTests {
    private func path(_ site: Site) -> String { site.folder + "/deduplication.sqlite.index" }

    /// The service ends and begins again over the same folder and log.
    private func restarted(_ site: Site) async throws -> Site {
        try await site.store.close()
        return try Site(log: site.log, folder: site.folder)
    }

    @Test func `a start from the snapshot finds who was there before, and who came since`()
        async throws
    {
        var site = try Site()
        try site.log.record(Households.household(1, [Households.mariam()]))
        for household in Households.strangers(from: 10, count: 20) {
            try site.log.record(household)
        }
        try await site.follow()
        site = try await restarted(site)
        let kept = try Data(contentsOf: URL(filePath: path(site)))
        let mode = try FileManager.default.attributesOfItem(atPath: path(site))[.posixPermissions]
        #expect(mode as? Int == 0o600)
        try site.log.record(Households.household(2, [Households.oumar()]))
        try await site.follow()
        try await site.store.close()
        // As after a kill: the snapshot is older than the database.
        try kept.write(to: URL(filePath: path(site)))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path(site))
        site = try Site(log: site.log, folder: site.folder)
        try site.log.record(
            Households.household(3, [Households.mariam(), Households.oumar()]))
        try await site.follow()
        let found = try await site.pairs().filter { pair in
            [Households.personID(3, 0).bytes, Households.personID(3, 1).bytes]
                .contains(pair.later?.personID)
        }
        #expect(
            Set(found.map { $0.earlier?.personID ?? [] })
                == [Households.personID(1, 0).bytes, Households.personID(2, 0).bytes])
        try await site.close()
    }

    @Test
    func `a snapshot that is damaged, readable by others or ahead of the database is passed over`()
        async throws
    {
        let reasons = ["damaged", "damaged", "other_place", "unsafe_mode"]
        for (harm, reason) in reasons.enumerated() {
            var site = try Site()
            try site.log.record(Households.household(1, [Households.mariam()]))
            try await site.follow()
            try await site.store.close()
            let file = URL(filePath: path(site))
            var bytes = try Data(contentsOf: file)
            switch harm {
            case 0: bytes[bytes.count / 2] ^= 1
            case 1: bytes.removeLast(9)
            case 2: bytes[23] = 200
            default: bytes[0] ^= 1
            }
            try bytes.write(to: file)
            let mode = harm == 3 ? 0o644 : 0o600
            try FileManager.default.setAttributes(
                [.posixPermissions: mode], ofItemAtPath: file.path)
            let lines = LoggedLines(from: .notice)
            site = try Site(
                log: site.log, folder: site.folder, logger: Logger(label: "test") { _ in lines })
            try site.log.record(Households.household(2, [Households.mariam()]))
            try await site.follow()
            #expect(try await site.pairs().count == 1)
            // It was made anew without a word.
            #expect(
                lines.all == [
                    "warning: the file of the index cannot be used, and the index is made anew "
                        + "path=\(file.path) reason=\(reason)"
                ])
            try await site.close()
        }
    }

    // What a reviewer of the log read of either was that it held other people.
    @Test(arguments: ["worn", "other_people"])
    func `an index that is worn, or holds others, is passed over for that reason`(
        reason: String
    ) async throws {
        let site = try Site()
        try site.log.record(Households.household(1, [Households.mariam()]))
        try await site.follow()
        try await site.store.close()
        let snapshot = IndexSnapshot(path: path(site))
        var (index, place) = try snapshot.load(LinkageIndex()) { _ in true }
        let other = PersonRecord(id: Households.personID(2, 0), household: FakeLog.id(2))
        if reason == "worn" {
            // Somebody was replaced so often that there is more of the past than of the present.
            while !index.isWorn {
                for _ in 0..<500 { index.insert(other) }
                await Task.yield()
            }
            index.remove(other.id.bytes)
        } else {
            index.insert(other)
        }
        try snapshot.save(index, at: place)
        try await expectMadeAnew(site, reason: reason)
    }

    @Test func `what is no plain file is passed over, and nobody waits for it`() async throws {
        let site = try Site()
        try site.log.record(Households.household(1, [Households.mariam()]))
        try await site.follow()
        try await site.store.close()
        let file = path(site)
        let snapshot = IndexSnapshot(path: file)
        func expectUnreadable() {
            #expect(throws: IndexSnapshot.Refusal.unreadable) {
                try snapshot.load(LinkageIndex()) { _ in true }
            }
        }
        snapshot.remove()
        #expect(symlink("/dev/zero", file) == 0)
        expectUnreadable()
        snapshot.remove()
        #expect(mkdir(file, 0o700) == 0)
        expectUnreadable()
        #expect(rmdir(file) == 0)
        #expect(mkfifo(file, 0o600) == 0)
        // Whoever waits for the other end of the pipe gets it after a while, so that the test ends.
        let freeing = Task {
            var waited = 0
            while (try? await Task.sleep(for: .seconds(5))) != nil {
                if Self.endWaiting(at: file) { waited += 1 }
            }
            return waited
        }
        expectUnreadable()
        try await expectMadeAnew(site, reason: "unreadable")
        freeing.cancel()
        #expect(await freeing.value == 0)
    }

    /// Starts a site again whose snapshot cannot be used: it says the reason, once, and finds whoever is registered again.
    private func expectMadeAnew(_ stopped: Site, reason: String) async throws {
        let lines = LoggedLines(from: .notice)
        let site = try Site(
            log: stopped.log, folder: stopped.folder, logger: Logger(label: "test") { _ in lines })
        try site.log.record(Households.household(3, [Households.mariam()]))
        try await site.follow()
        #expect(try await site.pairs().count == 1)
        #expect(lines.all.map { $0.split(separator: " ").last } == ["reason=\(reason)"])
        try await site.close()
    }

    /// Opens both ends of a pipe, and says whether anybody waited for one.
    private static func endWaiting(at pipe: String) -> Bool {
        // There is an end to write into where somebody reads, or waits to.
        let writing = open(pipe, O_WRONLY | O_NONBLOCK)
        let reading = open(pipe, O_RDONLY | O_NONBLOCK)
        var byte: UInt8 = 0
        // Nothing yet, rather than the end, where somebody writes, or waits to.
        let hasWriter = reading >= 0 && read(reading, &byte, 1) < 0
        for descriptor in [writing, reading] where descriptor >= 0 { close(descriptor) }
        return writing >= 0 || hasWriter
    }

    @Test func `a start from a snapshot, or the first one, has nothing to tell`() async throws {
        let lines = LoggedLines(from: .notice)
        let logger = Logger(label: "test") { _ in lines }
        var site = try Site(logger: logger)
        try site.log.record(Households.household(1, [Households.mariam()]))
        try await site.follow()
        try await site.store.close()
        site = try Site(log: site.log, folder: site.folder, logger: logger)
        try site.log.record(Households.household(2, [Households.mariam()]))
        try await site.follow()
        #expect(lines.all.isEmpty)
        try await site.close()
    }

    @Test func `what was erased is not kept in a snapshot`() async throws {
        var site = try Site()
        try site.log.record(Households.household(1, [Households.mariam()]))
        try site.log.record(Households.household(2, [Households.salif()]))
        try await site.follow()
        site = try await restarted(site)
        #expect(
            try Data(contentsOf: URL(filePath: path(site))).range(of: Data("tembely".utf8)) != nil)
        let erased = Households.household(2, []).householdID
        try site.log.append(.personalDataErased(.init(householdID: erased)), subject: erased)
        try await site.follow()
        #expect(!FileManager.default.fileExists(atPath: path(site)))
        try await site.store.close()
        #expect(!FileManager.default.fileExists(atPath: path(site)))
        site = try Site(log: site.log, folder: site.folder)
        try site.log.record(Households.household(3, [Households.mariam()]))
        try await site.follow()
        #expect(try await site.pairs().count == 1)
        try await site.store.close()
        let kept = try Data(contentsOf: URL(filePath: path(site)))
        #expect(kept.range(of: Data("tembely".utf8)) == nil)
        #expect(kept.range(of: Data("mariam".utf8)) != nil)
    }

    @Test func `a disk without room beyond what the database leaves free gets no snapshot`()
        async throws
    {
        let site = try Site()
        var written: Set<UInt64> = []
        for (free, sequence) in [(200, 1), (300, 2), (200, 3)] as [(UInt64, UInt64)] {
            let snapshot = IndexSnapshot(path: path(site)) { _ in
                DiskSpace(freeBytes: free << 20, totalBytes: 1 << 30)
            }
            do {
                try snapshot.save(
                    LinkageIndex(), at: .init(epoch: FakeLog.id(1), sequence: sequence))
            } catch let error as StorageError {
                #expect(error.code == .diskFull && free == 200)
            }
            _ = try? snapshot.load(LinkageIndex()) { place in
                written.insert(place.sequence)
                return false
            }
        }
        #expect(written == [2])
        try await site.close()
    }

    @Test func `what a snapshot held is overwritten when it is removed`() async throws {
        let site = try Site()
        try site.log.record(Households.household(1, [Households.mariam()]))
        try await site.follow()
        try await site.store.close()
        // Another name of the same bytes on the disk.
        let other = path(site) + ".other"
        #expect(link(path(site), other) == 0)
        let before = try Data(contentsOf: URL(filePath: other))
        #expect(before.range(of: Data("mariam".utf8)) != nil)
        IndexSnapshot(path: path(site)).remove()
        #expect(try Data(contentsOf: URL(filePath: other)) == Data(count: before.count))
        #expect(!FileManager.default.fileExists(atPath: path(site)))
        try await site.close()
    }
}
