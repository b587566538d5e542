import Basics
import Catalogue
import DeduplicationCore
import Dispatch
import Following
import Linkage
import Messages
import Storage
import Synchronization

/// Learns one model: gathers a sample, learns from it, and finds out what it would change.
///
/// The index is searched between events, in steps of `ModelLimits.step`, so that people are registered and screened
/// meanwhile. Nothing is written before it is done.
struct ModelTraining: Sendable {
    /// Why it ended early.
    enum Ending: Error {
        /// Somebody discarded the model.
        case discarded
        case failed(ModelMessage)
    }

    /// What is gathered and counted between the steps.
    private final class Work: Sendable {
        struct State {
            var sample: LearningSample
            var effect = DeduplicationV1.ModelEffect()
        }

        let state: Mutex<State>

        init(_ sample: LearningSample) { state = Mutex(State(sample: sample)) }
    }

    /// Pairs of strangers that one item of a step draws.
    private static let strangersPerItem = 200

    let number: UInt32
    let database: Database
    let models: ModelRows
    let engine: CandidateEngine
    let applier: EventApplier
    let rule: MergeRule?
    /// Is told how much is done, from 0 to 100.
    let progress: @Sendable (Int) -> Void

    /// Learns the model and keeps it, ready to be taken.
    ///
    /// - Throws: ``Ending``; `StorageError`; `CancellationError`.
    func run() async throws {
        let decisions = try await decisions()
        let people = decisions.keys.sorted { $0.lexicographicallyPrecedes($1) }
        let seed = UInt64(number)
        let (decided, households, empty) = try await search { index, _ in
            let decided = index.households(of: people, seed: seed)
            let draw = index.drawHouseholds(
                ModelLimits.householdsDrawnMax, besides: people, seed: seed)
            return (
                decided, draw.drawn,
                LearningSample(
                    people: index.count, householdsDecided: decided.count,
                    householdsToDraw: draw.outOf)
            )
        }
        let work = Work(empty)
        try await each(decided, progress: 0..<25) { person, index, _ in
            work.state.withLock {
                index.observeHousehold(
                    of: person, decisions: decisions, isDrawn: false, into: &$0.sample)
            }
        }
        try await each(households, progress: 25..<50) { person, index, _ in
            work.state.withLock {
                index.observeHousehold(
                    of: person, decisions: decisions, isDrawn: true, into: &$0.sample)
            }
        }
        let strangers = min(
            ModelLimits.strangersMax, empty.people * ModelLimits.strangersPerPersonMax)
        let draws = Array(0..<strangers / Self.strangersPerItem)
        try await each(draws, progress: 50..<60) { draw, index, _ in
            work.state.withLock {
                index.observeStrangers(
                    Self.strangersPerItem, seed: seed << 32 | UInt64(draw), into: &$0.sample)
            }
        }
        let sample = work.state.withLock { $0.sample }
        guard !sample.lacksDrawn else { throw Ending.failed(.failed) }
        let parameters = await Self.offPool { ModelLearning.learn(from: sample) }
        progress(65)
        var model = DeduplicationV1.Model(
            number: number, version: try parameters.version(),
            source: .init(
                peopleOnRecord: UInt64(sample.people),
                peopleSearched: UInt64(sample.peopleSearched),
                candidates: UInt64(sample.candidateCount), strangers: UInt64(sample.strangerCount),
                same: UInt64(sample.decisionCount(isSame: true)),
                different: UInt64(sample.decisionCount(isSame: false))),
            parameters: parameters.message)
        try await compare(try models.scoring(model).model, work)
        model.effect = work.state.withLock { $0.effect.finished }
        try await finish(model)
    }

    /// What people decided, without what is held out to judge by.
    private func decisions() async throws -> PairDecisions {
        let rows = try await Self.retried {
            try await database.read {
                try applier.pairs.personsDecisions(limit: ModelLimits.decisionsMax, in: $0)
            }
        }
        var table: PairDecisions = [:]
        for row in rows where !DeduplicationV1.ModelEffect.isHeldOut(row.pairID) {
            table[row.earlier.bytes, default: [:]][row.later.bytes] = row.isSame
            table[row.later.bytes, default: [:]][row.earlier.bytes] = row.isSame
        }
        return table
    }

    private func finish(_ learnt: DeduplicationV1.Model) async throws {
        try await Self.retried {
            try await database.write { transaction in
                var model = try stored(in: transaction)
                model.state = .ready
                model.version = learnt.version
                model.source = learnt.source
                model.effect = learnt.effect
                model.parameters = learnt.parameters
                try models.save(model, in: transaction)
            }
        }
    }

    /// The model while it is wanted.
    private func stored(in transaction: Transaction) throws -> DeduplicationV1.Model {
        guard let model = try models.model(number, in: transaction), model.state == .learning else {
            throw Ending.discarded
        }
        guard try applier.followed.isWhole(in: transaction) else { throw Ending.failed(.rebuilt) }
        return model
    }

    /// Work for a processor, off the pool that answers calls.
    private static func offPool<T: Sendable>(_ body: @escaping @Sendable () -> T) async -> T {
        await withCheckedContinuation { continuation in
            DispatchQueue.global(qos: .utility).async { continuation.resume(returning: body()) }
        }
    }
}

// MARK: Its effect

extension ModelTraining {
    /// Scores decided and open pairs, and households drawn at random out of all, by the model in force and by the new one.
    private func compare(_ new: LinkageModel, _ work: Work) async throws {
        let old = try await Self.retried {
            try await database.read { try models.inForce(in: $0).model }
        }
        work.state.withLock { $0.effect.comparedWith = old.number }
        let most = ModelLimits.comparedPairsMax
        let pairs = try await Self.retried {
            try await database.read { reading in
                let rows = applier.pairs
                let decided = try rows.personsDecisions(
                    limit: ModelLimits.decisionsMax, in: reading)
                let others =
                    try rows.decidedByRule(after: .nilID, limit: most, in: reading)
                    + rows.open(after: [], size: most, in: reading)
                return decided.map(\.pairID) + others.map(\.pairID)
            }
        }
        try await each(pairs, progress: 65..<90) { pairID, index, transaction in
            guard let pair = try applier.pairs.pair(pairID, in: transaction) else { return }
            guard let now = try rescored(pair, by: old, with: &index),
                let then = try rescored(pair, by: new, with: &index)
            else { return }
            work.state.withLock { $0.effect.add(now: now, then: then, rule: rule) }
        }
        let drawn = try await search { index, _ in
            index.drawHouseholds(
                ModelLimits.comparedHouseholdsMax, besides: [], seed: UInt64(number)
            ).drawn
        }
        try await each(drawn, progress: 90..<100) { person, index, _ in
            let members = index.household(of: person)
            let now = Self.pairs(of: members, by: old, with: &index)
            let then = Self.pairs(of: members, by: new, with: &index)
            work.state.withLock {
                $0.effect.add(people: members.count, now: now, then: then)
            }
        }
    }

    /// A pair as it would be screened by a model; nil where one of its people is not there.
    private func rescored(
        _ pair: DeduplicationV1.Pair, by model: LinkageModel, with index: inout LinkageIndex
    ) throws -> DeduplicationV1.Pair? {
        let key = try pair.key
        let (earlier, later) = (key.earlier.bytes, key.later.bytes)
        guard !index.household(of: earlier).isEmpty, !index.household(of: later).isEmpty else {
            return nil
        }
        var rescored = pair
        let findings = index.scored(by: model) {
            $0.screen([later], known: [later: [earlier]], least: 1e-6)
        }
        if let finding = findings.first(where: { $0.other == earlier }) {
            _ = rescored.refresh(PairFinding(key, finding, model: model.number))
        } else {
            rescored.probability = 0
        }
        return rescored
    }

    private static func pairs(
        of members: [[UInt8]], by model: LinkageModel, with index: inout LinkageIndex
    ) -> Set<PairKey> {
        let findings = index.scored(by: model) {
            $0.screen(
                members, least: PairFinding.possibleMin,
                most: DeduplicationLimits.pairsOfScreeningMax)
        }
        return Set(
            findings.compactMap { finding in
                guard let one = RecordID(bytes: finding.person),
                    let other = RecordID(bytes: finding.other)
                else { return nil }
                return PairKey(one, other)
            })
    }
}

extension LinkageIndex {
    /// Scores by another model for once.
    fileprivate mutating func scored<T>(
        by model: LinkageModel, _ body: (inout LinkageIndex) -> T
    ) -> T {
        let own = self.model
        self.model = model
        defer { self.model = own }
        return body(&self)
    }
}

// MARK: Steps

extension ModelTraining {
    private typealias Body<Item> = @Sendable (Item, inout LinkageIndex, Transaction) throws -> Void

    /// Does something with each item between events, in steps, with pauses that are as long.
    private func each<Item: Sendable>(
        _ items: [Item], progress range: Range<Int>, _ body: @escaping Body<Item>
    ) async throws {
        // What was done stays done where the commit fails, since nothing is written.
        let done = Mutex(0)
        var place = 0
        while place < items.count {
            let start = ContinuousClock.now
            try await search { index, transaction in
                let end = ContinuousClock.now + ModelLimits.step
                var next = done.withLock { $0 }
                while next < items.count {
                    try body(items[next], &index, transaction)
                    next += 1
                    done.withLock { $0 = next }
                    if ContinuousClock.now >= end { return }
                }
            }
            place = done.withLock { $0 }
            progress(range.lowerBound + range.count * place / items.count)
            try await Task.sleep(for: ContinuousClock.now - start)
        }
    }

    /// Searches the index as soon as no event is being applied.
    private func search<T: Sendable>(
        _ body: @escaping @Sendable (inout LinkageIndex, Transaction) throws -> T
    ) async throws -> T {
        while true {
            let found = try await Self.retried {
                try await database.write { transaction in
                    _ = try stored(in: transaction)
                    return try engine.search(in: transaction) { try body(&$0, transaction) }
                }
            }
            if let found { return found }
            try await Task.sleep(for: ModelLimits.step)
        }
    }

    /// Does something as soon as the store takes it: what it refuses for a while is no reason to begin anew.
    static func retried<T: Sendable>(_ body: () async throws -> T) async throws -> T {
        var pause = ModelLimits.step
        while true {
            do {
                return try await body()
            } catch let error as StorageError
                where [.overloaded, .busy, .diskFull].contains(error.code)
            {
                try await Task.sleep(for: pause)
                pause = min(pause * 2, ModelLimits.refusalPauseMax)
            }
        }
    }
}

extension PairRows {
    /// A decision that a person made.
    struct PersonsDecision {
        let pairID: [UInt8]
        let earlier: RecordID
        let later: RecordID
        let isSame: Bool
    }

    /// Pairs that people decided to be the same or different, the first by their ids.
    func personsDecisions(limit: Int, in store: some Querying) throws -> [PersonsDecision] {
        try store.query(
            """
            SELECT pair_id, earlier_id, later_id, state FROM pair
            WHERE region = $region AND state IN ($same, $different) AND by_rule = 0
            ORDER BY pair_id LIMIT $limit
            """,
            [
                "region": .text(region), "limit": .integer(Int64(limit)),
                "same": .integer(Int64(DeduplicationV1.PairState.same.rawValue)),
                "different": .integer(Int64(DeduplicationV1.PairState.different.rawValue)),
            ]
        ).map { row in
            .init(
                pairID: try row.blob("pair_id"), earlier: try row.id("earlier_id"),
                later: try row.id("later_id"),
                isSame: try row.integer("state")
                    == Int64(DeduplicationV1.PairState.same.rawValue))
        }
    }
}
