public import Basics
public import Biometrics
public import Catalogue

/// A program that compares fingerprints: the port that deduplication knows it by.
///
/// It is given fingers and references that mean nothing elsewhere, never a name or a record's id. Its gallery holds those
/// who were enrolled; where it loses it, everybody is enrolled again. Every call may be made twice.
public protocol BiometricMatcher: Sendable {
    /// What it is; also how one finds out whether it answers at all.
    func describe() async throws(MatcherFailure) -> MatcherDescription
    /// Puts a person into a gallery, in the place of what was there under the reference.
    ///
    /// - Parameter gallery: the one that is meant; `galleryChanged` where it is another by now.
    func enrol(
        _ reference: RecordID, _ fingers: [FingerRecord], in gallery: [UInt8]
    ) async throws(MatcherFailure)
    /// Takes people out of the gallery, whether they are in it or not.
    func remove(_ references: [RecordID]) async throws(MatcherFailure)
    /// Those in the gallery that it takes for the person, but for the person's own reference; likeliest first, at most
    /// `BiometricCheckLimits.candidatesMax`.
    ///
    /// - Parameter gallery: the one that is meant; `galleryChanged` where it is another by now.
    func search(
        _ reference: RecordID, _ fingers: [FingerRecord], in gallery: [UInt8]
    ) async throws(MatcherFailure) -> [MatcherCandidate]
    /// Whether two people are one.
    func compare(
        _ one: [FingerRecord], _ other: [FingerRecord]
    ) async throws(MatcherFailure) -> MatcherVerdict
}

/// What a matcher says of itself.
public struct MatcherDescription: Sendable, Hashable {
    /// Names the gallery, 16 bytes: others where it was lost.
    public let gallery: [UInt8]
    /// Share of comparisons of one person with himself that it calls a non-match, above 0 and below 1.
    public let falseNonMatchRate: Double

    /// Makes a description.
    public init(gallery: [UInt8], falseNonMatchRate: Double) {
        self.gallery = gallery
        self.falseNonMatchRate = falseNonMatchRate
    }
}

/// Somebody whom a search takes for the person.
public struct MatcherCandidate: Sendable, Hashable {
    /// The reference that they were enrolled under.
    public let reference: RecordID
    /// Share of comparisons of two different people that reach this score, 0 to 1.
    public let falseMatchRate: Double

    /// Makes a candidate.
    public init(reference: RecordID, falseMatchRate: Double) {
        self.reference = reference
        self.falseMatchRate = falseMatchRate
    }
}

/// Why a matcher did not do what it was asked.
public enum MatcherFailure: Error, Sendable, Hashable {
    /// It is not there, or takes no more calls: what waits goes on waiting.
    case away
    /// Its gallery is another one than a moment ago: whoever is not in it would be missed.
    case galleryChanged
    /// It took too long. That may be what it was asked.
    case slow
    /// It refused, or answered what it may not.
    case failed

    /// Why checks wait, for people.
    public var message: BiometricsMessage {
        switch self {
        case .away, .galleryChanged: .matcherAway
        case .slow: .matcherSlow
        case .failed: .matcherFailed
        }
    }
}
