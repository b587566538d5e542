import Catalogue
import Messages
import Reference
import Status

/// Checks one member of a household.
struct PersonValidator: Sendable {
    let fields: FieldChecker

    func check(_ person: RegistrationV1.Person, at path: FieldPath, in findings: inout Findings) {
        if person.givenName.allSatisfy(\.isWhitespace), person.familyName.allSatisfy(\.isWhitespace)
        {
            findings.reject(path.field("given_name"), .registration(.nameMissing))
        }
        fields.checkText(person.givenName, at: path.field("given_name"), in: &findings)
        fields.checkText(person.familyName, at: path.field("family_name"), in: &findings)
        fields.checkText(person.fatherName, at: path.field("father_name"), in: &findings)
        fields.checkText(person.motherName, at: path.field("mother_name"), in: &findings)
        fields.checkText(
            person.sourceKey, at: path.field("source_key"),
            max: HouseholdLimits.keyCharactersMax, in: &findings)
        fields.checkID(person.personID, at: path.field("person_id"), in: &findings)
        switch person.sex {
        case .female, .male, .other, .unknown: break
        case .unspecified: findings.reject(path.field("sex"), .registration(.required))
        case .unrecognized(let value):
            findings.rejectNumber(value, of: .sexes, at: path.field("sex"))
        }
        fields.checkDate(person.birthDate, at: path.field("birth_date"), in: &findings)
        fields.checkCode(
            person.relationship, of: .relationship, at: path.field("relationship"),
            isRequired: true,
            in: &findings)
        fields.checkCode(
            person.populationGroup, of: .populationGroup, at: path.field("population_group"),
            isRequired: true, in: &findings)
        fields.checkPhones(person.phones, at: path, in: &findings)
        checkNeeds(person.needs, at: path, in: &findings)
        checkDocuments(person.documents, at: path, in: &findings)
    }

    private func checkNeeds(_ needs: [String], at path: FieldPath, in findings: inout Findings) {
        guard
            fields.checkCount(
                needs.count, max: HouseholdLimits.needsMax, at: path.field("needs"), in: &findings)
        else { return }
        for (index, need) in needs.enumerated() {
            fields.checkCode(
                need, of: .specificNeed, at: path.element("needs", index), isRequired: true,
                in: &findings)
        }
    }

    private func checkDocuments(
        _ documents: [RegistrationV1.Document], at path: FieldPath, in findings: inout Findings
    ) {
        guard
            fields.checkCount(
                documents.count, max: HouseholdLimits.documentsMax, at: path.field("documents"),
                in: &findings)
        else { return }
        for (index, document) in documents.enumerated() {
            let path = path.element("documents", index)
            fields.checkCode(
                document.kind, of: .documentKind, at: path.field("kind"), isRequired: true,
                in: &findings)
            fields.checkText(
                document.number, at: path.field("number"),
                max: HouseholdLimits.documentCharactersMax, isRequired: true, in: &findings)
            let isIssuerPlain = document.issuer.utf8.allSatisfy { (0x41...0x5A).contains($0) }
            if !document.issuer.isEmpty, document.issuer.utf8.count != 3 || !isIssuerPlain {
                findings.reject(path.field("issuer"), .registration(.documentMalformed))
            }
        }
    }
}
