import Catalogue
import Messages
import Reference

/// A record as reviewers read it.
struct RecordText {
    let language: Language
    /// The words of relationships; nil where only their codes are known.
    let relationships: CodeList?

    func name(_ record: DeduplicationV1.RecordSummary) -> String {
        [record.givenName, record.familyName].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// "F, 1987-04-12, head": what is known of sex, birth, relationship, and whether they left.
    func details(_ record: DeduplicationV1.RecordSummary) -> String {
        [
            record.sex == .unspecified
                ? "" : HouseholdText.sex(record.sex).text(in: language),
            record.birthDate.map(DateText.text) ?? "", relationship(record),
            record.departed ? HouseholdText.departed.text(in: language) : "",
        ].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    /// Each field with its name, empty where nothing is known.
    func values(
        of record: DeduplicationV1.RecordSummary
    ) -> [(label: String, value: String)] {
        func field(_ field: EvidenceFieldMessage) -> String { field.text(in: language) }
        return [
            (PairText.caseNumber.text(in: language), record.caseNumber),
            (PairText.name.text(in: language), name(record)),
            (
                field(.sex),
                record.sex == .unspecified
                    ? "" : HouseholdText.sex(record.sex).text(in: language)
            ),
            (field(.birthDate), record.birthDate.map(DateText.text) ?? ""),
            (HouseholdText.relation.text(in: language), relationship(record)),
            (field(.fatherName), record.fatherName), (field(.motherName), record.motherName),
            (field(.origin), place(record.origin)), (field(.residence), place(record.place)),
            (field(.phone), record.phones.joined(separator: ", ")),
            (field(.document), record.documents.joined(separator: ", ")),
            (
                HouseholdText.presence.text(in: language),
                record.departed ? HouseholdText.departed.text(in: language) : ""
            ),
        ]
    }

    /// In words, in the small letters of the middle of a line.
    private func relationship(_ record: DeduplicationV1.RecordSummary) -> String {
        relationships?[record.relationship]?.label(in: language).lowercased()
            ?? record.relationship
    }

    func place(_ place: CommonV1.Place?) -> String {
        [place?.code ?? "", place?.name ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
    }
}
