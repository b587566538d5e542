import Basics
import Biometrics
import DeduplicationCore
import Messages
import RPC
import Status

/// A matcher that is another program, called by `jatigi.biometrics.v1`; what it answers is checked before it is believed.
struct SocketMatcher: BiometricMatcher {
    typealias Service = BiometricsV1.MatcherService

    let client: RPCClient
    /// How long it has to say what it is.
    var descriptionTimeout = BiometricCheckLimits.descriptionTimeout

    func describe() async throws(MatcherFailure) -> MatcherDescription {
        let answer = try await call(
            Service.describe, .init(), timeout: descriptionTimeout)
        guard answer.galleryID.count == RecordID.byteCount, answer.falseNonMatchRate > 0,
            answer.falseNonMatchRate < 1
        else { throw .failed }
        return MatcherDescription(
            gallery: answer.galleryID, falseNonMatchRate: answer.falseNonMatchRate)
    }

    func enrol(
        _ reference: RecordID, _ fingers: [FingerRecord], in gallery: [UInt8]
    ) async throws(MatcherFailure) {
        let answer = try await call(
            Service.enrol, .init(reference: reference.bytes, templates: templates(fingers)))
        guard answer.galleryID == gallery else { throw .galleryChanged }
    }

    func remove(_ references: [RecordID]) async throws(MatcherFailure) {
        _ = try await call(Service.remove, .init(references: references.map(\.bytes)))
    }

    func search(
        _ reference: RecordID, _ fingers: [FingerRecord], in gallery: [UInt8]
    ) async throws(MatcherFailure) -> [MatcherCandidate] {
        let answer = try await call(
            Service.search,
            .init(
                templates: templates(fingers), reference: reference.bytes,
                candidatesMax: UInt32(BiometricCheckLimits.candidatesMax)))
        guard answer.galleryID == gallery else { throw .galleryChanged }
        guard answer.candidates.count <= BiometricCheckLimits.candidatesMax else { throw .failed }
        var candidates: [MatcherCandidate] = []
        for candidate in answer.candidates {
            guard let other = RecordID(bytes: candidate.reference), other != reference,
                Self.rates.contains(candidate.falseMatchRate)
            else { throw .failed }
            candidates.append(
                MatcherCandidate(reference: other, falseMatchRate: candidate.falseMatchRate))
        }
        return candidates
    }

    func compare(
        _ one: [FingerRecord], _ other: [FingerRecord]
    ) async throws(MatcherFailure) -> MatcherVerdict {
        let answer = try await call(
            Service.compare, .init(one: templates(one), other: templates(other)))
        switch answer.verdict {
        case .match where Self.rates.contains(answer.falseMatchRate):
            return .match(falseMatchRate: answer.falseMatchRate)
        case .nonMatch: return .nonMatch
        case .inconclusive: return .inconclusive
        default: throw .failed
        }
    }

    /// What a rate may be; NaN is none.
    private static let rates = 0.0...1.0

    private func templates(_ fingers: [FingerRecord]) -> [BiometricsV1.Template] {
        fingers.map { .init(record: $0.bytes) }
    }

    /// One try: what failed stays in the queue.
    private func call<Request: WireMessage & Sendable, Response: WireMessage & Sendable>(
        _ method: Method<Request, Response>, _ request: Request,
        timeout: Duration = BiometricCheckLimits.callTimeout
    ) async throws(MatcherFailure) -> Response {
        do throws(RPCError) {
            return try await client.call(
                method, request, options: CallOptions(timeout: timeout, retry: .never))
        } catch {
            switch error.code {
            case .unavailable, .resourceExhausted, .cancelled: throw .away
            case .deadlineExceeded: throw .slow
            default: throw .failed
            }
        }
    }
}
