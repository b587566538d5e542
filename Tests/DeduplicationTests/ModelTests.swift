import Basics
import Catalogue
import DeduplicationCore
import Linkage
import Messages
import Status
import Storage
import Testing

@testable import DeduplicationService

/// Models that are learnt, looked at, taken and put away.
@Suite struct ModelTests {
    /// Strangers with whom there are enough people to learn from.
    private static let many = 200 as UInt64
    private static let repeated = 12 as UInt64

    /// A region whose log was read to its end, with some people who were registered twice.
    private func record(in site: Site, strangers: UInt64, repeated: UInt64 = repeated) async throws
    {
        for household in Households.strangers(from: 1_000, count: strangers) {
            try site.log.record(household)
        }
        try await site.follow()
        for number in 0..<repeated {
            let person = Households.person(
                "Mariam", "Coulibaly", .female, 1960 + UInt32(number), 4, 12, "Pere \(number)",
                "Mere \(number)", "ML-\(number)0000\(number)")
            try site.log.record(Households.household(10 + 2 * number, [person]))
            try site.log.record(Households.household(11 + 2 * number, [person]))
        }
        try await site.follow()
    }

    private func withRegion(
        strangers: UInt64 = 20, policy: ReviewPolicy = .standard,
        _ body: (Site, ModelHandlers) async throws -> Void
    ) async throws {
        try await withSite(policy: policy) { site in
            try await record(in: site, strangers: strangers)
            try await site.store.modelWorker.begin()
            try await site.rescreen()
            try await body(site, ModelHandlers(store: site.store))
        }
    }

    /// Decides all probable pairs but two, each as it is told to.
    private func decide(
        _ site: Site, _ decision: (Int) -> DeduplicationV1.PairState
    ) async throws {
        let pairs = try await site.pairs().filter { $0.level == .probable }
        #expect(pairs.count >= 10)
        for (place, pair) in pairs.dropLast(2).enumerated() {
            _ = try await site.decide(pair, decision(place))
        }
    }

    private func error(
        _ body: () async throws -> some Sendable
    ) async -> RPCError? {
        do {
            _ = try await body()
            return nil
        } catch {
            return error as? RPCError
        }
    }

    /// A model that somebody asked for and nobody has begun to learn.
    private func addLearning(_ number: UInt32, to site: Site) async throws {
        let model = DeduplicationV1.Model(number: number, state: .learning, askedBy: "awa")
        try await site.store.database.write {
            try site.store.modelWorker.models.save(model, in: $0)
        }
    }

    /// A model as if it had been learnt, with every score so many bits higher.
    private func add(_ number: UInt32, bits: Double, to site: Site) async throws {
        var parameters = LinkageParameters.standard.message
        parameters.shiftBits += bits
        let model = DeduplicationV1.Model(
            number: number, version: try #require(LinkageParameters(parameters)).version(),
            state: .ready, parameters: parameters)
        try await site.store.database.write {
            try site.store.modelWorker.models.save(model, in: $0)
        }
    }

    @Test func aModelIsLearntLookedAtAndTaken() async throws {
        try await withRegion(strangers: Self.many) { site, handlers in
            try await decide(site) { $0.isMultiple(of: 3) ? .different : .same }
            let asked = try await handlers.learn(by: "awa")
            #expect(asked.number == 1 && asked.state == .learning && asked.progressPercent == 0)
            _ = try await site.store.modelWorker.step()
            let model = try #require(try await handlers.get(1).model)
            #expect(model.state == .ready && !model.inForce && model.askedBy == "awa")
            #expect(model.version.count == 16)
            #expect(model.source?.peopleOnRecord == 224)
            #expect(model.source?.peopleSearched == 224)
            #expect((model.source?.strangers ?? 0) > 2_000)
            let effect = try #require(model.effect)
            #expect(effect.same + effect.different >= 10 && effect.open > 0)
            #expect(effect.same > effect.different)
            // Each fifth decision judges, the others teach.
            let learnt = (model.source?.same ?? 0) + (model.source?.different ?? 0)
            #expect(learnt + effect.judged == effect.same + effect.different)
            // Out of all, those with decisions among them.
            #expect(effect.people == 224 && effect.pairsNow >= 12)
            #expect(effect.examples.count == 10)
            // Nothing is changed yet.
            let before = try await site.pairs(.same)
            #expect(before.allSatisfy { $0.model == 0 })
            #expect(try await handlers.list().models.map(\.inForce) == [false, true])

            let taken = try await handlers.take(1, by: "binta")
            #expect(taken.model?.state == .taken && taken.model?.inForce == true)
            #expect(taken.model?.takenBy == "binta")
            #expect(try await handlers.get(1).peopleWaiting == 224)
            let event = try #require(try await site.events().last)
            guard case .modelTaken(let change) = event.change else { throw Wrong() }
            #expect(change.number == 1 && change.formerNumber == 0 && change.takenBy == "binta")
            #expect(change.version == model.version && event.subjectID == model.version)
            try await site.rescreen()
            #expect(try await handlers.get(1).peopleWaiting == 0)
            // Decisions stand; what they rest on is weighed anew.
            let after = try await site.pairs(.same)
            #expect(
                after.map(\.pairID).sorted { $0.lexicographicallyPrecedes($1) }
                    == before.map(\.pairID).sorted { $0.lexicographicallyPrecedes($1) })
            #expect(after.allSatisfy { $0.model == 1 && $0.decidedBy == "awa" })
            #expect(try await site.pairs(.different).count == effect.different)
            // Who comes now is scored by it.
            try site.log.record(Households.household(900, [Households.oumar()]))
            try site.log.record(Households.household(901, [Households.oumar()]))
            try await site.follow()
            #expect(try await site.pairs().contains { $0.model == 1 && $0.level == .probable })
            // Taking it again changes nothing; going back is taking the shipped one.
            let count = try await site.events().count
            _ = try await handlers.take(1, by: "binta")
            #expect(try await site.events().count == count)
            _ = try await handlers.take(0, by: "awa")
            try await site.rescreen()
            #expect(try await site.pairs(.same).allSatisfy { $0.model == 0 })
            #expect(try await handlers.get(1).model?.state == .taken)
        }
    }

    @Test func aBatchKeepsThePairsThatItFoundWhenTheyAreScreenedAgain() async throws {
        try await withRegion { site, handlers in
            let batch = [UInt8](repeating: 7, count: 16)
            let person = Households.person(
                "Mariam", "Coulibaly", .female, 1960, 4, 12, "Pere 0", "Mere 0", "ML-000000")
            let position = try site.log.record(Households.household(90, [person]), batch: batch)
            try await site.follow()
            let found = try await site.screening(position, batch)
            #expect(found.pairs.count == 2)
            try await add(1, bits: -2, to: site)
            for number in [1, 0] as [UInt32] {
                _ = try await handlers.take(number, by: "awa")
                try await site.rescreen()
                let again = try await site.screening(position, batch)
                #expect(again.pairs.map(\.personID) == found.pairs.map(\.personID))
            }
        }
    }

    @Test func whatARuleMergedDoesNotCrowdOutWhatPeopleDecided() async throws {
        try await withRegion(strangers: Self.many) { site, handlers in
            try await decide(site) { _ in .same }
            let decided = try await site.pairs(.same).count
            // Of people who are gone, with the first ids of all.
            let key = PairKey(.nilID, Households.personID(1, 0))
            let merged = DeduplicationV1.Pair(
                pairID: key.pairID, state: .same, earlier: .init(personID: key.earlier.bytes),
                later: .init(personID: key.later.bytes), rule: "r")
            try await site.store.database.write { transaction in
                for number in 0..<UInt64(ModelLimits.comparedPairsMax) {
                    var merged = merged
                    merged.pairID = RecordID(milliseconds: 0, randomA: 0, randomB: number).bytes
                    try site.store.pairs.save(
                        merged, key, foundFor: key.later, batchID: [], in: transaction)
                }
            }
            _ = try await handlers.learn(by: "awa")
            _ = try await site.store.modelWorker.step()
            let effect = try #require(try await handlers.get(1).model?.effect)
            #expect(effect.same == UInt64(decided) && effect.judged > 0)
        }
    }

    @Test func learningGoesOnAfterTheStoreRefusedIt() async throws {
        for code in [StorageError.Code.overloaded, .busy, .diskFull] {
            var refusals = 3
            let answer = try await ModelTraining.retried {
                if refusals > 0 {
                    refusals -= 1
                    throw StorageError(code, "later")
                }
                return "taken"
            }
            #expect(answer == "taken" && refusals == 0)
        }
        await #expect(throws: StorageError.self) {
            try await ModelTraining.retried { throw StorageError(.corrupt, "never") }
        }
    }

    @Test func screeningAgainGoesBeforeLearning() async throws {
        try await withRegion { site, handlers in
            try await add(1, bits: -1, to: site)
            _ = try await handlers.take(1, by: "awa")
            try await addLearning(2, to: site)
            _ = try await site.store.modelWorker.step()
            #expect(try await handlers.get(1).peopleWaiting < 44)
            #expect(try await handlers.get(2).model?.state == .learning)
            try await site.rescreen()
            _ = try await site.store.modelWorker.step()
            #expect(try await handlers.get(2).model?.state == .ready)
        }
    }

    private struct Wrong: Error {}

    @Test func theEffectSaysWhatBecomesOfDecisions() throws {
        func pair(
            _ id: UInt8, _ state: DeduplicationV1.PairState, _ probability: Double,
            rule: String = ""
        ) -> DeduplicationV1.Pair {
            .init(
                pairID: [UInt8](repeating: id, count: 16), state: state,
                evidence: [.init(field: "sex", level: "exact", weightBits: 1)],
                probability: probability, rule: rule)
        }
        var effect = DeduplicationV1.ModelEffect()
        // Of these 5 and 10 are held out to judge by.
        let pairs: [(UInt8, DeduplicationV1.PairState, Double, Double)] = [
            (5, .same, 0.8, 0.4), (1, .same, 0.5, 0), (10, .different, 0.95, 0.5),
            (2, .different, 0.3, 0.91), (3, .open, 0.25, 0.1), (4, .open, 0.95, 0.95),
            (6, .unsure, 0.5, 0.9), (7, .withdrawn, 0.5, 0.9),
            // Gone by now, were it screened again.
            (9, .open, 0.1, 0.1), (11, .open, 0.15, 0.2),
        ]
        for (id, state, now, then) in pairs {
            effect.add(now: pair(id, state, now), then: pair(id, state, then), rule: nil)
        }
        let rule = MergeRule(probability: 0.99, exact: [])
        for (now, then) in [(0.999, 0.98), (0.999, 0.999), (0.97, 0.98), (0.98, 0.999)] {
            effect.add(
                now: pair(8, .same, now, rule: "r"), then: pair(8, .same, then, rule: "r"),
                rule: rule)
        }
        let told = effect.finished
        #expect(told.same == 2 && told.sameHiddenNow == 0 && told.sameHiddenThen == 1)
        #expect(told.different == 2)
        #expect(told.differentProbableNow == 1 && told.differentProbableThen == 1)
        #expect(told.open == 4 && told.openGone == 2 && told.openGoneNow == 2)
        #expect(told.openProbableNow == 1 && told.openProbableThen == 1)
        #expect(told.mergedByRule == 4 && told.mergedByRuleReopened == 2)
        #expect(told.mergedByRuleReopenedNow == 2)
        #expect(told.judged == 2 && told.errorsNow == 1 && told.errorsThen == 1)
        // Of 0.8 and 0.05, and of 0.4 and 0.5.
        #expect(abs(told.logLossNow - (0.321_9 + 4.321_9) / 2) < 1e-3)
        #expect(abs(told.logLossThen - (1.321_9 + 1) / 2) < 1e-3)
        #expect(told.examples.map { $0.pairID[0] } == [2, 1, 10, 5, 3, 11, 8, 8, 8])
        #expect(DeduplicationV1.ModelEffect().finished == .init())
    }

    @Test func screeningGoesOnWhileAModelIsLearnt() async throws {
        try await withRegion(strangers: Self.many) { site, handlers in
            _ = try await handlers.learn(by: "awa")
            async let learning = site.store.modelWorker.step()
            for number in 500..<520 as Range<UInt64> {
                try site.log.record(Households.household(number, [Households.salif()]))
                try await site.follow()
            }
            #expect(try await handlers.get(1).model?.state == .learning)
            _ = try await learning
            // Without decisions it is learnt from records alone, and nothing judges it.
            let model = try #require(try await handlers.get(1).model)
            #expect(model.state == .ready)
            #expect(model.source?.same == 0 && model.source?.different == 0)
            #expect(model.effect?.judged == 0 && model.effect?.logLossThen == 0)
            #expect(model.parameters?.shiftBits == LinkageParameters.standard.shift)
            #expect((model.effect?.open ?? 0) > 0)
        }
    }

    @Test func whatCannotBeDoneIsToldWhy() async throws {
        try await withRegion { site, handlers in
            for number in [7, .max] as [UInt32] {
                #expect(await error { try await handlers.get(number) }?.code == .notFound)
                #expect(await error { try await handlers.take(number, by: "a") }?.code == .notFound)
                #expect(await error { try await handlers.discard(number) }?.code == .notFound)
            }
            try await addLearning(1, to: site)
            #expect(try await handlers.learn(by: "awa").number == 1)
            let second = await error { try await handlers.learn(by: "binta") }
            #expect(second?.details.reason == "model.learning")
            let early = await error { try await handlers.take(1, by: "awa") }
            #expect(early?.details.reason == "model.not_ready")
            // Stopped while it is learnt: it does not come back.
            #expect(try await handlers.discard(1).state == .discarded)
            _ = try await site.store.modelWorker.step()
            #expect(try await handlers.get(1).model?.state == .discarded)
            let gone = await error { try await handlers.take(1, by: "awa") }
            #expect(gone?.details.reason == "model.not_ready")
            try await add(3, bits: 0.5, to: site)
            _ = try await handlers.take(3, by: "awa")
            for number in [0, 3] as [UInt32] {
                let used = await error { try await handlers.discard(number) }
                #expect(used?.details.reason == "model.was_taken")
            }
        }
    }

    @Test func aRegionThatIsSmallOrStillBeingReadIsRefused() async throws {
        try await withSite { site in
            let handlers = ModelHandlers(store: site.store)
            #expect(await error { try await handlers.learn(by: "awa") }?.code == .unavailable)
            #expect(await error { try await handlers.take(0, by: "awa") }?.code == .unavailable)
            try site.log.record(Households.household(1, [Households.mariam()]))
            try await site.follow()
            let few = await error { try await handlers.learn(by: "awa") }
            #expect(few?.code == .failedPrecondition)
            #expect(few?.details.reason == "model.people_too_few")
            // There is always one: the shipped one.
            let list = try await handlers.list()
            #expect(list.models.map(\.number) == [0] && list.models[0].inForce)
        }
    }

    @Test func aLogThatIsReadAnewEndsLearning() async throws {
        try await withRegion { site, handlers in
            try await addLearning(1, to: site)
            try await site.store.database.write { transaction in
                try transaction.execute("DELETE FROM follower_start")
            }
            _ = try await site.store.modelWorker.step()
            let model = try #require(try await handlers.get(1).model)
            #expect(model.state == .failed && model.reason == "model.rebuilt")
        }
    }

    @Test func aProgramThatWasKilledTellsThatLearningWasInterrupted() async throws {
        try await withRegion { site, handlers in
            try await addLearning(1, to: site)
            try await add(2, bits: 0.1, to: site)
            try await site.store.modelWorker.begin()
            let model = try #require(try await handlers.get(1).model)
            #expect(model.state == .failed && model.reason == "model.interrupted")
            #expect(try await handlers.discard(1).state == .discarded)
            #expect(try await handlers.get(2).model?.state == .ready)
        }
    }

    @Test func screeningAgainGoesOnAfterAKill() async throws {
        let site = try Site()
        try await record(in: site, strangers: 40)
        try await add(1, bits: -1, to: site)
        let handlers = ModelHandlers(store: site.store)
        _ = try await handlers.take(1, by: "awa")
        _ = try await site.store.modelWorker.step()
        let left = try await handlers.get(1).peopleWaiting
        #expect(left > 0 && left < 64)
        try await site.close(removing: false)
        let again = try Site(log: site.log, folder: site.folder)
        try await again.store.modelWorker.begin()
        let resumed = ModelHandlers(store: again.store)
        #expect(try await resumed.get(1).peopleWaiting == left)
        #expect(try await resumed.get(1).model?.inForce == true)
        try await again.rescreen()
        #expect(try await resumed.get(1).peopleWaiting == 0)
        let pairs = try await again.pairs()
        #expect(pairs.count > 10 && pairs.allSatisfy { $0.model == 1 })
        try await again.close()
    }

    @Test func pairsComeAndGoWithAModelAndRulesAreLookedAtAgain() async throws {
        let rule = MergeRule(probability: 0.999, exact: ["document", "birth_date"])
        try await withRegion(policy: .init(merging: rule)) { site, handlers in
            let merged = try await site.pairs(.same)
            #expect(merged.count == 12 && merged.allSatisfy { !$0.rule.isEmpty })
            let open = try await site.pairs()
            let decided = merged[0]
            _ = try await site.decide(decided, .same)
            try await add(1, bits: -20, to: site)
            _ = try await handlers.take(1, by: "awa")
            try await site.rescreen()
            // What a person decided stands, whatever the model thinks of it.
            #expect(try await site.pairs(.same).map(\.pairID) == [decided.pairID])
            // What the rule merged opened, and went as the other open pairs did.
            #expect(try await site.pairs().isEmpty)
            let events = try await site.events()
            let opened = events.filter {
                if case .pairDecided(let decided) = $0.change {
                    decided.decision == .open
                } else {
                    false
                }
            }
            #expect(Set(opened.map(\.subjectID)) == Set(merged.dropFirst().map(\.pairID)))
            _ = try await handlers.take(0, by: "awa")
            try await site.rescreen()
            #expect(try await site.pairs(.same).count == merged.count)
            #expect(try await site.pairs().count == open.count)
        }
    }

    @Test func anotherShippedModelScreensAgain() async throws {
        try await withRegion { site, handlers in
            #expect(try await handlers.get(0).peopleWaiting == 0)
            try await site.store.database.write { transaction in
                try transaction.execute("UPDATE model_in_force SET version = x'00'")
            }
            try await site.store.modelWorker.begin()
            #expect(try await handlers.get(0).peopleWaiting == 44)
            try await site.store.modelWorker.begin()
            try await site.rescreen()
            #expect(try await handlers.get(0).peopleWaiting == 0)
            try await site.store.modelWorker.begin()
            #expect(try await handlers.get(0).peopleWaiting == 0)
        }
    }

    @Test func aModelOfAnEarlierVersionIsCompletedByTheShippedOneAndScreensAgain() async throws {
        try await withRegion { site, handlers in
            // It was learnt without telephones, and with other levels of given names.
            var parameters = LinkageParameters.standard.message
            parameters.parts.removeAll { $0.part == "phone phone" }
            let given = try #require(parameters.parts.firstIndex { $0.part == "given given" })
            parameters.parts[given].levels[1] = "alike"
            parameters.shiftBits -= 1
            let model = DeduplicationV1.Model(
                number: 1, version: try #require(LinkageParameters(parameters)).version(),
                state: .ready, parameters: parameters)
            try await site.store.database.write {
                try site.store.modelWorker.models.save(model, in: $0)
            }
            #expect(try await handlers.get(1).model?.shippedFields == ["given_name", "phone"])
            #expect(try await handlers.list().models.map(\.shippedFields.count) == [2, 0])
            let models = site.store.modelWorker.models
            let scoring = try models.scoring(model)
            var whole = LinkageParameters.standard.message
            whole.shiftBits -= 1
            let other = try models.scoring(.init(number: 1, parameters: whole))
            #expect(scoring.version == other.version && scoring.version != model.version)
            _ = try await handlers.take(1, by: "awa")
            try await site.rescreen()
            let pairs = try await site.pairs()
            #expect(pairs.count > 10 && pairs.allSatisfy { $0.model == 1 })
            // The same parameters: nothing to do at the next start.
            try await site.store.modelWorker.begin()
            #expect(try await handlers.get(1).peopleWaiting == 0)
            // The next version ships others for what it lacks.
            try await site.store.database.write { transaction in
                try transaction.execute("UPDATE model_in_force SET version = x'00'")
            }
            try await site.store.modelWorker.begin()
            #expect(try await handlers.get(1).peopleWaiting == 44)
            #expect(try await handlers.get(1).model?.inForce == true)
            try await site.rescreen()
            #expect(try await site.pairs().allSatisfy { $0.model == 1 })
        }
    }

    @Test func modelsThatCameToNothingAreForgottenAfterMany() async throws {
        try await withRegion { site, handlers in
            for number in [1, 2, 250] as [UInt32] { try await add(number, bits: 0.1, to: site) }
            _ = try await handlers.take(1, by: "awa")
            try await site.store.database.write {
                try site.store.modelWorker.models.prune(newest: 251, in: $0)
            }
            #expect(try await handlers.list().models.map(\.number) == [250, 1, 0])
        }
    }
}

extension Site {
    /// Screens every household again that waits for it.
    func rescreen() async throws {
        let worker = store.modelWorker
        repeat {
            _ = try await worker.step()
        } while try await store.database.read({ try worker.rescreening.waiting(in: $0) }) > 0
        _ = try await worker.step()
    }
}
