/// What a field of a record means; it decides how two values are compared.
///
/// Raw values are the words of a mapping file.
public enum FieldType: String, CaseIterable, Sendable, Hashable {
    /// Given names.
    case given
    /// Family names.
    case family
    /// All names of a person in one field, in any order.
    case name
    /// Date of birth, with its precision: a day, a month, a year, a guess.
    case birth
    /// Sex.
    case sex
    /// Telephone numbers.
    case phone
    /// Numbers of documents, accounts and the like; addresses of e-mail.
    case document
    /// A place, by its name or code.
    case place
    /// Where something lies: latitude and longitude, in degrees (WGS 84).
    case position
    /// Words in no fixed form: a street, an occupation.
    case text
    /// A short code or number that is typed: a postcode, a house number.
    case code

    /// Whether values are names of people.
    var isName: Bool { self == .given || self == .family || self == .name }
}

/// A field of the records: a type and, where a record has several of one type, a label.
public struct LinkageField: Hashable, Sendable {
    /// What it means.
    public let type: FieldType
    /// What tells it from others of its type; empty for the person's own.
    public let label: String

    /// A field.
    public init(_ type: FieldType, label: String = "") {
        self.type = type
        self.label = label
    }

    /// As in a mapping file: `place:origin`.
    public var name: String { label.isEmpty ? type.rawValue : "\(type.rawValue):\(label)" }
}

/// What a column of a file is used for.
public enum ColumnUse: Hashable, Sendable {
    /// It holds values of a field, or one of several parts of them.
    case field(LinkageField)
    /// Year, month or day of birth in a column of its own, or the precision of a date.
    case birth(BirthPart, label: String)
    /// Latitude or longitude in a column of its own.
    case position(PositionPart, label: String)
    /// What the record is called in the results.
    case id
    /// The household: its members are different people.
    case household
    /// Known and not wanted.
    case ignored

    /// Parts of a date of birth; raw values are the words of a mapping file.
    public enum BirthPart: String, CaseIterable, Sendable, Hashable {
        /// Year.
        case year = "birth-year"
        /// Month.
        case month = "birth-month"
        /// Day of the month.
        case day = "birth-day"
        /// `day`, `month`, `year` or `estimated`, in French or English.
        case precision = "birth-precision"
        /// Age in years, said on the day of ``said``: a guess of the year.
        case age
        /// The day on which the age was said.
        case said = "age-said-on"
    }

    /// Parts of a position; raw values are the words of a mapping file.
    public enum PositionPart: String, CaseIterable, Sendable, Hashable {
        /// Degrees north of the equator.
        case latitude
        /// Degrees east of Greenwich.
        case longitude
    }

    /// The use that a mapping file writes as `type` or `type:label`; nil where there is no such type.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let word = String(parts[0])
        let label = parts.count == 2 ? String(parts[1]) : ""
        guard parts.count == 1 || !label.isEmpty else { return nil }
        if let type = FieldType(rawValue: word) {
            self = .field(LinkageField(type, label: label))
        } else if let part = BirthPart(rawValue: word) {
            self = .birth(part, label: label)
        } else if let part = PositionPart(rawValue: word) {
            self = .position(part, label: label)
        } else {
            guard label.isEmpty else { return nil }
            switch word {
            case "id": self = .id
            case "household": self = .household
            case "-": self = .ignored
            default: return nil
            }
        }
    }

    /// The field that it is, or is a part of; nil for what is not compared.
    var comparedField: LinkageField? {
        switch self {
        case .field(let field): field
        case .birth(_, let label): LinkageField(.birth, label: label)
        case .position(_, let label): LinkageField(.position, label: label)
        case .id, .household, .ignored: nil
        }
    }

    /// Every word that a mapping file may use.
    public static let words: [String] =
        FieldType.allCases.map(\.rawValue) + BirthPart.allCases.map(\.rawValue)
        + PositionPart.allCases.map(\.rawValue) + ["id", "household", "-"]
}
