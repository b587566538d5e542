import Storage
import Testing

@testable import DirectoryService

@Suite struct QueryPlanTests {
    // Without being told, SQLite looks through every name of a kind to find those that begin with a prefix.
    @Test("what is searched by has an index, and the index is used")
    func plans() async throws {
        let queries = [
            "DELETE FROM entry_start WHERE region = 'ML19' AND kind = 'site' AND entry_id = x'00'":
                "entry_start_entry (region=? AND kind=? AND entry_id=?)",
            "DELETE FROM entry_tag WHERE region = 'ML19' AND kind = 'site' AND entry_id = x'00'":
                "entry_tag_entry (region=? AND kind=? AND entry_id=?)",
            """
            SELECT entry_id, min(start) AS first_start FROM entry_start
            WHERE region = 'ML19' AND kind = 'site' AND start >= 'a' AND start < 'b'
            GROUP BY entry_id
            """: "PRIMARY KEY (region=? AND kind=? AND start>? AND start<?)",
            """
            SELECT record FROM entry AS e
            WHERE region = 'ML19' AND kind = 'site' AND entry_id > x'00'
            AND EXISTS (SELECT 1 FROM entry_tag AS t
                WHERE t.region = 'ML19' AND t.kind = 'site' AND t.tag = 'a'
                    AND t.value IN (x'01', x'02') AND t.entry_id = e.entry_id)
            ORDER BY entry_id LIMIT 50
            """: "entry_tag_entry (region=? AND kind=? AND entry_id=? AND tag=? AND value=?)",
            """
            SELECT record FROM entry AS e
            WHERE region = 'ML19' AND kind = 'site' AND entry_id > x'00'
            AND e.entry_id IN (
                WITH RECURSIVE inside (place) AS (
                    SELECT x'00' UNION
                    SELECT p.entry_id FROM entry_tag AS p JOIN inside
                        ON p.region = 'ML19' AND p.kind = 'place' AND p.tag = 'parent'
                        AND p.value = inside.place)
                SELECT t.entry_id FROM inside JOIN entry_tag AS t
                    ON t.region = 'ML19' AND t.kind = 'site' AND t.tag = 'place'
                    AND t.value = inside.place)
            ORDER BY entry_id LIMIT 50
            """: "PRIMARY KEY (region=? AND kind=? AND tag=? AND value=?)",
        ]
        try await DirectoryFixture.run { fixture in
            for (query, use) in queries {
                let plan = try await fixture.store.database.write {
                    try $0.query("EXPLAIN QUERY PLAN " + query).map { try $0.text("detail") }
                }
                #expect(plan.joined(separator: "\n").contains(use), "\(query): \(plan)")
            }
        }
    }
}
