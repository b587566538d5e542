import Catalogue
import Messages

/// One field of a household that a correction changes.
struct FieldChange {
    /// The field's path, as registration names it: "members[1].birth_date".
    let path: String
    /// Whom it is about; empty for the household's own fields.
    let member: String
    let field: String
    let before: String
    let after: String

    /// "2. Awa Guindo: birth", or "place".
    func label(in language: Language) -> String {
        let name =
            RecordFieldText(rawValue: field)?.text(in: language)
            ?? (field.isEmpty ? RecordFieldText.member.text(in: language) : field)
        guard !member.isEmpty else { return name }
        return member + language.colon + name
    }

    /// What a correction changes, in the order in which registration names it.
    static func changes(
        of correction: RegistrationV1.Correction, in language: Language
    ) -> [FieldChange] {
        guard let proposed = correction.proposed else {
            // Somebody was erased: the values went, and which fields they were is left.
            return correction.changedFields.map { path in
                let (index, field) = member(path).map { ("\($0 + 1).", $1) } ?? ("", path)
                return FieldChange(
                    path: path, member: index, field: field, before: "–", after: "–")
            }
        }
        let current = correction.current ?? .init()
        return correction.changedFields.map { path in
            guard let (index, field) = member(path), proposed.members.indices.contains(index)
            else {
                return FieldChange(
                    path: path, member: "", field: path,
                    before: value(path, of: current, in: language),
                    after: value(path, of: proposed, in: language))
            }
            let after = proposed.members[index]
            let before = current.members.first { $0.personID == after.personID }
            let name = name(before ?? after)
            return FieldChange(
                path: path, member: "\(index + 1)." + (name.isEmpty ? "" : " \(name)"),
                field: field,
                before: before.map { value(field, of: $0, in: language) } ?? "–",
                after: value(field, of: after, in: language))
        }
    }

    /// "members[2].sex" is of the third member; a bare "members[2]" is a new one.
    private static func member(_ path: String) -> (index: Int, field: String)? {
        guard path.hasPrefix("members["), let close = path.firstIndex(of: "]"),
            let index = Int(path[..<close].dropFirst("members[".count)), index >= 0
        else { return nil }
        return (index, String(path[path.index(after: close)...].drop { $0 == "." }))
    }

    static func name(_ person: RegistrationV1.Person) -> String {
        [person.givenName, person.familyName].filter { !$0.isEmpty }.joined(separator: " ")
    }

    static func value(
        _ field: String, of household: RegistrationV1.Household, in language: Language
    ) -> String {
        switch RecordFieldText(rawValue: field) {
        case .place: place(household.place)
        case .origin: place(household.origin)
        case .arrivedOn: shown(household.arrivedOn.map(DateText.text) ?? "")
        case .cause: shown(household.cause)
        case .shelter: shown(household.shelter)
        case .phones: shown(household.phones.joined(separator: ", "))
        case .declaredSize: "\(household.declaredSize)"
        default: "?"
        }
    }

    static func value(
        _ field: String, of person: RegistrationV1.Person, in language: Language
    ) -> String {
        switch RecordFieldText(rawValue: field) {
        case .givenName: shown(person.givenName)
        case .familyName: shown(person.familyName)
        case .sex: HouseholdText.sex(person.sex).text(in: language)
        case .birthDate: shown(person.birthDate.map(DateText.text) ?? "")
        case .relationship: shown(person.relationship)
        case .fatherName: shown(person.fatherName)
        case .motherName: shown(person.motherName)
        case .populationGroup: shown(person.populationGroup)
        case .needs: shown(person.needs.joined(separator: " "))
        case .documents:
            shown(
                person.documents.map { document in
                    [document.kind, document.number, document.issuer].filter { !$0.isEmpty }
                        .joined(separator: " ")
                }.joined(separator: ", "))
        case .phones: shown(person.phones.joined(separator: ", "))
        case .presence:
            (person.presence == .departed ? HouseholdText.departed : .present).text(in: language)
        case nil where field.isEmpty:
            // A new member: enough to know who is meant.
            shown(
                [
                    name(person), HouseholdText.sex(person.sex).text(in: language),
                    person.relationship,
                ]
                .filter { !$0.isEmpty }.joined(separator: ", "))
        default: "?"
        }
    }

    private static func place(_ place: CommonV1.Place?) -> String {
        shown([place?.code ?? "", place?.name ?? ""].filter { !$0.isEmpty }.joined(separator: " "))
    }

    private static func shown(_ text: String) -> String { text.isEmpty ? "–" : text }
}

/// Names of a record's fields, by their names in messages.
enum RecordFieldText: String, MessageArea {
    case place
    case origin
    case arrivedOn = "arrived_on"
    case cause
    case shelter
    case phones
    case declaredSize = "declared_size"
    case givenName = "given_name"
    case familyName = "family_name"
    case sex
    case birthDate = "birth_date"
    case relationship
    case fatherName = "father_name"
    case motherName = "mother_name"
    case populationGroup = "population_group"
    case needs
    case documents
    case presence
    case member

    static let prefix = "record_field"

    var translation: Translation {
        switch self {
        case .place: Translation(french: "lieu", english: "place")
        case .origin: Translation(french: "origine", english: "origin")
        case .arrivedOn: Translation(french: "arrivée", english: "arrived on")
        case .cause: Translation(french: "cause", english: "cause")
        case .shelter: Translation(french: "hébergement", english: "shelter")
        case .phones: Translation(french: "téléphones", english: "telephones")
        case .declaredSize: Translation(french: "taille déclarée", english: "declared size")
        case .givenName: Translation(french: "prénom", english: "given name")
        case .familyName: Translation(french: "nom", english: "family name")
        case .sex: Translation(french: "sexe", english: "sex")
        case .birthDate: Translation(french: "naissance", english: "birth")
        case .relationship: Translation(french: "lien", english: "relation")
        case .fatherName: Translation(french: "père", english: "father")
        case .motherName: Translation(french: "mère", english: "mother")
        case .populationGroup: Translation(french: "groupe", english: "group")
        case .needs: Translation(french: "besoins", english: "needs")
        case .documents: Translation(french: "documents", english: "documents")
        case .presence: Translation(french: "présence", english: "presence")
        case .member: Translation(french: "nouveau membre", english: "new member")
        }
    }
}
