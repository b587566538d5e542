import Basics
import Biometrics
import DeduplicationCore
import Synchronization
import TestKit

/// A matcher in the test's own hands.
final class FakeMatcher: BiometricMatcher {
    struct State {
        var galleryID: UInt8 = 1
        var gallery: [RecordID: [FingerRecord]] = [:]
        /// Why it does nothing at all; nil where it works.
        var outage: MatcherFailure?
        /// Records that it cannot take, with what comes of it.
        var poison: [FingerRecord: MatcherFailure] = [:]
        /// References that it does not let go, with what comes of trying.
        var unremovable: [RecordID: MatcherFailure] = [:]
        var falseMatchRate = 1e-6
        var enrolments = 0
        var searches = 0
        var comparisons = 0
        var removals = 0
    }

    let state = Mutex(State())
    /// What happens while a search goes on.
    let duringSearch = Mutex<(@Sendable () async throws -> Void)?>(nil)

    func describe() async throws(MatcherFailure) -> MatcherDescription {
        try check([FingerRecord]())
        return MatcherDescription(
            gallery: [UInt8](repeating: state.withLock { $0.galleryID }, count: 16),
            falseNonMatchRate: 0.05)
    }

    func enrol(
        _ reference: RecordID, _ fingers: [FingerRecord], in gallery: [UInt8]
    ) async throws(MatcherFailure) {
        try check(fingers)
        try check(gallery)
        state.withLock {
            $0.enrolments += 1
            $0.gallery[reference] = fingers
        }
    }

    func remove(_ references: [RecordID]) async throws(MatcherFailure) {
        try check([FingerRecord]())
        let failure = state.withLock { state in
            state.removals += 1
            return references.compactMap { state.unremovable[$0] }.first
        }
        if let failure { throw failure }
        state.withLock { state in
            for reference in references { state.gallery[reference] = nil }
        }
    }

    func search(
        _ reference: RecordID, _ fingers: [FingerRecord], in gallery: [UInt8]
    ) async throws(MatcherFailure) -> [MatcherCandidate] {
        try check(fingers)
        try? await duringSearch.withLock { $0 }?()
        try check(gallery)
        return state.withLock { state in
            state.searches += 1
            return state.gallery.filter { $0.key != reference }
                .filter { Self.areAlike($0.value, fingers) }
                .map { MatcherCandidate(reference: $0.key, falseMatchRate: state.falseMatchRate) }
        }
    }

    func compare(
        _ one: [FingerRecord], _ other: [FingerRecord]
    ) async throws(MatcherFailure) -> MatcherVerdict {
        try check(one + other)
        return state.withLock { state in
            state.comparisons += 1
            return Self.areAlike(one, other)
                ? .match(falseMatchRate: state.falseMatchRate) : .nonMatch
        }
    }

    private func check(_ gallery: [UInt8]) throws(MatcherFailure) {
        guard gallery.first == state.withLock({ $0.galleryID }) else { throw .galleryChanged }
    }

    private func check(_ fingers: [FingerRecord]) throws(MatcherFailure) {
        let failure = state.withLock { state in
            state.outage ?? fingers.compactMap { state.poison[$0] }.first
        }
        if let failure { throw failure }
    }

    private static func areAlike(_ one: [FingerRecord], _ other: [FingerRecord]) -> Bool {
        one.contains { first in
            other.contains { SampleFinger.likeness(first.bytes, $0.bytes) > 0.7 }
        }
    }
}
