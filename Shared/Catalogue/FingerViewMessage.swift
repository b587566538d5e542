/// What is wrong with one view of a fingerprint record.
public enum FingerViewMessage: String, MessageArea {
    /// A finger position that is none.
    case finger
    /// An impression type that is none of a person present.
    case impression
    /// A quality above 100.
    case quality
    /// A view without minutiae.
    case empty
    /// Two views with one number.
    case repeated
    /// Extended data whose lengths do not fit.
    case extensionMalformed = "extension_malformed"
    /// A minutia of no kind, or of a quality above 100.
    case minutiaMalformed = "minutia_malformed"
    /// A minutia outside of its image.
    case minutiaOutside = "minutia_outside"

    /// First part of the keys.
    public static let prefix = "finger_view"
}

extension FingerViewMessage {
    /// The texts.
    public var translation: Translation {
        switch self {
        case .finger:
            Translation(
                french: "Vue {view} : le numéro du doigt n'existe pas (0 à 10).",
                english: "View {view}: no finger has this number (0 to 10).")
        case .impression:
            Translation(
                french: "Vue {view} : le type d'empreinte n'est pas celui d'un doigt posé "
                    + "sur un lecteur.",
                english: "View {view}: the impression type is not that of a finger put on a "
                    + "scanner.")
        case .quality:
            Translation(
                french: "Vue {view} : la qualité doit être de 0 à 100.",
                english: "View {view}: the quality must be 0 to 100.")
        case .empty:
            Translation(
                french: "Vue {view} : aucune minutie. Reprenez l'empreinte.",
                english: "View {view}: no minutiae. Take the fingerprint again.")
        case .repeated:
            Translation(
                french: "Vue {view} : ce doigt a déjà une vue de ce numéro.",
                english: "View {view}: this finger has a view of this number already.")
        case .extensionMalformed:
            Translation(
                french: "Vue {view} : les longueurs des données supplémentaires ne "
                    + "s'accordent pas.",
                english: "View {view}: the lengths of the extended data do not fit each "
                    + "other.")
        case .minutiaMalformed:
            Translation(
                french: "Vue {view} : une minutie est d'un type ou d'une qualité qui "
                    + "n'existe pas.",
                english: "View {view}: a minutia has a type or quality that does not exist.")
        case .minutiaOutside:
            Translation(
                french: "Vue {view} : une minutie est hors de l'image.",
                english: "View {view}: a minutia lies outside of the image.")
        }
    }
}
