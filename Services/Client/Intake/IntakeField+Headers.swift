internal import Catalogue
internal import Reference

extension IntakeField {
    /// The field that a header names in French or English, without regard to case, accents and
    /// small words.
    ///
    /// Of a Kobo header with groups (`identification/nom`) the last part is tried where the whole
    /// says nothing.
    static func named(_ header: String) -> IntakeField? {
        if let field = byHeader[normalised(header)] { return field }
        guard let last = header.split(separator: "/").last, last.count < header.count else {
            return nil
        }
        return byHeader[normalised(String(last))]
    }

    /// The header that a file may have for it, as people are told: « groupe » (population_group).
    func title(in language: Language) -> String {
        guard language == .french, let header = headers.first else {
            return language.quoted(rawValue)
        }
        return language.quoted(header) + (header == rawValue ? "" : " (\(rawValue))")
    }

    private static let smallWords: Set<Substring> = [
        "de", "du", "des", "d", "la", "le", "les", "l", "the", "of", "s", "a", "au",
    ]

    private static func normalised(_ header: String) -> String {
        FoldedText.fold(header).split(separator: " ").filter { !smallWords.contains($0) }
            .joined(separator: " ")
    }

    private static let byHeader: [String: IntakeField] = {
        var fields: [String: IntakeField] = [:]
        for field in allCases {
            for header in [field.rawValue] + field.headers {
                let earlier = fields.updateValue(field, forKey: normalised(header))
                precondition(earlier == nil || earlier == field, "“\(header)” names two fields")
            }
        }
        return fields
    }()

    /// Headers seen in forms, beside the field's own name; first the one that French users are told.
    private var headers: [String] {
        isHouseholdLevel ? householdHeaders : personHeaders
    }

    private var householdHeaders: [String] {
        switch self {
        case .household:
            [
                "ménage", "numéro ménage", "n° ménage", "numéro fiche", "n° fiche", "fiche",
                "household key", "household number", "form", "form number", "code ménage",
            ]
        case .caseNumber:
            ["numéro dossier", "id ménage", "dossier", "household id", "case", "case id"]
        case .stage: ["étape", "type enregistrement", "action", "statut fiche"]
        case .place:
            [
                "lieu", "lieu séjour", "lieu actuel", "lieu accueil", "localité", "site",
                "village", "commune", "location", "current place",
            ]
        case .placeCode: ["lieu code", "code lieu", "p-code", "pcode", "code place"]
        case .origin:
            [
                "origine", "lieu origine", "provenance", "lieu provenance", "village origine",
                "place of origin", "origin place", "cercle origine",
            ]
        case .originCode: ["origine code", "code origine", "code provenance"]
        case .arrivedOn: ["date arrivée", "arrivée", "arrival", "arrived on", "date of arrival"]
        case .cause:
            ["cause", "motif", "cause déplacement", "raison", "reason", "displacement cause"]
        case .shelter: ["abri", "type abri", "logement", "hébergement", "shelter type", "housing"]
        case .householdPhone: ["téléphone ménage", "contact ménage", "household telephone"]
        case .declaredSize:
            ["taille ménage", "taille", "nombre personnes", "nb personnes", "size"]
        case .departedOn: ["date départ", "départ", "departure", "departed on"]
        case .destination: ["destination", "lieu destination", "destination place"]
        case .justification:
            ["justification", "motif correction", "commentaire correction", "correction reason"]
        default: []
        }
    }

    private var personHeaders: [String] {
        switch self {
        case .collectedOn:
            [
                "date collecte", "date entretien", "date enquête", "date enregistrement",
                "collected on", "interview date", "registration date", "today",
            ]
        case .person:
            [
                "personne", "numéro personne", "n° personne", "numéro individu", "id individu",
                "numéro membre", "person key", "person number", "individual", "member",
            ]
        case .givenName: ["prénom", "prénoms", "first name", "given names", "forename"]
        case .familyName: ["nom", "nom famille", "surname", "last name"]
        case .sex: ["sexe", "genre", "gender"]
        case .birthDate:
            ["date naissance", "naissance", "né le", "né(e) le", "date of birth", "dob", "birth"]
        case .age: ["âge", "âge années", "age years", "âge en années"]
        case .relationship:
            [
                "lien", "lien parenté", "lien avec chef", "lien chef ménage", "relation",
                "relation to head",
            ]
        case .fatherName: ["père", "nom père", "father", "prénom père"]
        case .motherName: ["mère", "nom mère", "mother", "prénom mère"]
        case .populationGroup:
            ["groupe", "groupe population", "statut", "status", "group", "population"]
        case .needs:
            [
                "besoins", "besoin", "besoins spécifiques", "besoin spécifique", "specific needs",
                "need",
            ]
        case .documentKind:
            ["type document", "document", "type pièce", "pièce", "pièce identité", "document kind"]
        case .documentNumber:
            [
                "numéro document", "n° document", "numéro pièce", "n° pièce", "document numéro",
                "id number",
            ]
        case .documentIssuer: ["pays document", "pays émission", "issuer", "issuing country"]
        case .phone:
            [
                "téléphone", "tél", "numéro téléphone", "n° téléphone", "contact", "telephone",
                "mobile",
            ]
        default: []
        }
    }
}
