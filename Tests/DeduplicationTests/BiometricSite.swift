import Access
import Basics
import Biometrics
import DeduplicationCore
import Messages
import Storage
import TestKit

@testable import DeduplicationService

/// A site with a matcher and a key, and two households: Mariam, and Salif with Oumar.
struct BiometricSite {
    let site: Site
    let matcher: FakeMatcher
    let mariam = Households.personID(1, 0)
    let salif = Households.personID(2, 0)
    let oumar = Households.personID(2, 1)

    var store: DeduplicationStore { site.store }
    private var handlers: BiometricsHandlers { BiometricsHandlers(store: site.store) }

    @discardableResult
    func submit(
        _ number: UInt64, of person: RecordID, quality: UInt8 = 80, shake: Int = 0,
        position: UInt8 = 2, after withdrawal: Int64 = 0
    ) async throws -> DeduplicationV1.SubmitFingerprintsResponse {
        try await submit(
            record: SampleFinger.record(
                number, position: position, quality: quality, shake: shake), of: person,
            after: withdrawal)
    }

    @discardableResult
    func submit(
        record: [UInt8], of person: RecordID, finger: DeduplicationV1.Finger = .unspecified,
        consentedAt: Int64 = 1_700_000_000_000, after withdrawal: Int64 = 0
    ) async throws -> DeduplicationV1.SubmitFingerprintsResponse {
        try await handlers.submit(
            .init(
                personID: person.bytes,
                content: .capture(
                    .init(
                        record: record, finger: finger, consentedAtMilliseconds: consentedAt,
                        afterWithdrawalMilliseconds: withdrawal))),
            by: "team-1", remaining: .seconds(5))
    }

    func status(
        of person: RecordID
    ) async throws -> DeduplicationV1.GetFingerprintStatusResponse {
        try await handlers.status(.init(personID: person.bytes))
    }

    func forget(_ person: RecordID) async throws -> UInt32 {
        try await handlers.forget(.init(personID: person.bytes)).forgotten
    }

    /// Works once through what is due.
    @discardableResult
    func work() async throws -> Bool {
        _ = await store.upkeep.step()
        return try await store.biometricWorker.step()
    }

    /// What an administrator sees of one kind.
    func waiting(_ kind: String) async -> HealthV1.WaitingCount {
        var status = HealthV1.ProgramStatus()
        await store.describe(&status)
        return status.waiting.first { $0.kind == kind } ?? .init(kind: "none")
    }
}

func withBiometricSite(
    matcher: FakeMatcher? = FakeMatcher(), keys: StorageKeyring? = StorageKeyring([.generate()]),
    policy: ReviewPolicy = .standard, _ body: (BiometricSite) async throws -> Void
) async throws {
    let site = try Site(policy: policy, keys: keys, matcher: matcher)
    do {
        try site.log.record(Households.household(1, [Households.mariam()]))
        try site.log.record(Households.household(2, [Households.salif(), Households.oumar()]))
        try await site.follow()
        try await body(BiometricSite(site: site, matcher: matcher ?? FakeMatcher()))
    } catch {
        try await site.close()
        throw error
    }
    try await site.close()
}

extension DeduplicationV1.Pair {
    /// The level and weight of its fingerprints.
    var fingerprintEvidence: DeduplicationV1.Evidence? {
        evidence.first { $0.field == "fingerprint" }
    }
}

extension BiometricSite {
    /// Time passes for what was put off.
    func makeDue() async throws {
        try await store.database.write { try $0.execute("UPDATE biometric_task SET due = 0") }
    }
}
