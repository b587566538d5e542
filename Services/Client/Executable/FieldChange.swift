import Catalogue
import Messages
import Reference
import Terminal

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
            FieldText(rawValue: field)?.text(in: language)
            ?? (field.isEmpty ? FieldText.member.text(in: language) : field)
        guard !member.isEmpty else { return name }
        return member + language.colon + name
    }

    /// What a correction changes, in the order in which registration names it.
    static func changes(
        of correction: RegistrationV1.Correction, in words: CodeText
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
                    before: value(path, of: current, in: words),
                    after: value(path, of: proposed, in: words))
            }
            let after = proposed.members[index]
            let before = current.members.first { $0.personID == after.personID }
            let name = name(before ?? after)
            return FieldChange(
                path: path, member: "\(index + 1)." + (name.isEmpty ? "" : " \(name)"),
                field: field,
                before: before.map { value(field, of: $0, in: words) } ?? "–",
                after: value(field, of: after, in: words))
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
        _ field: String, of household: RegistrationV1.Household, in words: CodeText
    ) -> String {
        switch FieldText(rawValue: field) {
        case .place: place(household.place)
        case .origin: place(household.origin)
        case .arrivedOn: shown(household.arrivedOn.map(DateText.text) ?? "")
        case .cause: shown(words.text(household.cause, of: .cause))
        case .shelter: shown(words.text(household.shelter, of: .shelter))
        case .phones: shown(household.phones.joined(separator: ", "))
        case .declaredSize: "\(household.declaredSize)"
        default: "?"
        }
    }

    static func value(
        _ field: String, of person: RegistrationV1.Person, in words: CodeText
    ) -> String {
        let language = words.language
        return switch FieldText(rawValue: field) {
        case .givenName: shown(person.givenName)
        case .familyName: shown(person.familyName)
        case .sex: HouseholdText.sex(person.sex).text(in: language)
        case .birthDate: shown(person.birthDate.map(DateText.text) ?? "")
        case .relationship: shown(words.text(person.relationship, of: .relationship))
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
                    words.text(person.relationship, of: .relationship),
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
