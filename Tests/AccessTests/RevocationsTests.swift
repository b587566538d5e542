import Testing

@testable import Access

@Suite struct RevocationsTests {
    @Test("ids, subjects, comments and empty lines are read")
    func reading() throws {
        let id = "0190F7C2-6b1e-7cc0-9d4a-2f6f0a1b2c3d"
        let list = try Revocations(
            parsing: "# lost devices\n\n  \(id)  # tablet\nsubject:team-07\nsubject:team-07")
        #expect(list.tokenIDs.map(\.description) == [id.lowercased()])
        #expect(list.subjects == ["team-07"])
        #expect(try Revocations(parsing: "# nobody\n") == .none)
    }

    @Test("a comment that ends in CR LF does not swallow the next entry")
    func windowsLines() throws {
        let list = try Revocations(parsing: "# lost\r\nsubject:team-07\r\nsubject:team-08\r\n")
        #expect(list.subjects == ["team-07", "team-08"])
    }

    @Test(
        "a bad line refuses the list and is named by number, not by text",
        arguments: [
            "subject:", "subject:A", "subject: team-07", "team-07", "0190f7c2",
            "0190f7c2x6b1e-7cc0-9d4a-2f6f0a1b2c3d", "0190f7c2-6b1e-7cc0-9d4a-2f6f0a1b2c3g",
            "0190f7c2-6b1e-7cc0-9d4a-2f6f0a1b2c3d subject:a",
        ])
    func badLine(line: String) {
        do throws(AccessError) {
            _ = try Revocations(parsing: "subject:ok\n\(line)\n")
            Issue.record("a bad line was accepted")
        } catch {
            #expect(error.code == .malformedRevocations)
            #expect(error.message.hasPrefix("line 2:"))
        }
    }

    @Test("more entries than the limit are refused")
    func limit() {
        let text = (0...AccessLimits.revocationsMax).map { "subject:s\($0)" }
            .joined(separator: "\n")
        #expect(
            refusal { () throws(AccessError) in
                _ = try Revocations(parsing: text)
            } == .malformedRevocations)
    }
}
