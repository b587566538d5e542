import DelimitedText
import Testing

/// A sample file, for what must be found in no log.
struct Sample {
    /// Given names, one a row.
    private(set) var givenNames: [String] = []
    /// Names and telephone numbers long enough to mean somebody.
    private(set) var personalValues: Set<String> = []

    init(csv: String) throws {
        let records = try DelimitedText(Array(csv.utf8), delimiter: .comma).allRecords()
        let headers = try #require(records.first).fields
        let personal = ["nom", "prenom", "pere", "mere", "telephone", "numero_document"]
        let columns = try personal.map { try #require(headers.firstIndex(of: $0)) }
        let given = columns[1]
        for record in records.dropFirst() where record.fields.count == headers.count {
            givenNames.append(record.fields[given])
            for column in columns where record.fields[column].count >= 4 {
                personalValues.insert(record.fields[column])
            }
        }
        try #require(personalValues.count > 10)
    }
}
