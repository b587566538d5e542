/// Why a team's file cannot be read.
public enum FileMessage: String, MessageArea {
    /// The system does not let the file be read.
    case unreadable
    /// Nothing in the file.
    case empty
    /// More bytes than allowed.
    case tooLarge = "too_large"
    /// More rows than allowed.
    case tooManyRows = "too_many_rows"
    /// More columns than allowed.
    case tooManyColumns = "too_many_columns"
    /// A cell with too many characters.
    case cellTooLong = "cell_too_long"
    /// A quote that is never closed.
    case quoteOpen = "quote_open"
    /// Text after a closing quote.
    case textAfterQuote = "text_after_quote"
    /// A NUL character.
    case nulCharacter = "nul_character"
    /// Bytes of no supported encoding.
    case encodingUnknown = "encoding_unknown"
    /// A spreadsheet program's own format.
    case spreadsheet
    /// A line that is no JSON object.
    case jsonMalformed = "json_malformed"
    /// An array of JSON objects.
    case jsonArray = "json_array"
    /// JSON nested too deep.
    case jsonTooDeep = "json_too_deep"
    /// A notice: the text was converted.
    case encodingConverted = "encoding_converted"

    /// First part of the keys.
    public static let prefix = "file"
}

extension FileMessage {
    /// The texts.
    public var translation: Translation {
        switch self {
        case .unreadable:
            Translation(
                french: "Le fichier ne peut pas être lu. Vérifiez le nom et les droits.",
                english: "The file cannot be read. Check its name and permissions.")
        case .empty: Translation(french: "Le fichier est vide.", english: "The file is empty.")
        case .tooLarge:
            Translation(
                french: "Fichier trop grand : {limit} octets au plus. Coupez-le en plusieurs "
                    + "fichiers.",
                english: "File too large: {limit} bytes at most. Split it into several files.")
        case .tooManyRows:
            Translation(
                french: "Trop de lignes : {limit} au plus. Coupez le fichier en plusieurs.",
                english: "Too many rows: {limit} at most. Split the file.")
        case .tooManyColumns:
            Translation(
                french: "Trop de colonnes : {limit} au plus.",
                english: "Too many columns: {limit} at most.")
        case .cellTooLong:
            Translation(
                french: "Cellule trop longue : {limit} caractères au plus. Un guillemet est "
                    + "peut-être resté ouvert.",
                english: "Cell too long: {limit} characters at most. A quote may have been left "
                    + "open.")
        case .quoteOpen:
            Translation(
                french: "Un guillemet est ouvert dans cette cellule et n'est jamais fermé.",
                english: "A quote is opened in this cell and never closed.")
        case .textAfterQuote:
            Translation(
                french: "Du texte suit un guillemet fermant. Doublez les guillemets dans la "
                    + "cellule.",
                english: "Text follows a closing quote. Double the quotes inside the cell.")
        case .nulCharacter:
            Translation(
                french: "Le fichier contient des caractères nuls : ce n'est pas un fichier "
                    + "texte, ou il est abîmé.",
                english: "The file contains NUL characters: it is not a text file, or it is "
                    + "damaged.")
        case .encodingUnknown:
            Translation(
                french: "Codage de texte inconnu. Enregistrez le fichier en « CSV UTF-8 ».",
                english: "Unknown text encoding. Save the file as “CSV UTF-8”.")
        case .spreadsheet:
            Translation(
                french: "C'est un classeur (xlsx, xls ou ods). Enregistrez-le au format « CSV "
                    + "UTF-8 ».",
                english: "This is a workbook (xlsx, xls or ods). Save it as “CSV UTF-8”.")
        case .jsonMalformed:
            Translation(
                french: "Cette ligne n'est pas un objet JSON valide.",
                english: "This line is not a valid JSON object.")
        case .jsonArray:
            Translation(
                french:
                    "Le fichier est un tableau JSON. Le format attendu est JSON Lines : un objet "
                    + "par ligne, sans crochets autour ni virgules entre eux.",
                english:
                    "The file is a JSON array. JSON Lines is wanted: one object a line, without "
                    + "brackets around them or commas between them.")
        case .jsonTooDeep:
            Translation(
                french: "JSON trop imbriqué : {limit} niveaux au plus.",
                english: "JSON nested too deep: {limit} levels at most.")
        case .encodingConverted:
            Translation(
                french: "Le fichier n'est pas en UTF-8 ; il a été lu comme {encoding}. Vérifiez "
                    + "les accents.",
                english: "The file is not UTF-8; it was read as {encoding}. Check the accents.")
        }
    }
}
