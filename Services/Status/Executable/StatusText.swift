import Catalogue

/// What the status table says.
enum StatusText: String, MessageArea {
    case service
    case region
    case state
    case version
    case uptime
    case requests
    case errors
    case median
    case slowest
    case log
    case followed
    case lag
    case moreLines = "more_lines"
    case queue
    case database
    case disk
    case memory
    case token
    case up
    case unwell
    case down
    case expired
    case certificateExpired = "certificate_expired"
    case certificateEnds = "certificate_ends"
    case tokenExpired = "token_expired"
    case tokenEnds = "token_ends"
    case quarantined
    case unapplied
    case setAside = "set_aside"
    case waitingHeld = "waiting_held"
    case waitingCorrections = "waiting_corrections"
    case waitingPairs = "waiting_pairs"
    case orphanedDecisions = "orphaned_decisions"
    case contradictedDecisions = "contradicted_decisions"
    case presentTwice = "present_twice"
    case biometricChecks = "biometric_checks"
    case biometricChecksFailed = "biometric_checks_failed"
    case biometricKeysMissing = "biometric_keys_missing"
    /// Fingerprints of people who are not on record, and may come back while events are held.
    case orphanedFingerprints = "orphaned_fingerprints"
    case peopleToScreenAgain = "people_to_screen_again"

    static let prefix = "status"

    var translation: Translation {
        switch self {
        case .region: Translation(french: "région", english: "region")
        case .service: Translation(french: "service", english: "service")
        case .state: Translation(french: "état", english: "state")
        case .version: Translation(french: "version", english: "version")
        case .uptime: Translation(french: "depuis", english: "up for")
        case .requests: Translation(french: "appels", english: "requests")
        case .errors: Translation(french: "erreurs", english: "errors")
        case .median: Translation(french: "p50", english: "p50")
        case .slowest: Translation(french: "p99", english: "p99")
        case .log: Translation(french: "journal", english: "log")
        case .followed: Translation(french: "suivi+retard", english: "followed+lag")
        case .lag: Translation(french: "retard", english: "lag")
        case .moreLines:
            Translation(
                french: "… et {count} {count|autre ligne|autres lignes} (sans --watch : tout).",
                english: "… and {count} more {count|line|lines} (without --watch: all).")
        case .queue: Translation(french: "en cours (en attente)", english: "in flight (waiting)")
        case .database: Translation(french: "base", english: "database")
        case .disk: Translation(french: "disque libre", english: "free disk")
        case .memory: Translation(french: "mémoire", english: "memory")
        case .token: Translation(french: "expire dans", english: "expires in")
        case .up: Translation(french: "en marche", english: "up")
        case .unwell: Translation(french: "à voir", english: "look")
        case .down: Translation(french: "ARRÊTÉ", english: "DOWN")
        case .expired: Translation(french: "EXPIRÉ", english: "EXPIRED")
        case .certificateExpired:
            Translation(
                french: "Le certificat a expiré le {at}. Renouvelez-le, puis rechargez le "
                    + "programme.",
                english: "The certificate expired on {at}. Renew it, then reload the program.")
        case .certificateEnds:
            Translation(
                french: "Le certificat expire le {at}. Renouvelez-le, puis rechargez le "
                    + "programme.",
                english: "The certificate expires on {at}. Renew it, then reload the program.")
        case .tokenExpired:
            Translation(
                french: "Le jeton du programme a expiré le {at}. Délivrez-en un autre "
                    + "(jatigi-keys), puis rechargez le programme.",
                english: "The program's token expired on {at}. Issue another (jatigi-keys), then "
                    + "reload the program.")
        case .tokenEnds:
            Translation(
                french: "Le jeton du programme expire le {at}. Délivrez-en un autre "
                    + "(jatigi-keys), puis rechargez le programme.",
                english: "The program's token expires on {at}. Issue another (jatigi-keys), then "
                    + "reload the program.")
        case .quarantined:
            Translation(
                french:
                    "{count} {count|événement isolé|événements isolés}, {held} en attente derrière.",
                english: "{count} {count|event|events} quarantined, {held} held behind.")
        case .unapplied:
            Translation(
                french: "événement {sequence} ({kind}) depuis le {since} : {reason}. jatigi events "
                    + "retry|set-aside {service} {source} {sequence} --config …",
                english: "event {sequence} ({kind}) since {since}: {reason}. jatigi events "
                    + "retry|set-aside {service} {source} {sequence} --config …")
        case .setAside:
            Translation(
                french: "{count} {count|événement mis|événements mis} de côté : ce "
                    + "{count|qu'il dit|qu'ils disent} manque ici.",
                english: "{count} {count|event|events} set aside: what {count|it says|they say} is "
                    + "missing here.")
        case .waitingHeld:
            Translation(
                french:
                    "{count} {count|fiche gardée attend|fiches gardées attendent} un code de lieu.",
                english: "{count} kept {count|record waits|records wait} for a place code.")
        case .waitingCorrections:
            Translation(
                french:
                    "{count} {count|correction proposée attend|corrections proposées attendent} un "
                    + "agent d'enregistrement.",
                english:
                    "{count} proposed {count|correction waits|corrections wait} for a registrar.")
        case .waitingPairs:
            Translation(
                french: "{count} {count|paire attend|paires attendent} un examen.",
                english: "{count} {count|pair waits|pairs wait} for review.")
        case .orphanedDecisions:
            Translation(
                french: "{count} {count|décision porte|décisions portent} sur des fiches qui "
                    + "n'existent plus.",
                english: "{count} {count|decision is|decisions are} about records that are gone.")
        case .contradictedDecisions:
            Translation(
                french: "{count} {count|paire décidée|paires décidées} « la même personne » "
                    + "{count|est|sont} maintenant d'un même ménage : jatigi pairs "
                    + "--same-household.",
                english: "{count} {count|pair|pairs} decided to be the same person {count|is|are} "
                    + "of one household now: jatigi pairs --same-household.")
        case .presentTwice:
            Translation(
                french: "{count} {count|paire décidée|paires décidées} « la même personne » "
                    + "{count|réunit|réunissent} des fiches présentes dans deux ménages, dont l'un "
                    + "est à quitter : jatigi pairs --present-twice.",
                english: "{count} {count|pair|pairs} decided to be the same person "
                    + "{count|joins|join} records present in two households, one of which has to "
                    + "be left: jatigi pairs --present-twice.")
        case .biometricChecks:
            Translation(
                french: "{count} {count|comparaison d'empreintes attend|comparaisons d'empreintes "
                    + "attendent} depuis le {since}{reason}.",
                english: "{count} {count|check|checks} of fingerprints {count|waits|wait} since "
                    + "{since}{reason}.")
        case .biometricChecksFailed:
            Translation(
                french: "{count} {count|comparaison d'empreintes a|comparaisons d'empreintes ont} "
                    + "échoué et {count|est mise|sont mises} de côté{reason}.",
                english: "{count} {count|check|checks} of fingerprints failed and "
                    + "{count|is|are} set aside{reason}.")
        case .peopleToScreenAgain:
            Translation(
                french:
                    "{count} {count|personne reste|personnes restent} à comparer de nouveau : un "
                    + "autre modèle a été pris.",
                english: "{count} {count|person is|people are} still to be screened again: another "
                    + "model was taken.")
        case .orphanedFingerprints:
            Translation(
                french: "Les empreintes de {count} {count|personne|personnes} qui ne sont plus "
                    + "enregistrées restent : des événements retenus peuvent les ramener.",
                english: "Fingerprints of {count} {count|person|people} no longer on record stay: "
                    + "events that are held back may bring them again.")
        case .biometricKeysMissing:
            Translation(
                french: "{count} {count|empreinte ne peut|empreintes ne peuvent} pas être "
                    + "{count|ouverte|ouvertes} : la clé manque (biometrics.keys).",
                english: "{count} {count|fingerprint|fingerprints} cannot be opened: the key is "
                    + "missing (biometrics.keys).")
        }
    }
}
