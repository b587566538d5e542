/// What is wrong with a fingerprint record.
public enum FingerRecordMessage: String, MessageArea {
    /// Bytes that are no fingerprint record.
    case unknown
    /// A record of another edition.
    case edition
    /// A record of ANSI INCITS 378.
    case ansi
    /// More bytes than allowed.
    case tooLarge = "too_large"
    /// The bytes end too early.
    case truncated
    /// More bytes than the record announces.
    case length
    /// An image that cannot be.
    case image
    /// No finger at all.
    case withoutViews = "without_views"
    /// A record that does not say which finger it is.
    case fingerMissing = "finger_missing"
    /// A record of another finger than was named.
    case fingerContradicted = "finger_contradicted"

    /// First part of the keys.
    public static let prefix = "finger_record"
}

extension FingerRecordMessage {
    /// The texts.
    public var translation: Translation {
        switch self {
        case .unknown:
            Translation(
                french: "Ce n'est pas un fichier de minuties ISO/IEC 19794-2 (« FMR »).",
                english: "This is not a finger minutiae file of ISO/IEC 19794-2 (\"FMR\").")
        case .edition:
            Translation(
                french: "Ce fichier de minuties suit une autre édition de la norme : "
                    + "ISO/IEC 19794-2:2005 est attendue. Le lecteur d'empreintes a en "
                    + "général un réglage pour cela.",
                english: "This minutiae file follows another edition of the standard: "
                    + "ISO/IEC 19794-2:2005 is expected. Scanners usually have a setting "
                    + "for it.")
        case .ansi:
            Translation(
                french: "Ce fichier de minuties suit la norme ANSI INCITS 378 : ISO/IEC "
                    + "19794-2:2005 est attendue. Le lecteur d'empreintes a en général un "
                    + "réglage pour cela.",
                english: "This minutiae file follows ANSI INCITS 378: ISO/IEC 19794-2:2005 "
                    + "is expected. Scanners usually have a setting for it.")
        case .tooLarge:
            Translation(
                french: "Fichier de minuties trop grand : {max} Kio au plus.",
                english: "The minutiae file is too large: {max} KiB at most.")
        case .truncated:
            Translation(
                french: "Le fichier de minuties est coupé : il s'arrête avant la fin de ce "
                    + "qu'il annonce.",
                english: "The minutiae file is cut short: it ends before what it announces.")
        case .length:
            Translation(
                french: "La longueur que le fichier de minuties annonce n'est pas la "
                    + "sienne.",
                english: "The length that the minutiae file announces is not its own.")
        case .image:
            Translation(
                french: "La taille ou la résolution de l'image est impossible : 98 à 394 "
                    + "pixels par centimètre (250 à 1000 ppp).",
                english: "The size or resolution of the image cannot be: 98 to 394 pixels a "
                    + "centimetre (250 to 1,000 dpi).")
        case .withoutViews:
            Translation(
                french: "Le fichier de minuties ne contient aucun doigt.",
                english: "The minutiae file holds no finger.")
        case .fingerMissing:
            Translation(
                french: "Le fichier ne dit pas de quel doigt il s'agit. Indiquez-le.",
                english: "The file does not say which finger it is. Name it.")
        case .fingerContradicted:
            Translation(
                french: "Le fichier est celui d'un autre doigt que celui qui est indiqué.",
                english: "The file is of another finger than the one that was named.")
        }
    }
}
