public import DelimitedText

extension Sample {
    /// The headers of the file.
    public static let headers = [
        "numero_fiche", "numero_personne", "date_collecte", "etape", "lieu", "lieu_code", "origine",
        "origine_code", "date_arrivee", "cause", "abri", "taille_menage", "groupe", "nom", "prenom",
        "sexe", "date_naissance", "age", "lien", "pere", "mere", "besoins", "document_type",
        "numero_document", "telephone",
    ]

    /// The field file: one row a person, French headers, UTF-8.
    public func csv(delimiter: Delimiter = .comma) -> [UInt8] {
        var writer = DelimitedTextWriter(delimiter: delimiter)
        writer.append(Self.headers)
        for household in households {
            for person in household.members { writer.append(Self.cells(household, person)) }
        }
        return writer.bytes
    }

    /// The truth: records with the same `identite` are the same invented person.
    public func truthCSV() -> [UInt8] {
        var writer = DelimitedTextWriter()
        writer.append(["numero_fiche", "numero_personne", "identite"])
        for household in households {
            for person in household.members {
                writer.append([household.form, String(person.number), String(person.identity)])
            }
        }
        return writer.bytes
    }

    private static func cells(_ household: SampleHousehold, _ person: SamplePerson) -> [String] {
        [
            household.form, String(person.number), household.collectedOn,
            household.isPreRegistration ? "pré-enregistrement" : "enregistrement",
            household.place.name, household.place.code, household.origin.name,
            household.origin.code, household.arrivedOn, household.cause, household.shelter,
            String(household.declaredSize), household.populationGroup, person.familyName,
            person.givenName, person.isFemale ? "F" : "M", person.birthDate,
            person.age.map(String.init) ?? "", person.relationship, person.fatherName,
            person.motherName, person.needs.joined(separator: ";"),
            person.documentNumber.isEmpty ? "" : "NINA", person.documentNumber, person.phone,
        ]
    }
}
