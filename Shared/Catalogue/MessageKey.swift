/// The key of a message, as it travels in errors; text is made from it at the edge.
public enum MessageKey: Sendable, Hashable, RawRepresentable {
    /// Calls that did not go through.
    case rpc(RPCMessage)
    /// Tokens and roles.
    case access(AccessMessage)
    /// Parts of a request that every service has.
    case request(RequestMessage)
    /// Values in a registration.
    case registration(RegistrationMessage)
    /// Dates in a registration.
    case registrationDate(RegistrationDateMessage)
    /// Households as a whole.
    case registrationHousehold(RegistrationHouseholdMessage)
    /// Registrations that do not fit what is there.
    case registrationState(RegistrationStateMessage)
    /// Pairs and decisions.
    case deduplication(DeduplicationMessage)
    /// Fingerprint records.
    case fingerRecord(FingerRecordMessage)
    /// Views of fingerprint records.
    case fingerView(FingerViewMessage)
    /// Fingerprints that are kept.
    case biometrics(BiometricsMessage)
    /// Models that are learnt and taken.
    case model(ModelMessage)
    /// Counts.
    case statistics(StatisticsMessage)
    /// Records of the directory.
    case directory(DirectoryMessage)
    /// Files of places and code lists.
    case reference(ReferenceMessage)
    /// Names of lists.
    case list(ListMessage)
    /// Databases.
    case storage(StorageMessage)
    /// Services that follow a log.
    case follower(FollowerMessage)
    /// A team's file.
    case file(FileMessage)
    /// Names that are one.
    case nameVariants(NameVariantsMessage)
    /// Columns of a team's file.
    case column(ColumnMessage)
    /// What a team's file holds.
    case intake(IntakeMessage)
    /// Names of compared fields.
    case evidence(EvidenceFieldMessage)
    /// How well two values agree.
    case evidenceLevel(EvidenceLevelMessage)

    /// Every key.
    public static let all: [MessageKey] =
        RPCMessage.allCases.map(MessageKey.rpc)
        + AccessMessage.allCases.map(MessageKey.access)
        + RequestMessage.allCases.map(MessageKey.request)
        + RegistrationMessage.allCases.map(MessageKey.registration)
        + RegistrationDateMessage.allCases.map(MessageKey.registrationDate)
        + RegistrationHouseholdMessage.allCases.map(MessageKey.registrationHousehold)
        + RegistrationStateMessage.allCases.map(MessageKey.registrationState)
        + DeduplicationMessage.allCases.map(MessageKey.deduplication)
        + FingerRecordMessage.allCases.map(MessageKey.fingerRecord)
        + FingerViewMessage.allCases.map(MessageKey.fingerView)
        + BiometricsMessage.allCases.map(MessageKey.biometrics)
        + ModelMessage.allCases.map(MessageKey.model)
        + StatisticsMessage.allCases.map(MessageKey.statistics)
        + DirectoryMessage.allCases.map(MessageKey.directory)
        + ReferenceMessage.allCases.map(MessageKey.reference)
        + ListMessage.allCases.map(MessageKey.list)
        + StorageMessage.allCases.map(MessageKey.storage)
        + FollowerMessage.allCases.map(MessageKey.follower)
        + FileMessage.allCases.map(MessageKey.file)
        + NameVariantsMessage.allCases.map(MessageKey.nameVariants)
        + ColumnMessage.allCases.map(MessageKey.column)
        + IntakeMessage.allCases.map(MessageKey.intake)
        + EvidenceFieldMessage.allCases.map(MessageKey.evidence)
        + EvidenceLevelMessage.allCases.map(MessageKey.evidenceLevel)

    private static let byRawValue = Dictionary(uniqueKeysWithValues: all.map { ($0.rawValue, $0) })

    /// A key by its name on the wire, or nil where this version has none of that name.
    public init?(rawValue: String) {
        guard let key = Self.byRawValue[rawValue] else { return nil }
        self = key
    }

    /// The name on the wire, for instance `rpc.overloaded`.
    public var rawValue: String {
        func name<Area: MessageArea>(_ message: Area) -> String {
            "\(Area.prefix).\(message.rawValue)"
        }
        return name(area)
    }

    /// The texts.
    public var translation: Translation {
        area.translation
    }

    /// Names of the arguments that the text needs; the same in every language.
    public func argumentNames(in language: Language = .english) -> Set<String> {
        MessageTemplate(translation.template(language)).argumentNames
    }

    /// The text in a language.
    ///
    /// Arguments that the text does not name are left out; those that it names and that are missing show as `?`.
    public func text(in language: Language, arguments: [String: String] = [:]) -> String {
        MessageTemplate(translation.template(language)).render(arguments, language: language)
    }

    private var area: any MessageArea {
        switch self {
        case .rpc(let message): message
        case .access(let message): message
        case .request(let message): message
        case .registration(let message): message
        case .registrationDate(let message): message
        case .registrationHousehold(let message): message
        case .registrationState(let message): message
        case .deduplication(let message): message
        case .fingerRecord(let message): message
        case .fingerView(let message): message
        case .biometrics(let message): message
        case .model(let message): message
        case .statistics(let message): message
        case .directory(let message): message
        case .reference(let message): message
        case .list(let message): message
        case .storage(let message): message
        case .follower(let message): message
        case .file(let message): message
        case .nameVariants(let message): message
        case .column(let message): message
        case .intake(let message): message
        case .evidence(let message): message
        case .evidenceLevel(let message): message
        }
    }
}

extension MessageKey {
    /// The text of a key as it came over the wire.
    ///
    /// - Parameter fallback: the peer's English text, shown where this version does not know the key, as a newer
    ///   peer's; the bare key where that is empty too.
    public static func text(
        forWireKey key: String, in language: Language, arguments: [String: String] = [:],
        fallback: String
    ) -> String {
        if let known = MessageKey(rawValue: key) {
            return known.text(in: language, arguments: arguments)
        }
        return MessageTemplate.displayable(fallback.isEmpty ? key : fallback)
    }
}
