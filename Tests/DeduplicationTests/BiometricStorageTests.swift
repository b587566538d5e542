import Access
import Basics
import Biometrics
import Following
import Foundation
import Messages
import Status
import Storage
import Synchronization
import TestKit
import Testing

@testable import DeduplicationService

/// How fingerprints are kept, and how they go.
@Suite struct BiometricStorageTests {
    @Test func `a fingerprint is in no file, no answer and no state in clear`() async throws {
        try await withBiometricSite { here in
            let record = SampleFinger.record(1)
            let answer = try await here.submit(record: record, of: here.mariam)
            #expect(answer.results == [.init(finger: .rightIndex, outcome: .stored)])
            #expect(answer.state == .checkPending)
            try await here.work()
            let folder = here.site.folder
            let backup = folder + "/copy.sqlite"
            _ = try await here.store.database.backUp(to: backup)
            // A run of minutiae, wherever it may stand.
            let trace = Data(record[40..<52])
            for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
                let bytes = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
                #expect(bytes.range(of: trace) == nil, "\(name)")
            }
            let status = try await here.status(of: here.mariam)
            #expect(status.fingers == [.init(finger: .rightIndex, quality: 80)])
            #expect(Data(try status.encoded()).range(of: trace) == nil)
        }
    }

    @Test func `a better capture takes the place of another, and a worse one does not`()
        async throws
    {
        try await withBiometricSite { here in
            func outcome(_ number: UInt64, _ quality: UInt8) async throws
                -> DeduplicationV1.FingerOutcome?
            {
                try await here.submit(number, of: here.mariam, quality: quality).results.first?
                    .outcome
            }
            #expect(try await outcome(1, 60) == .stored)
            #expect(try await outcome(1, 60) == .unchanged)
            #expect(try await outcome(2, 60) == .keptEarlier)
            try await here.work()
            #expect(try await here.status(of: here.mariam).state == .checked)
            #expect(try await outcome(2, 61) == .replaced)
            let status = try await here.status(of: here.mariam)
            #expect(status.state == .checkPending && status.fingers.map(\.quality) == [61])
        }
    }

    @Test func `what is not right is refused by name`() async throws {
        try await withBiometricSite { here in
            let record = SampleFinger.record(1)
            func reason(_ body: () async throws -> Void) async -> String? {
                do {
                    try await body()
                    return nil
                } catch {
                    return (error as? RPCError)?.details.reason
                }
            }
            #expect(
                await reason { try await here.submit(1, of: Households.personID(9, 0)) }
                    == "biometrics.person_unknown")
            for consent in [0, 1_900_000_000_000] as [Int64] {
                #expect(
                    await reason {
                        try await here.submit(
                            record: record, of: here.mariam, consentedAt: consent)
                    } == "biometrics.consent_missing")
            }
            #expect(
                await reason {
                    try await here.submit(record: Array(record.dropLast()), of: here.mariam)
                } == "finger_record.truncated")
            #expect(
                await reason {
                    try await here.submit(
                        record: record, of: here.mariam, finger: .leftThumb)
                } == "finger_record.finger_contradicted")
            #expect(
                await reason {
                    try await here.submit(
                        record: SampleFinger.record(1, position: 0), of: here.mariam,
                        finger: .unrecognized(300))
                } == "finger_record.finger_missing")
        }
        try await withBiometricSite(keys: nil) { here in
            let error = await #expect(throws: RPCError.self) {
                try await here.submit(1, of: here.mariam)
            }
            #expect(error?.code == .failedPrecondition)
        }
    }

    @Test func `withdrawn consent deletes the fingers and all that they said`() async throws {
        try await withBiometricSite { here in
            try here.site.log.record(Households.household(3, [Households.mariam()]))
            try await here.site.follow()
            let before = try #require(try await here.site.pairs().first)
            for person in [here.mariam, here.salif, Households.personID(3, 0)] {
                try await here.submit(1, of: person)
            }
            try await here.work()
            #expect(try await here.site.pairs().count == 3)
            #expect(try await here.forget(here.mariam) == 1)
            #expect(try await here.forget(here.mariam) == 0)
            #expect(try await here.status(of: here.mariam).state == .none)
            #expect(try await here.status(of: here.mariam).fingers.isEmpty)
            let pairs = try await here.site.pairs()
            let records = try #require(pairs.first { $0.pairID == before.pairID })
            #expect(records.evidence == before.evidence && records.level == before.level)
            #expect(abs(records.weightBits - before.weightBits) < 1e-4)
            // The one that fingerprints alone made is none any more.
            #expect(pairs.count == 2)
            let withdrawn = try await here.site.pairs(.withdrawn)
            #expect(withdrawn.map { $0.evidence.map(\.field) } == [["prior"]])
            #expect(here.matcher.state.withLock { $0.gallery.count } == 3)
            try await here.work()
            #expect(here.matcher.state.withLock { $0.gallery.count } == 2)
        }
    }

    @Test func `who is erased, or leaves a household's form, is forgotten by the matcher too`()
        async throws
    {
        try await withBiometricSite { here in
            for person in [here.mariam, here.salif, here.oumar] {
                try await here.submit(1, of: person)
            }
            try await here.work()
            let household = Households.household(1, [Households.mariam()]).householdID
            try here.site.log.append(
                .personalDataErased(.init(householdID: household)), subject: household)
            try here.site.log.record(Households.household(2, [Households.salif()]))
            try await here.site.follow()
            try await here.work()
            #expect(here.matcher.state.withLock { $0.gallery.count } == 1)
            let fingers = try await here.store.database.read {
                try $0.first("SELECT count(*) AS n FROM fingerprint")?.integer("n")
            }
            #expect(fingers == 1)
            #expect(try await here.site.pairs().isEmpty)
        }
    }

    @Test
    func `who is erased alone is forgotten, also without a record, and no other of the household`()
        async throws
    {
        try await withBiometricSite { here in
            try await here.submit(1, of: here.salif)
            try await here.submit(2, of: here.oumar)
            here.site.log.restore(keeping: 0, epoch: 9)
            var left = Households.household(2, [Households.salif(), Households.oumar()])
            left.members.removeFirst()
            try here.site.log.append(
                .personalDataErased(
                    .init(
                        householdID: left.householdID, personIDs: [here.salif.bytes],
                        household: left)),
                subject: left.householdID)
            try await here.site.follow()
            let kept = try await here.store.database.read { reading in
                try reading.query("SELECT person_id FROM fingerprint").map { try $0.id(0) }
            }
            #expect(kept == [here.oumar])
        }
    }

    @Test func `what nobody is on record for after a rebuilt log is swept out`() async throws {
        try await withBiometricSite { here in
            try await here.submit(1, of: here.mariam)
            try await here.submit(2, of: here.oumar)
            try await here.work()
            here.site.log.restore(keeping: 1, epoch: 9)
            try here.site.log.append(.commandHeld(.init()), subject: FakeLog.id(5).bytes)
            try await here.site.follow()
            try await here.work()
            #expect(here.matcher.state.withLock { $0.gallery.count } == 1)
            #expect(try await here.status(of: here.mariam).state == .checked)
        }
    }

    @Test func `while an event is held back nobody is taken for gone`() async throws {
        try await withBiometricSite { here in
            try await here.submit(2, of: here.oumar)
            here.site.log.restore(keeping: 1, epoch: 9)
            try here.site.log.append(nil, subject: FakeLog.id(5).bytes)
            try await here.site.follow()
            try await here.work()
            #expect(here.matcher.state.withLock { $0.gallery.count } == 1)
            #expect(await here.waiting("orphaned_fingerprints").count == 1)
        }
    }

    // An event that was set aside, of whomever it was, kept all of them for good.
    @Test func `an event that was set aside keeps those of its household alone`() async throws {
        try await withBiometricSite { here in
            try await here.submit(1, of: here.mariam)
            try await here.submit(2, of: here.oumar)
            here.site.log.restore(keeping: 0, epoch: 9)
            try here.site.log.append(nil, subject: Households.household(2, []).householdID)
            try await here.site.follow()
            try await here.work()
            #expect(await here.waiting("orphaned_fingerprints").count == 2)
            _ = try await here.store.follower.settle(eventAt: 1, .setAside)
            try here.site.log.append(.commandHeld(.init()), subject: FakeLog.id(5).bytes)
            try await here.site.follow()
            try await here.work()
            let kept = try await here.store.database.read { reading in
                try reading.query("SELECT person_id FROM fingerprint").map { try $0.id(0) }
            }
            #expect(kept == [here.oumar])
        }
    }

    // Any held event of anybody kept the fingerprints of people whose household was erased.
    @Test func `an erasure forgets people without a record too, and nobody of another household`()
        async throws
    {
        try await withBiometricSite { here in
            try await here.submit(1, of: here.mariam)
            try await here.submit(2, of: here.oumar)
            here.site.log.restore(keeping: 0, epoch: 9)
            let household = Households.household(1, []).householdID
            try here.site.log.append(
                .personalDataErased(.init(householdID: household)), subject: household)
            try here.site.log.append(nil, subject: FakeLog.id(5).bytes)
            try await here.site.follow()
            #expect(await here.waiting("orphaned_fingerprints").count == 1)
            try here.site.log.record(
                Households.household(2, [Households.salif(), Households.oumar()]))
            try await here.site.follow()
            #expect(await here.waiting("orphaned_fingerprints").count == 0)
            let kept = try await here.store.database.read { reading in
                try reading.query("SELECT person_id FROM fingerprint").map { try $0.id(0) }
            }
            #expect(kept == [here.oumar])
        }
    }

    @Test func `keys are changed while nothing is lost, and a missing one is told`() async throws {
        let old = StorageKey.generate()
        let new = StorageKey.generate()
        try await withBiometricSite(keys: StorageKeyring([old])) { here in
            try await here.submit(1, of: here.mariam)
            // Without the old key.
            here.store.keys.replace(StorageKeyring([new]))
            try await here.work()
            let failed = try await here.status(of: here.mariam)
            #expect(failed.state == .checkFailed)
            #expect(failed.waitingReason == "biometrics.key_missing")
            #expect(await here.waiting("biometric_keys_missing").count == 1)
            #expect(await here.waiting("biometric_checks_failed").count == 2)
            // With it, behind the new one.
            here.store.keys.replace(StorageKeyring([new, old]))
            here.store.biometricWorker.keysChanged()
            try await here.work()
            #expect(try await here.status(of: here.mariam).state == .checked)
            // From now on the old one is not needed.
            here.store.keys.replace(StorageKeyring([new]))
            #expect(await here.waiting("biometric_keys_missing").count == 0)
            let records = try await here.store.database.read {
                try here.store.biometrics.fingerprints.records(
                    of: here.mariam, with: StorageKeyring([new]), in: $0)
            }
            #expect(records.map(\.bytes) == [SampleFinger.record(1)])
        }
    }

    @Test func `a row that was moved to another person opens for nobody`() async throws {
        try await withBiometricSite { here in
            try await here.submit(1, of: here.mariam)
            let mariam = here.mariam
            let salif = here.salif
            try await here.store.database.write {
                try $0.execute(
                    "UPDATE fingerprint SET person_id = $to WHERE person_id = $from",
                    ["to": .id(salif), "from": .id(mariam)])
            }
            await #expect(throws: AccessError.self) {
                try await here.store.database.read {
                    try here.store.biometrics.fingerprints.records(
                        of: salif, with: try #require(here.store.keys.current), in: $0)
                }
            }
        }
    }
}
