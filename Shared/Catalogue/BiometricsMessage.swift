/// Why fingerprints are not taken, and why they wait.
public enum BiometricsMessage: String, MessageArea {
    /// A region without a key for fingerprints.
    case notKeptHere = "not_kept_here"
    /// Nobody said that the person agreed.
    case consentMissing = "consent_missing"
    /// A capture that may have been taken before the person withdrew consent.
    case consentWithdrawn = "consent_withdrawn"
    /// A person who is not on record.
    case personUnknown = "person_unknown"
    /// No matcher is configured.
    case matcherMissing = "matcher_missing"
    /// The matcher does not answer.
    case matcherAway = "matcher_away"
    /// The matcher took too long.
    case matcherSlow = "matcher_slow"
    /// The matcher answered what it may not.
    case matcherFailed = "matcher_failed"
    /// No configured key opens what is kept.
    case keyMissing = "key_missing"
    /// Somebody in the check is not on record, or not yet.
    case recordMissing = "record_missing"
    /// What is stored of the person or the pair cannot be read.
    case dataDamaged = "data_damaged"

    /// First part of the keys.
    public static let prefix = "biometrics"
}

extension BiometricsMessage {
    /// The texts.
    public var translation: Translation {
        switch self {
        case .notKeptHere:
            Translation(
                french: "Cette région ne garde pas d'empreintes : aucune clé n'est "
                    + "configurée (biometrics.keys). L'enregistrement est complet sans "
                    + "elles.",
                english: "This region keeps no fingerprints: no key is configured "
                    + "(biometrics.keys). The registration is whole without them.")
        case .consentMissing:
            Translation(
                french: "Les empreintes ne se gardent qu'avec l'accord de la personne ; la "
                    + "date de l'accord manque ou n'est pas encore passée.",
                english: "Fingerprints are kept only where the person agreed; the time of "
                    + "consent is missing or has not come yet.")
        case .consentWithdrawn:
            Translation(
                french: "La personne a retiré son accord ({withdrawal}) : ces empreintes, prises "
                    + "avant peut-être, ne sont pas gardées. Si elle a donné son accord de "
                    + "nouveau depuis, remettez-les avec --after-withdrawal {withdrawal}.",
                english: "The person withdrew consent ({withdrawal}): these fingerprints, which "
                    + "may be from before, are not kept. Where the person agreed again since, hand "
                    + "them in with --after-withdrawal {withdrawal}.")
        case .personUnknown:
            Translation(
                french: "Cette personne n'est pas enregistrée ici, ou ne l'est pas encore : "
                    + "recommencez dans un instant.",
                english: "This person is not on record here, or not yet: try again in a "
                    + "moment.")
        case .matcherMissing:
            Translation(
                french: "aucun comparateur n'est configuré (biometrics.matcher)",
                english: "no matcher is configured (biometrics.matcher)")
        case .matcherAway:
            Translation(
                french: "le comparateur ne répond pas",
                english: "the matcher does not answer")
        case .matcherSlow:
            Translation(
                french: "le comparateur a mis trop de temps",
                english: "the matcher took too long")
        case .matcherFailed:
            Translation(
                french: "le comparateur a refusé ou a donné une réponse inutilisable",
                english: "the matcher refused, or gave an answer that cannot be used")
        case .keyMissing:
            Translation(
                french: "aucune clé configurée n'ouvre ces empreintes",
                english: "no configured key opens these fingerprints")
        case .recordMissing:
            Translation(
                french: "une personne comparée n'est pas enregistrée ici, ou pas encore",
                english: "somebody who is compared is not on record here, or not yet")
        case .dataDamaged:
            Translation(
                french: "ce qui est gardé ici est endommagé",
                english: "what is kept here is damaged")
        }
    }
}
