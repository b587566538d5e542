public import Catalogue

/// How far down the administrative tree a place lies; raw values are OCHA's administrative levels.
public enum PlaceLevel: Int, Sendable, Hashable, CaseIterable, Comparable {
    /// The country.
    case country = 0
    /// A region, or the district of Bamako.
    case region = 1
    /// A cercle, Mali's second level.
    case cercle = 2
    /// A commune.
    case commune = 3
    /// A village, a quarter, a site.
    case locality = 4

    /// The level by its name in the data files, for instance `cercle`.
    public init?(name: String) {
        guard let level = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = level
    }

    /// The name in the data files.
    public var name: String {
        switch self {
        case .country: "country"
        case .region: "region"
        case .cercle: "cercle"
        case .commune: "commune"
        case .locality: "locality"
        }
    }

    /// From the country down.
    public static func < (left: PlaceLevel, right: PlaceLevel) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// The codes of places: P-codes of OCHA's common operational datasets and what is made like them.
public enum PlaceCode {
    /// Bytes of a code, so that it fits a record's id.
    public static let byteCounts = 2...16

    /// Whether a text has the form of a code: 2 to 16 of A-Z and 0-9.
    public static func isWellFormed(_ text: String) -> Bool {
        byteCounts.contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
    }
}

/// A coded place, as it is for a span of time.
public struct Place: Sendable, Hashable {
    /// P-code of OCHA's common operational dataset, for instance `ML0505`.
    public let code: String
    /// Name in French, with accents.
    public let nameFrench: String
    /// Name in English, without accents.
    public let nameEnglish: String
    /// Administrative level.
    public let level: PlaceLevel
    /// When this code had this meaning: `ML09` was Bamako until 2023 and is Taoudénit since.
    public let validity: Validity

    /// A place.
    public init(
        code: String, nameFrench: String, nameEnglish: String, level: PlaceLevel,
        validity: Validity = Validity()
    ) {
        self.code = code
        self.nameFrench = nameFrench
        self.nameEnglish = nameEnglish
        self.level = level
        self.validity = validity
    }

    /// The name in a language.
    public func name(in language: Language) -> String {
        language == .french ? nameFrench : nameEnglish
    }
}

/// Says which place contains another, and when.
public struct PlaceParent: Sendable, Hashable {
    /// The contained place's code.
    public let code: String
    /// The containing place's code.
    public let parent: String
    /// When this is so.
    public let validity: Validity

    /// A link.
    public init(code: String, parent: String, validity: Validity = Validity()) {
        self.code = code
        self.parent = parent
        self.validity = validity
    }
}
