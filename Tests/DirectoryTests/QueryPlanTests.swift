import Basics
import DirectoryCore
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
        ]
        try await DirectoryFixture.run { fixture in
            for (query, use) in queries {
                let plan = try await fixture.plan(query)
                #expect(plan.joined(separator: "\n").contains(use), "\(query): \(plan)")
            }
        }
    }

    @Test("a list asks of each table only for what it is narrowed by")
    func listPlans() async throws {
        let day = try #require(CalendarDate("2026-01-01"))
        let tag = "SEARCH t USING PRIMARY KEY (region=? AND kind=? AND tag=? AND value=?)"
        let cases: [(ListFilter, [String])] = [
            (
                .any([RecordTag(.state, code: "open"), RecordTag(.state, code: "full")]),
                [
                    "SEARCH t USING COVERING INDEX entry_tag_entry "
                        + "(region=? AND kind=? AND entry_id=? AND tag=? AND value=?)"
                ]
            ),
            (
                .naming(RecordTag(.organisation, id: [1])),
                [tag, "SEARCH e USING PRIMARY KEY (region=? AND kind=? AND entry_id=?)"]
            ),
            (
                .directlyIn(place: [1], on: day),
                ["SEARCH p USING PRIMARY KEY (region=? AND parent=?)"]
            ),
            (
                .within(place: [1], on: day),
                [tag, "SEARCH p USING PRIMARY KEY (region=? AND parent=?)", "SCAN inside"]
            ),
        ]
        try await DirectoryFixture.run { fixture in
            for (filter, uses) in cases {
                var arguments: [String: Value] = [
                    "region": .text("ML19"), "kind": .text("site"), "after": .blob([]),
                ]
                let conditions = ListFilter.conditions([filter], &arguments)
                let plan = try await fixture.plan(
                    """
                    SELECT record FROM entry AS e
                    WHERE region = $region AND kind = $kind AND entry_id > $after\(conditions)
                    ORDER BY entry_id LIMIT 50
                    """, arguments)
                for use in uses { #expect(plan.contains(use), "\(use): \(plan)") }
            }
        }
    }
}

extension DirectoryFixture {
    /// The steps of the planner for a query.
    fileprivate func plan(
        _ query: String, _ arguments: [String: Value] = [:]
    ) async throws -> [String] {
        try await store.database.write {
            try $0.query("EXPLAIN QUERY PLAN " + query, arguments).map { try $0.text("detail") }
        }
    }
}
