import Catalogue
import Messages
import Reference
import Status

/// Checks one member of a household.
struct PersonValidator: Sendable {
    let reference: ReferenceData
    let dates: DateValidator

    func check(_ person: RegistrationV1.Person, at path: FieldPath, in findings: inout Findings) {
        let nameMax = RegistrationLimits.nameCharactersMax
        if person.givenName.allSatisfy(\.isWhitespace), person.familyName.allSatisfy(\.isWhitespace)
        {
            findings.reject(path.field("given_name"), .registration(.required))
        }
        checkText(person.givenName, at: path.field("given_name"), max: nameMax, in: &findings)
        checkText(person.familyName, at: path.field("family_name"), max: nameMax, in: &findings)
        checkText(person.fatherName, at: path.field("father_name"), max: nameMax, in: &findings)
        checkText(person.motherName, at: path.field("mother_name"), max: nameMax, in: &findings)
        checkText(
            person.sourceKey, at: path.field("source_key"),
            max: RegistrationLimits.keyCharactersMax, in: &findings)
        if !person.personID.isEmpty, person.personID.count != 16 {
            findings.reject(path.field("person_id"), .registration(.idMalformed))
        }
        switch person.sex {
        case .female, .male, .other, .unknown: break
        case .unspecified: findings.reject(path.field("sex"), .registration(.required))
        case .unrecognized(let value):
            findings.reject(
                path.field("sex"), .registration(.unknownCode),
                ["list": "sex", "found": "\(value)"])
        }
        dates.check(person.birthDate, at: path.field("birth_date"), in: &findings)
        checkCode(
            person.relationship, of: .relationship, at: path.field("relationship"),
            isRequired: true,
            in: &findings)
        checkCode(
            person.populationGroup, of: .populationGroup, at: path.field("population_group"),
            isRequired: true, in: &findings)
        checkPhones(person.phones, at: path, in: &findings)
        checkNeeds(person.needs, at: path, in: &findings)
        checkDocuments(person.documents, at: path, in: &findings)
    }

    private func checkNeeds(_ needs: [String], at path: FieldPath, in findings: inout Findings) {
        guard needs.count <= RegistrationLimits.needsMax else {
            findings.reject(
                path.field("needs"), .registration(.tooMany),
                ["max": "\(RegistrationLimits.needsMax)"])
            return
        }
        for (index, need) in needs.enumerated() {
            checkCode(
                need, of: .specificNeed, at: path.element("needs", index), isRequired: true,
                in: &findings)
        }
    }

    private func checkDocuments(
        _ documents: [RegistrationV1.Document], at path: FieldPath, in findings: inout Findings
    ) {
        guard documents.count <= RegistrationLimits.documentsMax else {
            findings.reject(
                path.field("documents"), .registration(.tooMany),
                ["max": "\(RegistrationLimits.documentsMax)"])
            return
        }
        for (index, document) in documents.enumerated() {
            let path = path.element("documents", index)
            checkCode(
                document.kind, of: .documentKind, at: path.field("kind"), isRequired: true,
                in: &findings)
            checkText(
                document.number, at: path.field("number"),
                max: RegistrationLimits.documentCharactersMax, isRequired: true, in: &findings)
            let isIssuerPlain = document.issuer.utf8.allSatisfy { (0x41...0x5A).contains($0) }
            if !document.issuer.isEmpty, document.issuer.utf8.count != 3 || !isIssuerPlain {
                findings.reject(path.field("issuer"), .registration(.documentMalformed))
            }
        }
    }
}
