public import Basics
public import Matching
public import Messages

/// One person as a registration states them: what is compared of registered people.
///
/// Text may be in any spelling, case or order and of any length; an empty string or list is what is not stated.
public struct PersonRecord: Sendable {
    /// The person.
    public var id: RecordID
    /// The household; its members are never a pair.
    public var household: RecordID
    /// Given names.
    public var givenName = ""
    /// Family name, or the patronymic ("Ag Intalla").
    public var familyName = ""
    /// Mother's name.
    public var motherName = ""
    /// Father's name.
    public var fatherName = ""
    /// Sex; other than female and male are not compared.
    public var sex = CommonV1.Sex.unspecified
    /// Date of birth, with its precision.
    public var birthDate: CommonV1.PartialDate?
    /// Place of origin: a place code or words.
    public var origin = ""
    /// Place where the person lives now.
    public var residence = ""
    /// Telephone numbers, of which ``LinkageLimits/valuesPerFieldMax`` are compared.
    public var phones: [String] = []
    /// Document numbers, likewise.
    public var documents: [String] = []

    /// A person of whom nothing is stated.
    public init(id: RecordID, household: RecordID) {
        self.id = id
        self.household = household
    }
}

extension LinkageIndex {
    private static let numbers = 1...LinkageLimits.valuesPerFieldMax
    private static let headers =
        [
            "household", "given", "family", "mother", "father", "sex", "birth-year",
            "birth-month", "birth-day", "birth-precision", "origin", "residence",
        ] + numbers.map { "phone\($0)" } + numbers.map { "document\($0)" }

    /// What is compared of registered people.
    public static let registration: LinkageMapping = {
        var uses: [String: ColumnUse] = [
            "household": .household, "given": .field(LinkageField(.given)),
            "family": .field(LinkageField(.family)),
            "mother": .field(LinkageField(.name, label: "mother")),
            "father": .field(LinkageField(.name, label: "father")),
            "sex": .field(LinkageField(.sex)),
            "birth-year": .birth(.year, label: ""), "birth-month": .birth(.month, label: ""),
            "birth-day": .birth(.day, label: ""),
            "birth-precision": .birth(.precision, label: ""),
            "origin": .field(LinkageField(.place, label: "origin")),
            "residence": .field(LinkageField(.place, label: "residence")),
        ]
        for number in numbers {
            uses["phone\(number)"] = .field(LinkageField(.phone))
            uses["document\(number)"] = .field(LinkageField(.document))
        }
        do { return try LinkageMapping(uses: uses) } catch { preconditionFailure("\(error)") }
    }()

    /// An empty index of registered people.
    ///
    /// - Parameters:
    ///   - variants: Names that are one name beyond their sound.
    ///   - forFew: Whether some hundreds at the most will come.
    public init(
        _ parameters: LinkageParameters = .standard, variants: NameVariants = .standard,
        forFew: Bool = false
    ) {
        let model = LinkageModel(parameters, fields: Self.registration.fields)
        do {
            try self.init(
                headers: Self.headers, mapping: Self.registration, model: model,
                variants: variants, forFew: forFew)
        } catch {
            preconditionFailure("\(error)")
        }
    }

    /// Whether anybody of a registered household is there.
    public func hasMembers(ofHousehold household: RecordID) -> Bool {
        hasMembers(ofHousehold: household.description)
    }

    /// Adds a registered person, or puts new facts in place of those that are known.
    public mutating func insert(_ person: PersonRecord) {
        let numbers = [person.phones, person.documents].flatMap { numbers in
            Self.numbers.map { $0 <= numbers.count ? numbers[$0 - 1] : "" }
        }
        insert(
            person.id.bytes,
            [
                person.household.description, person.givenName, person.familyName,
                person.motherName, person.fatherName, person.sex.cell,
            ] + (person.birthDate?.cells ?? ["", "", "", ""]) + [person.origin, person.residence]
                + numbers)
    }
}

extension CommonV1.Sex {
    fileprivate var cell: String {
        switch self {
        case .female: "F"
        case .male: "M"
        default: ""
        }
    }
}

extension CommonV1.PartialDate {
    /// Year, month, day and precision, as ``ColumnUse/BirthPart`` has them.
    fileprivate var cells: [String] {
        let precision =
            switch self.precision {
            case .month: "month"
            case .year: "year"
            case .estimated: "estimated"
            default: "day"
            }
        return ["\(year)", "\(month)", "\(day)", precision]
    }
}
