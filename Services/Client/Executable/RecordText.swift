import Basics
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
            record.birthDate.map(DateText.text) ?? "", relationship(record), departure(record),
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
            (IdentityText.registered.text(in: language), day(record.collectedAtMilliseconds)),
            (HouseholdText.presence.text(in: language), departure(record)),
        ]
    }

    /// In words, in the small letters of the middle of a line.
    private func relationship(_ record: DeduplicationV1.RecordSummary) -> String {
        relationships?[record.relationship]?.label(in: language).lowercased()
            ?? record.relationship
    }

    /// "left 2026-08-03"; empty of those who are present.
    private func departure(_ record: DeduplicationV1.RecordSummary) -> String {
        guard record.departed else { return "" }
        let day = record.departedOn.map { " " + DateText.text($0) } ?? ""
        return HouseholdText.departed.text(in: language) + day
    }

    /// The day of a moment; empty where it is not known.
    func day(_ milliseconds: Int64) -> String {
        guard milliseconds > 0 else { return "" }
        return "\(CalendarDate(Timestamp(millisecondsSinceEpoch: milliseconds)))"
    }

    func place(_ place: CommonV1.Place?) -> String {
        [place?.code ?? "", place?.name ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
    }
}
