import Catalogue

/// What can be wrong with one key of a configuration.
enum ConfigurationText: String, MessageArea {
    case required
    case unknownKey = "unknown_key"
    case textExpected = "text_expected"
    case listExpected = "list_expected"
    case mappingExpected = "mapping_expected"
    case notYAML = "not_yaml"
    case keyTwice = "key_twice"
    case notUTF8 = "not_utf8"
    case unreadable
    case notOneOf = "not_one_of"
    case notInRange = "not_in_range"
    case notBetween = "not_between"
    case regionMalformed = "region_malformed"
    case casePrefix = "case_prefix"
    case keyFileMissing = "key_file_missing"
    case endpointMissing = "endpoint_missing"
    case regionIsOwn = "region_is_own"
    case endpointMalformed = "endpoint_malformed"
    case endpointInsecure = "endpoint_insecure"
    case socketPathTooLong = "socket_path_too_long"
    case identityMissing = "identity_missing"
    case notFolder = "not_folder"
    case notWritable = "not_writable"

    static let prefix = "configuration"

    var translation: Translation {
        switch self {
        case .required: Translation(french: "est obligatoire", english: "is required")
        case .unknownKey: Translation(french: "clé inconnue", english: "unknown key")
        case .textExpected:
            Translation(french: "un texte est attendu", english: "a text is expected")
        case .listExpected:
            Translation(
                french: "une liste de textes est attendue", english: "a list of texts is expected")
        case .mappingExpected:
            Translation(
                french: "des clés avec leurs valeurs sont attendues",
                english: "a mapping of keys is expected")
        case .notYAML:
            Translation(
                french:
                    "n'est pas du YAML à partir d'ici ; voyez les retraits, les deux-points et les guillemets",
                english: "is not YAML from here on; see the indentation, the colons and the quotes")
        case .keyTwice:
            Translation(
                french: "cette clé est donnée deux fois", english: "this key is given twice")
        case .notUTF8: Translation(french: "n'est pas en UTF-8", english: "is not UTF-8")
        case .unreadable: Translation(french: "illisible", english: "unreadable")
        case .notOneOf:
            Translation(
                french: "« {value} » n'est pas permis ; valeurs : {words}",
                english: "'{value}' is not one of {words}")
        case .notInRange:
            Translation(
                french: "« {value} » n'est pas un nombre entier de {least} à {most}",
                english: "'{value}' is not a whole number from {least} to {most}")
        case .notBetween:
            Translation(
                french: "« {value} » n'est pas un nombre de {least} à {most}",
                english: "'{value}' is not a number from {least} to {most}")
        case .regionMalformed:
            Translation(
                french:
                    "« {value} » n'est pas un code de région : 1 à {most} signes parmi A-Z, 0-9 et -",
                english: "'{value}' is no region's code: 1 to {most} of A-Z, 0-9 and -")
        case .casePrefix:
            Translation(
                french: "trois lettres de A à Z sont attendues",
                english: "three letters A to Z are expected")
        case .keyFileMissing:
            Translation(
                french: "au moins un fichier de clé est obligatoire",
                english: "at least one key file is required")
        case .endpointMissing:
            Translation(
                french: "au moins une adresse est nécessaire",
                english: "at least one endpoint is required")
        case .regionIsOwn:
            Translation(
                french: "est cette région même : un appel y reviendrait sans fin",
                english: "is this region itself: a call would come back to it for ever")
        case .endpointMalformed:
            Translation(
                french: "« {url} » n'est pas une adresse comme tls+tcp://nom:7400 ou "
                    + "ipc:///dossier/prise",
                english: "'{url}' is not an address such as tls+tcp://name:7400 or "
                    + "ipc:///folder/socket")
        case .endpointInsecure:
            Translation(
                french: "« {url} » passerait en clair hors de cette machine ; utilisez tls+tcp",
                english: "'{url}' would leave this machine in the clear; use tls+tcp")
        case .socketPathTooLong:
            Translation(
                french: "le chemin est trop long pour une prise : {bytes} octets au plus avec le "
                    + "nom du fichier",
                english: "the path is too long for a socket: at most {bytes} bytes with the file "
                    + "name")
        case .notFolder: Translation(french: "n'est pas un dossier", english: "is not a folder")
        case .notWritable:
            Translation(
                french: "l'utilisateur qui lance ce programme ne peut pas y écrire",
                english: "the user that runs this program may not write there")
        case .identityMissing:
            Translation(
                french: "est obligatoire pour les adresses tls+tcp",
                english: "is required by the endpoints tls+tcp")
        }
    }
}
