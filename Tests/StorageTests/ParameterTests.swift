import Storage
import Testing

@Suite struct ParameterTests {
    @Test("parameters bind by name in every order, numbered ones too")
    func permuted() async throws {
        try await withDatabase { database, _ in
            let rows = try await database.write { transaction in
                let statement = try transaction.prepare("SELECT $2 AS a, $1 AS b, $3 AS c, $2 AS d")
                let pairs: [(String, Value)] = [
                    ("1", .text("one")), ("2", .text("two")), ("3", .text("three")),
                ]
                var rows: [Row] = []
                for order in [
                    [0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0],
                ] {
                    rows += try statement.rows(order.map { pairs[$0] })
                }
                rows += try transaction.query(
                    "SELECT $2 AS a, $1 AS b, $3 AS c, $2 AS d",
                    ["3": .text("three"), "1": .text("one"), "2": .text("two")])
                return rows
            }
            #expect(rows.count == 7)
            for row in rows {
                #expect(try row.text("a") == "two")
                #expect(try row.text("b") == "one")
                #expect(try row.text("c") == "three")
                #expect(try row.text("d") == "two")
            }
        }
    }

    @Test("missing, unknown, doubled and unnamed parameters are refused")
    func refused() async throws {
        try await withDatabase { database, _ in
            try await database.write { transaction in
                let statement = try transaction.prepare("SELECT $a, $b")
                for wrong: [(String, Value)] in [
                    [], [("a", .null)], [("a", .null), ("c", .null)],
                    [("a", .null), ("a", .null)], [("a", .null), ("b", .null), ("c", .null)],
                ] {
                    #expect(throws: StorageError.self) { try statement.rows(wrong) }
                }
                #expect(try statement.rows([("b", .null), ("a", .null)]).count == 1)
                for sql in ["SELECT ?", "SELECT ?1", "SELECT :a", "SELECT @a"] {
                    #expect(throws: StorageError.self) { try transaction.prepare(sql) }
                }
            }
        }
    }

    @Test("every kind of value comes back as it went, empty ones and large ones too")
    func values() async throws {
        let values: [Value] = [
            .null, .integer(.min), .integer(.max), .real(-0.5), .text(""), .text("Traoré 🏠"),
            .text(String(repeating: "é", count: 100_000)), .blob([]), .blob([0, 255, 0]),
            .blob([UInt8](repeating: 9, count: 100_000)),
        ]
        try await withDatabase { database, _ in
            let back = try await database.write { transaction in
                try values.map { value in
                    let row = try transaction.first("SELECT $v AS v", ["v": value])
                    return try row?.value("v")
                }
            }
            #expect(back == values)
        }
    }

    @Test("text with U+0000 is refused, since not every engine can keep it")
    func nul() async throws {
        try await withDatabase { database, _ in
            let code = await code {
                try await database.write { _ = try $0.first("SELECT $v", ["v": .text("a\0b")]) }
            }
            #expect(code == .misuse)
        }
    }

    @Test("getters refuse another type, null and a missing column")
    func types() async throws {
        try await withDatabase { database, _ in
            let row = try #require(
                try await database.read { try $0.first("SELECT 1 AS i, 'x' AS t, NULL AS n") })
            #expect(try row.integer("i") == 1)
            #expect(try row.real("i") == 1)
            #expect(try row.optionalText("n") == nil)
            #expect(throws: StorageError.self) { try row.text("i") }
            #expect(throws: StorageError.self) { try row.text("n") }
            #expect(throws: StorageError.self) { try row.id("t") }
            #expect(throws: StorageError.self) { try row.integer("missing") }
            #expect(throws: StorageError.self) { try row.integer(3) }
            #expect(row.columnNames == ["i", "t", "n"])
        }
    }

    @Test("a scan reads rows in place and stops when told, and the statement runs again")
    func scan() async throws {
        try await withDatabase { database, _ in
            let seen = try await database.write { transaction in
                for id in 1...5 { try add(Int64(id), in: transaction) }
                let statement = try transaction.prepare("SELECT id FROM item ORDER BY id")
                var seen: [Int64] = []
                for _ in 0..<2 {
                    try statement.scan { row in
                        seen.append(try row.integer(0))
                        // The same text inside its own scan gets a statement of its own.
                        seen.append(
                            Int64(try transaction.query("SELECT id FROM item ORDER BY id").count))
                        return seen.count % 4 != 0
                    }
                }
                return seen
            }
            #expect(seen == [1, 5, 2, 5, 1, 5, 2, 5])
        }
    }
}
