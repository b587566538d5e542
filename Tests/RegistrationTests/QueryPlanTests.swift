import Messages
import Storage
import Testing

@testable import RegistrationService

@Suite struct QueryPlanTests {
    // Without being told, SQLite takes the primary key by the region alone and reads the whole table.
    @Test func `what is searched by has an index, and the index is used`() async throws {
        let queries = [
            "SELECT record FROM household WHERE region = 'ML19' AND case_number = 'BDG-1'":
                "household_case (region=? AND case_number=?)",
            "SELECT record FROM household WHERE region = 'ML19' AND place_code = 'ML0505' AND household_id > x'00' ORDER BY household_id LIMIT 50":
                "household_place (region=? AND place_code=? AND household_id>?)",
            "SELECT record FROM held WHERE region = 'ML19' AND source = 'a' AND source_key = 'b'":
                "held_key (region=? AND source=? AND source_key=?)",
            "SELECT DISTINCT source FROM source_key WHERE region = 'ML19' AND household_id = x'00'":
                "source_key_household (region=? AND household_id=?)",
            "SELECT household_id FROM source_key WHERE region = 'ML19' AND source = 'a' AND source_key = 'b'":
                "PRIMARY KEY (region=? AND source=? AND source_key=?)",
            "SELECT record FROM correction WHERE region = 'ML19' AND household_id = x'00' AND state = 1 ORDER BY correction_id":
                "correction_household (region=? AND household_id=? AND state=?)",
            "SELECT record FROM correction WHERE region = 'ML19' AND state = 1 AND correction_id > x'00' ORDER BY correction_id LIMIT 50":
                "correction_state (region=? AND state=? AND correction_id>?)",
            "SELECT record FROM erased WHERE region = 'ML19' AND subject_id = x'00'":
                "PRIMARY KEY (region=? AND subject_id=?)",
            "SELECT record FROM erased WHERE region = 'ML19' AND case_number = 'BDG-1' AND person_key IS NULL":
                "erased_case (region=? AND case_number=?)",
            "SELECT person_key FROM erased WHERE region = 'ML19' AND household_id = x'00' AND person_key IS NOT NULL":
                "erased_household (region=? AND household_id=?)",
            "SELECT count(*) AS n FROM correction WHERE region = 'ML19' AND state = 1":
                "correction_state (region=? AND state=?)",
        ]
        try await withRegistration { fixture in
            let database = fixture.store.database
            for (query, use) in queries {
                let written = try await database.write {
                    try $0.query("EXPLAIN QUERY PLAN " + query).map { try $0.text("detail") }
                }
                let read = try await database.read {
                    try $0.query("EXPLAIN QUERY PLAN " + query).map { try $0.text("detail") }
                }
                #expect(written.joined().contains(use), "\(query): \(written)")
                #expect(read.joined().contains(use), "\(query): \(read)")
            }
        }
    }
}
