/// Why a call did not go through.
public enum RPCMessage: String, MessageArea {
    /// The service has no such method.
    case unknownMethod = "unknown_method"
    /// The program offers no such service.
    case unknownService = "unknown_service"
    /// The bytes are no valid request.
    case malformedRequest = "malformed_request"
    /// The request has more bytes than allowed.
    case tooLarge = "too_large"
    /// The time given was not enough.
    case deadlineExceeded = "deadline_exceeded"
    /// The request gives no time limit.
    case deadlineMissing = "deadline_missing"
    /// The service has no room for more calls.
    case overloaded
    /// The service cannot be reached.
    case unavailable
    /// The two ends of a connection do not trust each other.
    case notTrusted = "not_trusted"
    /// A fault of the program.
    case internalError = "internal"
    /// The call was meant for another region.
    case wrongRegion = "wrong_region"
    /// The caller gave up.
    case cancelled
    /// The log is not the one that the caller knows.
    case dataLoss = "data_loss"

    /// First part of the keys.
    public static let prefix = "rpc"
}

extension RPCMessage {
    /// The texts.
    public var translation: Translation {
        switch self {
        case .unknownMethod:
            Translation(
                french: "Le service ne connaît pas la méthode « {method} ». Mettez à jour le "
                    + "programme le plus ancien.",
                english: "The service does not know the method “{method}”. Update the older "
                    + "program.")
        case .unknownService:
            Translation(
                french: "Ce programme n'offre pas le service « {service} ».",
                english: "This program does not offer the service “{service}”.")
        case .malformedRequest:
            Translation(
                french: "La demande est illisible. Mettez à jour le programme, puis recommencez.",
                english: "The request cannot be read. Update the program, then try again.")
        case .tooLarge:
            Translation(
                french: "Le message est trop grand : {max} octets au plus.",
                english: "The message is too large: {max} bytes at most.")
        case .deadlineExceeded:
            Translation(
                french: "Pas de réponse dans le temps donné. Recommencez : rien ne sera "
                    + "enregistré deux fois.",
                english: "No answer in the time given. Try again: nothing will be recorded twice.")
        case .deadlineMissing:
            Translation(
                french: "La demande ne dit pas combien de temps elle attend ; le délai est "
                    + "obligatoire.",
                english: "The request does not say how long it waits; a time limit is required.")
        case .overloaded:
            Translation(
                french: "Le service est très occupé. Recommencez dans {seconds} "
                    + "{seconds|seconde|secondes}.",
                english: "The service is very busy. Try again in {seconds} "
                    + "{seconds|second|seconds}.")
        case .unavailable:
            Translation(
                french: "Le service « {service} » ne répond pas. Vérifiez la connexion, puis "
                    + "recommencez.",
                english: "The service “{service}” does not answer. Check the connection, then "
                    + "try again.")
        case .notTrusted:
            Translation(
                french: "La connexion chiffrée avec le service « {service} » échoue. Vérifiez "
                    + "l'horloge de cet appareil, son certificat et l'adresse du service, puis "
                    + "l'autorité de certification.",
                english: "The encrypted connection with the service “{service}” fails. Check this "
                    + "device's clock, its certificate and the service's address, then the "
                    + "certificate authority.")
        case .internalError:
            Translation(
                french: "Le service a rencontré une erreur interne. Donnez à l'administrateur la "
                    + "référence {reference}.",
                english: "The service met an internal error. Give the administrator the "
                    + "reference {reference}.")
        case .wrongRegion:
            Translation(
                french: "Ce service traite la région {region} seulement.",
                english: "This service handles the region {region} only.")
        case .cancelled:
            Translation(
                french: "La demande a été annulée.",
                english: "The request was cancelled.")
        case .dataLoss:
            Translation(
                french: "Le journal du service a été restauré : ce qui suivait doit être envoyé "
                    + "de nouveau.",
                english: "The service's log was restored: what came after must be sent again.")
        }
    }
}
