import Basics
import DeduplicationCore
import Following
import Logging
import Messages
import Reference
import Status
import Storage
import Testing

@testable import DeduplicationService

/// Deduplication itself decides here, and statistics follows its log.
@Suite struct IdentityHistoryTests {
    /// Registrations of one woman, and with some of them her daughter: everybody may be taken for everybody of her age.
    private func households(_ region: Region) throws -> [RegistrationV1.Household] {
        try (0..<9).map { number in
            var members = [person(region, "Mariam", born: 1987)]
            if number.isMultiple(of: 3) { members.append(person(region, "Fatoumata", born: 2009)) }
            // A second woman of the same name, who must never become the first.
            if number == 4 { members.append(person(region, "Mariam", born: 1987)) }
            let household = region.household(members)
            try region.record(household)
            return household
        }
    }

    private func person(_ region: Region, _ name: String, born: UInt32) -> RegistrationV1.Person {
        var person = region.person(born: "\(born)-04-12")
        person.givenName = name
        person.familyName = "Coulibaly"
        person.fatherName = "Bakary Coulibaly"
        person.motherName = "Fanta Diarra"
        person.documents = [.init(kind: "nina", number: "ML-\(born)")]
        return person
    }

    private func store(_ region: Region, _ path: String) throws -> DeduplicationStore {
        let registration = region.registration
        return try DeduplicationStore(
            path: path, region: "ML19", ids: RecordIDGenerator(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            cercles: Cercles(Gazetteer(places: [], parents: [])),
            readPage: { cursor, _ in try registration.page(after: cursor) })
    }

    /// Every identity of more than one record, by a record.
    private func apply(
        _ change: DeduplicationV1.Event.Change?,
        to state: inout [[UInt8]: DeduplicationV1.Identity],
        undoing: Bool = false
    ) {
        var (before, after): ([DeduplicationV1.Identity], [DeduplicationV1.Identity])
        switch change {
        case .identitiesMerged(let merged):
            (before, after) = (merged.before, [merged.after ?? .init()])
        case .identitySplit(let split): (before, after) = ([split.before ?? .init()], split.after)
        default: return
        }
        if undoing { swap(&before, &after) }
        for identity in before {
            for person in identity.personIDs {
                let known = state[person] ?? .init(identityID: person, personIDs: [person])
                #expect(known == identity, "an event must name what was there")
            }
        }
        for identity in after {
            for person in identity.personIDs { state[person] = identity }
        }
    }

    @Test("merging and unmerging at random leaves identities, counts and pairs as if nobody had")
    func random() async throws {
        try await withRegion { region in
            _ = try households(region)
            let folder = try #require(TemporaryDatabaseFolder())
            defer { folder.remove() }
            let store = try store(region, folder.path)
            while store.follower.position?.sequence != 9 { try await store.follower.step() }
            try await region.follow()
            let untouched = try await region.counts([.ageBand]).lines
            let review = Review(region: region, store: store)
            let found = try await review.pairs(.open)
            #expect(found.count > 30)

            var random = SplitMix(state: 20_261_122)
            for step in 0..<240 {
                let pair = try #require(found.randomElement(using: &random))
                let decision = [DeduplicationV1.PairState.same, .same, .different, .unsure, .open]
                    .randomElement(using: &random)
                try await review.decide(pair, decision ?? .same)
                if step.isMultiple(of: 40) { try await review.check() }
            }
            try await review.check()
            #expect(review.refusals > 20, "contradictions should have come up")
            let net = try await region.counts([.ageBand]).lines
            #expect(net != untouched, "the run should have merged people")

            // A follower that begins again comes to the same.
            region.deduplication.replace()
            try await region.follow()
            #expect(try await region.counts([.ageBand]).lines == net)

            for pair in found.shuffled(using: &random) { try await review.decide(pair, .open) }
            try await review.check()
            #expect(try await region.counts([.ageBand]).lines == untouched)
            let left = try await review.pairs(.open)
            #expect(left.map(\.pairID) == found.map(\.pairID))
            #expect(left.map(\.evidence) == found.map(\.evidence))
            for pair in found { try await review.checkAlone(pair.later?.personID ?? []) }

            // The log alone leads forth and back again.
            var state: [[UInt8]: DeduplicationV1.Identity] = [:]
            let log = try await review.events()
            for event in log { apply(event.change, to: &state) }
            #expect(state.values.allSatisfy { $0.personIDs.count == 1 })
            for event in log.reversed() { apply(event.change, to: &state, undoing: true) }
            #expect(state.values.allSatisfy { $0.personIDs.count == 1 })
            try await store.database.close()
        }
    }
}

/// A reviewer at work, and what statistics makes of it.
private final class Review {
    let region: Region
    let store: DeduplicationStore
    private(set) var refusals = 0
    private var told = 0
    private var handlers: DeduplicationHandlers { DeduplicationHandlers(store: store) }

    init(region: Region, store: DeduplicationStore) {
        self.region = region
        self.store = store
    }

    func pairs(_ state: DeduplicationV1.PairState) async throws -> [DeduplicationV1.Pair] {
        try await handlers.listPairs(.init(pageSize: 200, state: state, order: .weight)).pairs
    }

    func events() async throws -> [DeduplicationV1.Event] {
        try await ReadEvents(store: store).run(.init(eventsMax: 1_000), remaining: .seconds(1))
            .events
    }

    func decide(
        _ pair: DeduplicationV1.Pair, _ decision: DeduplicationV1.PairState
    ) async throws {
        let seen = try await handlers.getPair(.init(pairID: pair.pairID)).pair
        do {
            _ = try await DecidePair(store: store).run(
                .init(pairID: pair.pairID, decision: decision, revision: seen?.revision ?? 0),
                by: "awa")
        } catch let error as RPCError {
            refusals += 1
            #expect(error.code == .failedPrecondition || error.code == .invalidArgument)
        }
    }

    /// Compares the net count with the people that the decisions leave, counted by hand.
    func check() async throws {
        let events = try await events()
        for event in events[told...] {
            try region.tell(try #require(event.change), about: event.subjectID)
        }
        told = events.count
        try await region.follow()
        var links: [[UInt8]: [UInt8]] = [:]
        func root(_ id: [UInt8]) -> [UInt8] { links[id].map(root) ?? id }
        for pair in try await pairs(.same) {
            let (one, other) = (
                root(pair.earlier?.personID ?? []), root(pair.later?.personID ?? [])
            )
            if one != other { links[other] = one }
        }
        let counts = try await region.counts()
        let total = try #require(counts.total)
        #expect(total.peopleNet == total.people - UInt64(links.count))
        #expect(counts.eventsHeld == 0)
    }

    func checkAlone(_ person: [UInt8]) async throws {
        let identity = try await GetIdentity(store: store).run(.init(personID: person))
        #expect(identity.identityID == person)
        #expect(identity.records.count == 1)
    }
}
