import Catalogue
import ClientService
import DelimitedText
import Messages
import Reference
import Testing

@Suite struct CountsTableTests {
    private let counts = StatisticsV1.GetCountsResponse(
        rows: [
            .init(
                values: ["ML0505", "IDP", "F", "0-4"], people: 3, households: 2, peopleNet: 2,
                peoplePreRegistered: 0, householdsNet: 1),
            .init(
                values: ["unknown", "unknown", "unknown", "unknown"], people: 0, households: 0,
                peopleNet: 0, peoplePreRegistered: 7),
        ],
        total: .init(
            people: 3, households: 2, peopleNet: 2, peoplePreRegistered: 7, householdsNet: 1),
        registrationPosition: .init(region: "ML19", sequence: 412),
        deduplicationPosition: .init(region: "ML19", sequence: 7),
        countedAtMilliseconds: 1_772_366_400_000)

    private func table(_ language: Language) throws -> CountsTable {
        CountsTable(
            request: .init(dimensions: [.place, .populationGroup, .sex, .ageBand], placeLevel: 2),
            counts: counts, reference: try Region.reference(), language: language)
    }

    @Test("people read names beside codes, in their language, and the total last")
    func words() throws {
        let french = try table(.french)
        #expect(
            french.columns.map(\.title) == [
                "cercle", "groupe", "sexe", "âge", "personnes", "ménages",
                "personnes sans doublons", "ménages sans doublons", "pré-enregistrées",
            ])
        #expect(french.rows[0].first == "ML0505 Koro")
        #expect(french.rows[1].prefix(4) == ["inconnu", "inconnu", "inconnu", "inconnu"])
        #expect(french.totalRow == ["total", "", "", "", "3", "2", "2", "1", "7"])
        #expect(try table(.english).rows[1].first == "unknown")
    }

    @Test("CSV has headings, HXL tags, and then values, as many in each row, with date and source")
    func csv() throws {
        let records = try DelimitedText(try table(.english).csv, delimiter: .comma).allRecords()
            .map(\.fields)
        #expect(records.count == 4)
        #expect(Set(records.map(\.count)) == [13])
        #expect(
            records[1] == [
                "#adm2+code+v_pcodes", "#adm2+name", "#beneficiary+code+type",
                "#beneficiary+name+type",
                "#beneficiary+sex", "#beneficiary+age", "#affected+ind", "#affected+hh",
                "#affected+ind+net", "#affected+hh+net", "#affected+ind+preregistered",
                "#date+reported", "#meta+source",
            ])
        #expect(records[2][0...1] == ["ML0505", "Koro"])
        #expect(
            records[2].suffix(7) == [
                "3", "2", "2", "1", "0", "2026-03-01",
                "registration ML19/412, deduplication ML19/7",
            ])
    }

    @Test("columns whose tag HXL's default schema wants numbers or dates in hold those")
    func schema() throws {
        let records = try DelimitedText(try table(.french).csv, delimiter: .comma).allRecords()
            .map(\.fields)
        for (column, tag) in records[1].enumerated() {
            #expect(tag.wholeMatch(of: /#[a-z0-9]+(\+[a-z_0-9]+)*/) != nil, "\(tag)")
            let values = records.dropFirst(2).map { $0[column] }
            if tag.hasPrefix("#affected") {
                #expect(values.allSatisfy { UInt64($0) != nil }, "\(tag)")
            }
            if tag.hasPrefix("#date") {
                #expect(values.allSatisfy { $0.wholeMatch(of: /\d{4}-\d\d-\d\d/) != nil }, "\(tag)")
            }
        }
    }

    @Test("without a dimension CSV holds the total")
    func total() throws {
        let table = CountsTable(
            request: .init(), counts: counts, reference: nil, language: .english)
        let records = try DelimitedText(table.csv, delimiter: .comma).allRecords().map(\.fields)
        #expect(records.count == 3)
        #expect(records[2].prefix(5) == ["3", "2", "2", "1", "7"])
    }
}
