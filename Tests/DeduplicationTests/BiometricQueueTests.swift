import Access
import Basics
import Biometrics
import Catalogue
import DeduplicationCore
import Following
import Messages
import RPC
import Storage
import Synchronization
import TestKit
import Testing
import Transport

@testable import DeduplicationService

/// How checks wait for the matcher.
@Suite struct BiometricQueueTests {
    private static let reasons: [(MatcherFailure, String)] = [
        (.slow, "biometrics.matcher_slow"), (.failed, "biometrics.matcher_failed"),
        (.away, "biometrics.matcher_away"),
    ]

    @Test func `without a matcher checks wait, are counted, and stop nothing`() async throws {
        try await withBiometricSite(matcher: nil) { here in
            try await here.submit(1, of: here.mariam)
            try await here.work()
            let waiting = await here.waiting("biometric_checks")
            #expect(waiting.count == 2 && waiting.sinceMilliseconds == 1_800_000_000_000)
            #expect(waiting.reason == "biometrics.matcher_missing")
            let status = try await here.status(of: here.mariam)
            #expect(status.state == .checkPending)
            #expect(status.waitingReason == "biometrics.matcher_missing")
            try here.site.log.record(Households.household(3, [Households.mariam()]))
            try await here.site.follow()
            #expect(try await here.site.pairs().count == 1)
        }
    }

    @Test func `a matcher that was away finds everything in the order it was asked`() async throws {
        try await withBiometricSite { here in
            here.matcher.state.withLock { $0.outage = .away }
            try await here.submit(1, of: here.mariam)
            try await here.submit(1, of: here.salif)
            await #expect(throws: MatcherFailure.away) { try await here.work() }
            // A program that starts again meanwhile has what waits.
            let tasks = try await here.store.database.read {
                try here.store.biometrics.tasks.due(
                    .search, at: here.store.currentTime, limit: 10, in: $0)
            }
            #expect(tasks.map(\.subject) == [here.mariam, here.salif])
            #expect(tasks.map(\.tries) == [0, 0])
            here.matcher.state.withLock { $0.outage = nil }
            #expect(try await here.work() == false)
            #expect(try await here.site.pairs().count == 1)
            #expect(await here.waiting("biometric_checks") == .init(kind: "biometric_checks"))
        }
    }

    @Test(arguments: Self.reasons)
    func `what the matcher cannot take is set aside, and the others are checked`(
        failure: MatcherFailure, reason: String
    ) async throws {
        try await withBiometricSite { here in
            let poison = try FingerRecord(SampleFinger.record(3))
            here.matcher.state.withLock { $0.poison[poison] = failure }
            try await here.submit(record: poison.bytes, of: here.mariam)
            try await here.submit(1, of: here.salif)
            for _ in 0..<20 {
                _ = try? await here.work()
                try await here.makeDue()
            }
            #expect(try await here.status(of: here.salif).state == .checked)
            let status = try await here.status(of: here.mariam)
            #expect(status.state == .checkFailed)
            #expect(status.waitingReason == reason)
            let aside = await here.waiting("biometric_checks_failed")
            #expect(aside.count == 2 && aside.reason == status.waitingReason)
            #expect(await here.waiting("biometric_checks").count == 0)
            // The next start tries again.
            here.matcher.state.withLock { $0.poison = [:] }
            here.store.biometricWorker.keysChanged()
            try await here.work()
            #expect(try await here.status(of: here.mariam).state == .checked)
        }
    }

    // One row that could not be read ended every step at the same place, for all.
    @Test(arguments: [
        "UPDATE fingerprint SET finger = 99 WHERE person_id = $person",
        "UPDATE pair SET record = x'ff' WHERE earlier_id = $person",
    ])
    func `what is stored damaged is set aside, and the others are checked`(
        damage: String
    ) async throws {
        let key = StorageKey.generate()
        try await withBiometricSite(keys: StorageKeyring([key])) { here in
            try here.site.log.record(Households.household(3, [Households.mariam()]))
            try await here.site.follow()
            try await here.submit(1, of: here.mariam)
            try await here.submit(2, of: here.salif)
            let mariam = here.mariam
            try await here.store.database.write {
                let rows = try $0.execute(damage, ["person": .id(mariam)])
                #expect(rows == 1)
            }
            // What is to be sealed anew goes on too.
            here.store.keys.replace(StorageKeyring([.generate(), key]))
            here.store.biometricWorker.keysChanged()
            #expect(try await here.work() == false)
            #expect(try await here.status(of: here.salif).state == .checked)
            let aside = await here.waiting("biometric_checks_failed")
            #expect(aside.count > 0 && aside.reason == "biometrics.data_damaged")
        }
    }

    // One reference that could not be removed stopped every other check for ever.
    @Test(arguments: Self.reasons)
    func `a removal that the matcher refuses is set aside, tried again, and holds up no other`(
        failure: MatcherFailure, reason: String
    ) async throws {
        try await withBiometricSite { here in
            for person in [here.mariam, here.oumar] { try await here.submit(1, of: person) }
            try await here.work()
            let refused = try #require(
                try await here.store.database.read {
                    try here.store.biometrics.fingerprints.reference(of: here.mariam, in: $0)
                })
            here.matcher.state.withLock { $0.unremovable[refused] = failure }
            for person in [here.mariam, here.oumar] { _ = try await here.forget(person) }
            try await here.submit(2, of: here.salif)
            for _ in 0..<20 {
                _ = try? await here.work()
                try await here.makeDue()
            }
            #expect(try await here.status(of: here.salif).state == .checked)
            #expect(here.matcher.state.withLock { $0.gallery.count } == 2)
            let aside = await here.waiting("biometric_checks_failed")
            #expect(aside.count == 1)
            #expect(aside.reason == reason)
            // It rests, and then its turn comes again without anybody's doing.
            here.matcher.state.withLock { $0.removals = 0 }
            _ = try? await here.work()
            try await here.work()
            #expect(here.matcher.state.withLock { $0.removals } == 1)
            here.matcher.state.withLock { $0.unremovable = [:] }
            try await here.makeDue()
            try await here.work()
            #expect(here.matcher.state.withLock { $0.gallery.count } == 1)
            #expect(await here.waiting("biometric_checks_failed").count == 0)
        }
    }

    @Test func `a matcher that lost its gallery gets everybody again, and searches nobody anew`()
        async throws
    {
        try await withBiometricSite { here in
            try await here.submit(1, of: here.mariam)
            try await here.submit(2, of: here.salif)
            try await here.work()
            try await here.work()
            #expect(here.matcher.state.withLock { $0.enrolments } == 2)
            here.matcher.state.withLock {
                $0.galleryID = 2
                $0.gallery = [:]
            }
            try await here.submit(2, of: here.oumar)
            try await here.work()
            here.matcher.state.withLock {
                #expect($0.gallery.count == 3)
                #expect($0.searches == 3)
            }
            #expect(try await here.site.pairs().isEmpty)
        }
    }

    // A search of an emptied gallery found nobody, and counted as a check.
    @Test func `a gallery that is lost during a search is filled before the search is made again`()
        async throws
    {
        try await withBiometricSite { here in
            try await here.submit(1, of: here.mariam)
            try await here.work()
            here.matcher.duringSearch.withLock {
                $0 = {
                    here.matcher.duringSearch.withLock { $0 = nil }
                    here.matcher.state.withLock {
                        $0.galleryID = 2
                        $0.gallery = [:]
                    }
                }
            }
            try await here.submit(1, of: here.salif)
            await #expect(throws: MatcherFailure.galleryChanged) { try await here.work() }
            #expect(try await here.status(of: here.salif).state == .checkPending)
            try await here.work()
            #expect(try await here.site.pairs().count == 1)
        }
    }

    // The records of those who were found were not read yet: the match was dropped with its task.
    @Test func `while a log is read anew nobody is looked for, and afterwards everybody is found`()
        async throws
    {
        try await withBiometricSite { here in
            try await here.submit(1, of: here.mariam)
            try await here.submit(1, of: here.salif)
            here.site.log.restore(keeping: 0, epoch: 9)
            try here.site.log.record(Households.household(1, [Households.mariam()]))
            try here.site.log.record(
                Households.household(2, [Households.salif(), Households.oumar()]))
            // The follower begins anew.
            try await here.site.store.follower.step()
            #expect(try await here.work())
            #expect(here.matcher.state.withLock { $0.searches } == 0)
            try await here.site.follow()
            try await here.work()
            #expect(try await here.site.pairs().count == 1)
        }
    }

    @Test func `a match with somebody whose record is held back is found when it is there`()
        async throws
    {
        try await withBiometricSite { here in
            try await here.submit(1, of: here.mariam)
            try await here.submit(1, of: here.salif)
            here.site.log.restore(keeping: 1, epoch: 9)
            try here.site.log.append(nil, subject: FakeLog.id(5).bytes)
            try await here.site.follow()
            for _ in 0..<20 {
                try await here.work()
                try await here.makeDue()
            }
            #expect(try await here.site.pairs().isEmpty)
            let status = try await here.status(of: here.mariam)
            #expect(status.state == .checkFailed)
            #expect(status.waitingReason == "biometrics.record_missing")
            try here.site.log.record(
                Households.household(2, [Households.salif(), Households.oumar()]))
            try await here.site.follow()
            try await here.work()
            #expect(try await here.site.pairs().count == 1)
            #expect(try await here.status(of: here.mariam).state == .checked)
        }
    }

    // The answer was about fingers that are not there any more.
    @Test func `an answer that comes after withdrawn consent is dropped`() async throws {
        try await withBiometricSite { here in
            try await here.submit(1, of: here.mariam)
            try await here.work()
            here.matcher.duringSearch.withLock {
                $0 = { _ = try await here.forget(here.salif) }
            }
            try await here.submit(1, of: here.salif)
            try await here.work()
            #expect(here.matcher.state.withLock { $0.searches } == 2)
            #expect(try await here.site.pairs().isEmpty)
            #expect(try await here.status(of: here.salif).state == .none)
        }
    }

    @Test func `a reference that nobody has is taken out of the gallery`() async throws {
        try await withBiometricSite { here in
            let stranger = FakeLog.id(77)
            let record = try FingerRecord(SampleFinger.record(1))
            here.matcher.state.withLock { $0.gallery[stranger] = [record] }
            try await here.submit(1, of: here.mariam)
            try await here.work()
            try await here.work()
            #expect(here.matcher.state.withLock { $0.gallery[stranger] } == nil)
            #expect(try await here.site.pairs().isEmpty)
        }
    }

    @Test func `the worker wakes by itself when fingers come`() async throws {
        try await withBiometricSite { here in
            let worker = Task { await here.store.biometricWorker.run() }
            try await here.submit(1, of: here.mariam)
            let end = ContinuousClock.now + .seconds(20)
            while try await here.status(of: here.mariam).state != .checked,
                ContinuousClock.now < end
            {
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(try await here.status(of: here.mariam).state == .checked)
            worker.cancel()
            await worker.value
        }
    }
}

/// What another program answers is checked before it is believed.
@Suite struct SocketMatcherTests {
    typealias Service = BiometricsV1.MatcherService

    @Test(arguments: [
        BiometricsV1.DescribeResponse(),
        .init(galleryID: [1], falseNonMatchRate: 0.1),
        .init(galleryID: [UInt8](repeating: 1, count: 16), falseNonMatchRate: 0),
        .init(galleryID: [UInt8](repeating: 1, count: 16), falseNonMatchRate: 1),
        .init(galleryID: [UInt8](repeating: 1, count: 16), falseNonMatchRate: .nan),
    ])
    func `a description that says nothing is a failure`(
        answer: BiometricsV1.DescribeResponse
    ) async throws {
        try await withServer({ $0.handle(Service.describe) { _, _ in answer } }) { matcher in
            await #expect(throws: MatcherFailure.failed) { try await matcher.describe() }
        }
    }

    @Test(arguments: [
        BiometricsV1.Candidate(reference: [1], falseMatchRate: 0.1),
        .init(reference: FakeLog.id(2).bytes, falseMatchRate: -0.1),
        .init(reference: FakeLog.id(2).bytes, falseMatchRate: 1.1),
        .init(reference: FakeLog.id(2).bytes, falseMatchRate: .nan),
        .init(reference: FakeLog.id(1).bytes, falseMatchRate: 0.1),
    ])
    func `candidates that cannot be are a failure`(
        candidate: BiometricsV1.Candidate
    ) async throws {
        let answer = BiometricsV1.SearchResponse(candidates: [candidate], galleryID: [1])
        try await withServer({ $0.handle(Service.search) { _, _ in answer } }) { matcher in
            await #expect(throws: MatcherFailure.failed) {
                try await matcher.search(FakeLog.id(1), [], in: [1])
            }
        }
    }

    @Test func `another gallery than a moment ago is told apart`() async throws {
        try await withServer({ table in
            table.handle(Service.search) { _, _ in .init(galleryID: [2]) }
            table.handle(Service.enrol) { _, _ in .init(galleryID: [2]) }
        }) { matcher in
            await #expect(throws: MatcherFailure.galleryChanged) {
                try await matcher.search(FakeLog.id(1), [], in: [1])
            }
            await #expect(throws: MatcherFailure.galleryChanged) {
                try await matcher.enrol(FakeLog.id(1), [], in: [1])
            }
            let found = try await matcher.search(FakeLog.id(1), [], in: [2])
            #expect(found.isEmpty)
        }
    }

    @Test func `more candidates than were asked for are a failure`() async throws {
        let candidates = (2...22).map {
            BiometricsV1.Candidate(reference: FakeLog.id($0).bytes, falseMatchRate: 0.1)
        }
        try await withServer({ table in
            table.handle(Service.search) { request, _ in
                #expect(request.candidatesMax == 20)
                return .init(candidates: candidates, galleryID: [1])
            }
        }) { matcher in
            await #expect(throws: MatcherFailure.failed) {
                try await matcher.search(FakeLog.id(1), [], in: [1])
            }
        }
    }

    @Test(arguments: [
        BiometricsV1.CompareResponse(),
        .init(verdict: .unrecognized(9)), .init(verdict: .match, falseMatchRate: .infinity),
    ])
    func `a verdict that is none is a failure`(answer: BiometricsV1.CompareResponse) async throws {
        try await withServer({ $0.handle(Service.compare) { _, _ in answer } }) { matcher in
            await #expect(throws: MatcherFailure.failed) { try await matcher.compare([], []) }
        }
    }

    @Test func `a matcher that knows no such method has failed, and one that is not there is away`()
        async throws
    {
        try await withServer({ _ in }) { matcher in
            await #expect(throws: MatcherFailure.failed) { try await matcher.remove([]) }
        }
        var limits = ClientLimits()
        limits.connectTimeout = .milliseconds(50)
        let client = try RPCClient(
            serviceName: "matcher",
            endpoints: [try Endpoint("inproc://nobody-\(UInt32.random(in: 0 ... .max))")],
            limits: limits)
        await #expect(throws: MatcherFailure.away) {
            try await SocketMatcher(client: client).describe()
        }
        await client.close()
    }

    private func withServer(
        _ register: (inout HandlerTable) -> Void, _ body: (SocketMatcher) async throws -> Void
    ) async throws {
        var handlers = HandlerTable()
        register(&handlers)
        let server = try RPCServer(handlers: handlers, interceptors: [])
        let endpoint = try Endpoint("inproc://matcher-\(UInt32.random(in: 0 ... .max))")
        try server.listen(on: endpoint)
        let client = try RPCClient(serviceName: "matcher", endpoints: [endpoint])
        // What it answers is the question here, not how soon on a busy machine.
        try await body(SocketMatcher(client: client, descriptionTimeout: .seconds(60)))
        await client.close()
        await server.close()
    }
}
