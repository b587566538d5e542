import Foundation
import Linkage
import Matching
import Messages
import Testing

@testable import DeduplicationService

/// Names that a region's operator says are one.
@Suite struct RegionVariantsTests {
    private func variants(_ lines: String...) throws -> NameVariants {
        var variants = NameVariants.standard
        try variants.add(lines: lines)
        return variants
    }

    /// The service ends and begins again over the same folder and log, and screens again whom it must.
    private func restarted(_ site: Site, _ variants: NameVariants) async throws -> (Site, UInt64) {
        try await site.store.close()
        let site = try Site(log: site.log, folder: site.folder, variants: variants)
        let handlers = ModelHandlers(store: site.store)
        try await site.store.modelWorker.begin()
        let waiting = try await handlers.list().peopleWaiting
        try await site.rescreen()
        return (site, waiting)
    }

    @Test func `households are screened again when a region's names change, and only then`()
        async throws
    {
        var site = try Site()
        for household in Households.strangers(from: 10, count: 30) {
            try site.log.record(household)
        }
        for (number, name) in ["Amadingué", "Bogolan"].enumerated() {
            var person = Households.salif()
            person.givenName = name
            person.documents = []
            try site.log.record(Households.household(UInt64(number), [person]))
        }
        try await site.follow()
        try await site.store.modelWorker.begin()
        try await site.rescreen()
        func level() async throws -> String? {
            try await site.pairs().first.flatMap { pair in
                pair.evidence.first { $0.field == "given_name" }?.level
            }
        }
        let before = try await level()
        #expect(before != "sounds_alike")
        let plateau = try variants("Amadingué, Bogolan")
        var waiting: UInt64
        (site, waiting) = try await restarted(site, plateau)
        #expect(waiting == 32)
        #expect(try await level() == "sounds_alike")
        // The same names in other words: the index is read from its file, and nobody is screened.
        (site, waiting) = try await restarted(site, variants("# plateau", "amadingue; BOGOLAN"))
        #expect(waiting == 0)
        #expect(try await level() == "sounds_alike")
        (site, waiting) = try await restarted(site, .standard)
        #expect(waiting == 32)
        #expect(try await level() == before)
        try await site.close()
    }

    @Test func `an index of other names is made anew`() async throws {
        let site = try Site()
        try site.log.record(Households.household(1, [Households.mariam()]))
        try await site.follow()
        try await site.store.close()
        let snapshot = IndexSnapshot(path: site.folder + "/deduplication.sqlite.index")
        let other = try LinkageIndex(variants: variants("Foo, Bar"))
        #expect(try snapshot.load(LinkageIndex()) { _ in true }.index.count == 1)
        #expect(throws: IndexSnapshot.Refusal.foreign) { try snapshot.load(other) { _ in true } }
        try FileManager.default.removeItem(atPath: site.folder)
    }
}
