import Storage
import Testing

@testable import StatisticsService

@Suite struct QueryPlanTests {
    // Without being told, SQLite takes the primary key by the region alone and reads the whole table.
    @Test("what is searched by has an index, and the index is used")
    func plans() async throws {
        let queries = [
            """
            SELECT other.person_id FROM identity_record AS own JOIN identity_record AS other
                ON other.region = own.region AND other.identity_id = own.identity_id
            WHERE own.region = 'ML19' AND own.person_id = x'00'
            """: "identity_record_identity (region=? AND identity_id=?)",
            "DELETE FROM identity_record WHERE region = 'ML19' AND person_id = x'00'":
                "PRIMARY KEY (region=? AND person_id=?)",
            """
            SELECT people_pre_registered, place_code, recorded_on FROM household
            WHERE region = 'ML19' AND is_registered = 0
            """: "household_stage (region=? AND is_registered=?)",
            "SELECT number FROM household WHERE region = 'ML19' AND household_id = x'00'":
                "PRIMARY KEY (region=? AND household_id=?)",
            "SELECT coalesce(max(number), 0) + 1 AS next FROM household WHERE region = 'ML19'":
                "household_number (region=?)",
            "SELECT first_sequence FROM person WHERE region = 'ML19' AND person_id = x'00' AND is_counted = 1":
                "person_id (region=? AND person_id=?)",
            "DELETE FROM person WHERE region = 'ML19' AND household = 1":
                "PRIMARY KEY (region=? AND household=?)",
        ]
        try await withRegion { region in
            for (query, use) in queries {
                let written = try await region.store.database.write {
                    try $0.query("EXPLAIN QUERY PLAN " + query).map { try $0.text("detail") }
                }
                #expect(written.joined().contains(use), "\(query): \(written)")
            }
        }
    }
}
