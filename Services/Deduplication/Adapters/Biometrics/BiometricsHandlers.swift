import Access
import Basics
import Biometrics
import Catalogue
import DeduplicationCore
import Following
import Messages
import Operations
import RPC
import Status
import Storage

/// Answers `jatigi.deduplication.v1.BiometricsService`: takes fingerprints in, deletes them, and gives none out.
struct BiometricsHandlers: Sendable {
    typealias Service = DeduplicationV1.BiometricsService

    let store: DeduplicationStore
    /// Opens what devices sealed; nil where the region has no key for that.
    let sealed: SealedInput?
    private var checks: BiometricChecks { store.biometrics }

    init(store: DeduplicationStore, sealed: SealedInput? = nil) {
        self.store = store
        self.sealed = sealed
    }

    func register(in table: inout HandlerTable) {
        table.handle(Service.submitFingerprints) { request, call in
            try await submit(request, by: try call.caller.subject, remaining: call.remaining)
        }
        table.handle(Service.forgetFingerprints) { request, _ in try await forget(request) }
        table.handle(Service.getFingerprintStatus) { request, _ in try await status(request) }
        table.complete(Service.name, Service.methods)
    }

    func submit(
        _ request: DeduplicationV1.SubmitFingerprintsRequest, by subject: String,
        remaining: Duration
    ) async throws -> DeduplicationV1.SubmitFingerprintsResponse {
        guard let keys = store.keys.current else {
            throw RPCError(.failedPrecondition, .biometrics(.notKeptHere))
        }
        let person = try id(request.personID)
        let capture = try capture(request)
        let fingers = try fingers(capture)
        let time = store.currentTime
        let consentedAt = Timestamp(millisecondsSinceEpoch: capture.consentedAtMilliseconds)
        guard consentedAt.millisecondsSinceEpoch > 0, consentedAt <= time else {
            throw Field.invalid(
                "capture.consented_at_milliseconds", .biometrics(.consentMissing))
        }
        if let position = request.position {
            // A tenth of the time stays for the answer's way back.
            _ = try await store.follower.wait(
                until: position.sequence, deadline: ContinuousClock.now + remaining * 0.9)
        }
        return try await store.database.write { transaction in
            try store.followed.requireWhole(in: transaction)
            try requireOnRecord(person, in: transaction)
            try requireConsent(capture, of: person, in: transaction)
            let kept = try checks.fingerprints.fingers(of: person, in: transaction)
            var results: [DeduplicationV1.FingerResult] = []
            for (finger, record) in fingers {
                let place = FingerprintPlace(region: store.region, person: person, finger: finger)
                let outcome = outcome(
                    record, kept.first { $0.finger == finger }, place, with: keys)
                results.append(
                    .init(finger: .init(rawValue: Int32(finger.rawValue)), outcome: outcome))
                guard outcome == .stored || outcome == .replaced else { continue }
                try checks.fingerprints.save(
                    record, finger, of: person, with: keys, consentedAt: consentedAt, at: time,
                    by: subject, in: transaction)
            }
            if results.contains(where: { $0.outcome == .stored || $0.outcome == .replaced }) {
                try checks.fingerprints.addSubject(person, in: transaction)
                try checks.queue.enqueue(person, in: transaction)
            }
            return .init(
                results: results, state: try state(of: person, in: transaction).state)
        }
    }

    func forget(
        _ request: DeduplicationV1.ForgetFingerprintsRequest
    ) async throws -> DeduplicationV1.ForgetFingerprintsResponse {
        let person = try id(request.personID)
        return try await store.database.write { transaction in
            // Also of a person who is not on record (yet, or any more): what is kept must go, and nothing may come, in
            // any case.
            .init(forgotten: UInt32(try checks.withdrawConsent(of: person, in: transaction)))
        }
    }

    func status(
        _ request: DeduplicationV1.GetFingerprintStatusRequest
    ) async throws -> DeduplicationV1.GetFingerprintStatusResponse {
        let person = try id(request.personID)
        return try await store.database.read { reading in
            try store.followed.requireWhole(in: reading)
            try requireOnRecord(person, in: reading)
            return try state(of: person, in: reading)
        }
    }

    private func id(_ bytes: [UInt8]) throws(RPCError) -> RecordID {
        guard let person = RecordID(bytes: bytes) else {
            throw Field.invalid("person_id", .request(.idMalformed))
        }
        return person
    }

    private func requireOnRecord(_ person: RecordID, in store: some Querying) throws {
        guard try self.store.records.household(of: person, in: store) != nil else {
            throw RPCError(.notFound, .biometrics(.personUnknown))
        }
    }

    /// Refuses what may have been taken before consent was withdrawn.
    ///
    /// A device may come back after days, and its clock and the day of consent that somebody wrote down may be wrong. So
    /// no clock is asked which came first: a capture is taken only if it names the withdrawal that it comes after, and
    /// none that was taken before can do that.
    private func requireConsent(
        _ capture: DeduplicationV1.FingerCapture, of person: RecordID, in store: some Querying
    ) throws {
        guard let withdrawn = try checks.withdrawals.last(of: person, in: store),
            capture.afterWithdrawalMilliseconds != withdrawn.millisecondsSinceEpoch
        else { return }
        throw RPCError(
            .failedPrecondition, .biometrics(.consentWithdrawn),
            arguments: ["withdrawal": "\(withdrawn)"])
    }

    /// What the scanner made, taken out of its seal where it has one.
    private func capture(
        _ request: DeduplicationV1.SubmitFingerprintsRequest
    ) throws(RPCError) -> DeduplicationV1.FingerCapture {
        switch request.content {
        case .capture(let capture): return capture
        case .sealedCapture(let box):
            guard let sealed else {
                throw RPCError(.failedPrecondition, .access(.sealingMissing))
            }
            let payload = try sealed.open(box, field: "sealed_capture")
            guard let capture = try? DeduplicationV1.FingerCapture(decoding: payload) else {
                throw Field.invalid("sealed_capture", .rpc(.malformedRequest))
            }
            return capture
        case nil: throw Field.invalid("capture", .registration(.required))
        }
    }

    /// Its record, finger by finger.
    private func fingers(
        _ request: DeduplicationV1.FingerCapture
    ) throws(RPCError) -> [(finger: FingerPosition, record: FingerRecord)] {
        var named: FingerPosition?
        if request.finger != .unspecified {
            named = UInt8(exactly: request.finger.rawValue).flatMap(FingerPosition.init)
            guard named != nil else {
                throw Field.invalid("capture.finger", .fingerRecord(.fingerMissing))
            }
        }
        do {
            return try FingerRecord(request.record).fingers(named: named)
        } catch {
            throw Field.invalid("capture.record", error.reason, error.arguments)
        }
    }

    private func outcome(
        _ record: FingerRecord, _ kept: FingerprintRows.Kept?, _ place: FingerprintPlace,
        with keys: StorageKeyring
    ) -> DeduplicationV1.FingerOutcome {
        guard let kept else { return .stored }
        // What cannot be opened is of no use to anybody: the new one takes its place.
        guard let bytes = try? keys.open(kept.sealed, context: place.context) else {
            return .replaced
        }
        if bytes == record.bytes { return .unchanged }
        return record.quality > kept.quality ? .replaced : .keptEarlier
    }

    private func state(
        of person: RecordID, in store: some Querying
    ) throws -> DeduplicationV1.GetFingerprintStatusResponse {
        let fingers = try checks.fingerprints.fingers(of: person, in: store)
        let withdrawn = try checks.withdrawals.last(of: person, in: store)
        var answer = DeduplicationV1.GetFingerprintStatusResponse(
            state: fingers.isEmpty ? .none : .checked,
            fingers: fingers.map {
                .init(
                    finger: .init(rawValue: Int32($0.finger.rawValue)),
                    quality: UInt32($0.quality))
            }, consentWithdrawnAtMilliseconds: withdrawn?.millisecondsSinceEpoch ?? 0)
        guard !fingers.isEmpty else { return answer }
        let waiting = try checks.tasks.waiting([.enrol, .search], of: person, in: store)
        guard let since = waiting.map(\.since).min() else { return answer }
        let failed = waiting.first { $0.tries >= BiometricCheckLimits.triesMax }
        answer.state = failed == nil ? .checkPending : .checkFailed
        answer.waitingSinceMilliseconds = since.millisecondsSinceEpoch
        let obstacle = self.store.biometricWorker.obstacle
        answer.waitingReason =
            failed?.reason ?? obstacle.map { MessageKey.biometrics($0).rawValue } ?? ""
        return answer
    }
}
