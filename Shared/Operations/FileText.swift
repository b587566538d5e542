public import Access
public import Catalogue

/// Why a file of keys, tokens or certificates cannot be used.
package enum FileText: String, MessageArea {
    case missing
    case forbidden
    case noRoom = "no_room"
    case readOnly = "read_only"
    case noFolder = "no_folder"
    case unavailable
    case unsafeMode = "unsafe_mode"
    case unsafeKind = "unsafe_kind"
    case size
    case exists
    case noCertificate = "no_certificate"
    case noServerName = "no_server_name"
    case expired
    case unfit

    package static let prefix = "secret_file"

    package var translation: Translation {
        switch self {
        case .missing:
            Translation(french: "{path} n'existe pas", english: "{path} does not exist")
        case .forbidden:
            Translation(
                french: "vous n'avez pas le droit de lire ou d'écrire {path}",
                english: "you may not read or write {path}")
        case .noRoom:
            Translation(
                french: "il n'y a plus de place sur le disque de {path}",
                english: "there is no room left on the disk of {path}")
        case .readOnly:
            Translation(
                french: "{path} est sur un disque en lecture seule",
                english: "{path} is on a read-only disk")
        case .noFolder:
            Translation(
                french: "{path} n'est pas un dossier", english: "{path} is not a folder")
        case .unavailable:
            Translation(
                french: "{path} ne peut pas être lu ou écrit (erreur du système {system})",
                english: "{path} cannot be read or written (system error {system})")
        case .unsafeMode:
            Translation(
                french: "{path} a le mode {mode}, que d'autres peuvent lire ou changer ; "
                    + "réservez-le à son propriétaire (chmod {allowed})",
                english: "{path} has mode {mode}, so that others can read or change it; keep it "
                    + "to its owner (chmod {allowed})")
        case .unsafeKind:
            Translation(
                french: "{path} doit être un fichier simple, à vous ou à root",
                english: "{path} must be a plain file that belongs to you or root")
        case .size:
            Translation(
                french: "{path} est vide, trop grand, ou a changé pendant la lecture",
                english: "{path} is empty, too large, or changed while it was read")
        case .exists:
            Translation(
                french: "{path} existe déjà et n'est pas remplacé",
                english: "{path} exists and is not replaced")
        case .noCertificate:
            Translation(
                french: "{path} n'est pas un certificat X.509 au format PEM",
                english: "{path} is not an X.509 certificate in PEM")
        case .noServerName:
            Translation(
                french: "{path}, le certificat d'une adresse d'écoute, doit porter un nom DNS",
                english: "{path}, the certificate of a listener, needs a DNS name")
        case .expired:
            Translation(
                french: "{path} a expiré le {expires}", english: "{path} has expired on {expires}")
        case .unfit:
            Translation(
                french: "le certificat {certificate}, la clé TLS {key} et l'autorité {authority} "
                    + "ne vont pas ensemble, ou l'un d'eux est abîmé",
                english: "the certificate {certificate}, the TLS key {key} and the authority "
                    + "{authority} do not fit together, or one of them is damaged")
        }
    }
}

extension AccessError: ExplainedError {
    /// What is wrong with a file or a key, as a part of a sentence.
    public func text(in language: Language) -> String {
        let text: FileText? =
            switch (code, arguments["system"]) {
            case (.fileUnavailable, "ENOENT"): .missing
            case (.fileUnavailable, "EACCES"): .forbidden
            case (.fileUnavailable, "ENOSPC"): .noRoom
            case (.fileUnavailable, "EROFS"): .readOnly
            case (.fileUnavailable, "ENOTDIR"): .noFolder
            case (.fileUnavailable, _): .unavailable
            case (.fileUnsafe, _): arguments["mode"] == nil ? .unsafeKind : .unsafeMode
            case (.fileSize, _): .size
            case (.fileExists, _): .exists
            default: nil
            }
        if let text { return text.text(in: language, arguments: arguments) }
        return AccessErrorText(rawValue: code.rawValue)?
            .text(in: language, arguments: ["detail": message]) ?? message
    }
}
