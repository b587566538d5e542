import DelimitedText
import Testing

@Suite struct DelimitedTextTests {
    private func fields(_ text: String) throws -> [[String]] {
        try DelimitedText(Array(text.utf8)).allRecords().map(\.fields)
    }

    @Test("cells, quotes and line ends follow RFC 4180")
    func standardText() throws {
        let rows = try fields("a,b\r\n\"x, \"\"y\"\"\",\"two\r\nlines\"\r\n,\r\n")
        #expect(rows == [["a", "b"], ["x, \"y\"", "two\r\nlines"], ["", ""]])
    }

    @Test("LF, CRLF and CR end a line, and the last line needs no end")
    func lineEnds() throws {
        #expect(try fields("a,b\nc,d") == [["a", "b"], ["c", "d"]])
        #expect(try fields("a,b\rc,d\r") == [["a", "b"], ["c", "d"]])
        #expect(try fields("a,b\r\nc,d\r\n") == [["a", "b"], ["c", "d"]])
        #expect(try fields("a,b\n\nc,d") == [["a", "b"], [""], ["c", "d"]])
    }

    @Test("an empty last cell is a cell")
    func trailingDelimiter() throws {
        #expect(try fields("a,") == [["a", ""]])
        #expect(try fields("a,\n") == [["a", ""]])
    }

    @Test("the delimiter is found in the header, outside quotes")
    func delimiters() throws {
        #expect(try fields("\"a,b,c\";d\n1;2") == [["a,b,c", "d"], ["1", "2"]])
        #expect(try fields("a\tb,c\td\n") == [["a", "b,c", "d"]])
        #expect(try fields("one\ntwo") == [["one"], ["two"]])
    }

    @Test("a sep= line names the delimiter and is no row")
    func separatorLine() throws {
        let text = try DelimitedText(Array("sep=;\r\na,x;b\r\n1;2".utf8))
        let records = try text.allRecords()
        #expect(text.delimiter == .semicolon)
        #expect(records.map(\.fields) == [["a,x", "b"], ["1", "2"]])
        #expect(records.map(\.row) == [1, 2])
        #expect(records.map(\.line) == [2, 3])
    }

    @Test("rows count as a spreadsheet counts, lines as an editor does")
    func positions() throws {
        let records = try DelimitedText(Array("h\n\"a\nb\"\nc".utf8)).allRecords()
        #expect(records.map(\.row) == [1, 2, 3])
        #expect(records.map(\.line) == [1, 2, 4])
    }

    @Test("a broken text is refused with its position")
    func brokenTexts() throws {
        func failure(_ text: String, _ limits: DelimitedTextLimits = .standard)
            -> DelimitedTextError?
        {
            #expect(throws: DelimitedTextError.self) {
                try DelimitedText(Array(text.utf8), limits: limits).allRecords()
            }
        }
        let open = try #require(failure("a,b\n1,\"x\n2,3"))
        #expect((open.code, open.row, open.column) == (.quoteOpen, 2, 2))
        let after = try #require(failure("a,b\n\"x\"y,1"))
        #expect((after.code, after.row, after.column) == (.textAfterQuote, 2, 1))
        let small = DelimitedTextLimits(
            bytesMax: 100, columnsMax: 2, cellScalarsMax: 3, rowsMax: 2)
        #expect(failure("a,b,c", small)?.code == .tooManyColumns)
        #expect(failure("a\nb\nc", small)?.code == .tooManyRows)
        #expect(failure("abcd", small)?.code == .cellTooLong)
        #expect(failure("\"abcd\"", small)?.code == .cellTooLong)
        #expect(failure("\"" + String(repeating: "a", count: 90), small)?.code == .cellTooLong)
        #expect(failure(String(repeating: "a", count: 101), small)?.code == .tooLarge)
        #expect(failure(" \r\n ")?.code == .empty)
        #expect(failure("")?.code == .empty)
        #expect(failure("a\0b")?.code == .nulCharacter)
        #expect(failure("PK\u{3}\u{4}rest")?.code == .spreadsheet)
    }

    // The header counted as one of them.
    @Test("a header and 100,000 rows are a file that a team may hand in")
    func rowsOfAFile() throws {
        let records = try DelimitedText(Array(repeatElement("a\n", count: 100_001).joined().utf8))
        #expect(try records.allRecords().count == 100_001)
    }

    @Test("accents count as one character each, not as bytes")
    func cellsAreMeasuredInCharacters() throws {
        let limits = DelimitedTextLimits(
            bytesMax: 100, columnsMax: 2, cellScalarsMax: 3, rowsMax: 2)
        let records = try DelimitedText(Array("ééé,\"ééé\"".utf8), limits: limits).allRecords()
        #expect(records.map(\.fields) == [["ééé", "ééé"]])
    }

    @Test("what the writer writes, the reader reads back")
    func writerRoundTrip() throws {
        let rows = [["plain", "a,b", "say \"x\""], ["", "line\r\nend", " space "]]
        var writer = DelimitedTextWriter()
        for row in rows { writer.append(row) }
        #expect(try DelimitedText(writer.bytes).allRecords().map(\.fields) == rows)
    }

    @Test("bytes mutated at random are read or refused, and never crash")
    func mutations() {
        var state: UInt64 = 2026
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let seed = Array("sep=;\nnom;\"pré\"\"nom\"\r\n\"a\nb\";é\n".utf8)
        var refused = 0
        for _ in 0..<2_000 {
            var bytes = seed
            for _ in 0..<3 { bytes[random(bytes.count)] = UInt8(random(256)) }
            do {
                for record in try DelimitedText(bytes).allRecords() {
                    #expect(record.fields.count <= seed.count)
                }
            } catch { refused += 1 }
        }
        #expect(refused > 0 && refused < 2_000)
    }
}
