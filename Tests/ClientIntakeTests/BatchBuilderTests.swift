import Catalogue
import ClientIntake
import Messages
import Testing

@Suite struct BatchBuilderTests {
    private func command(_ key: String, members: Int, name: String = "x") -> RegistrationV1.Command
    {
        let person = RegistrationV1.Person(givenName: name)
        let household = RegistrationV1.Household(members: Array(repeating: person, count: members))
        return .init(sourceKey: key, action: .register(.init(household: household)))
    }

    @Test("batches hold at most 1,000 people, in order, and all of them")
    func people() throws {
        let commands = (0..<30).map { command("F\($0)", members: 90) }
        let batches = try BatchBuilder(source: "team-1").batches(of: commands)
        #expect(batches.map(\.people) == [990, 990, 720])
        #expect(batches.map(\.commands) == [0..<11, 11..<22, 22..<30])
        var decoded: [RegistrationV1.Command] = []
        for batch in batches {
            let content = try RegistrationV1.BatchContent(decoding: batch.bytes)
            #expect(content.source == "team-1")
            decoded += content.commands
        }
        #expect(decoded == commands)
    }

    @Test("a batch fills its bytes exactly, and not one more")
    func bytes() throws {
        let commands = (0..<8).map {
            command("F\($0)", members: 1, name: String(repeating: "n", count: 200))
        }
        let whole = try BatchBuilder(source: "t").batches(of: commands)
        #expect(whole.count == 1)
        let size = whole[0].bytes.count
        let fits = BatchBuilder(source: "t", bytesMax: size)
        #expect(try fits.batches(of: commands).count == 1)
        let short = BatchBuilder(source: "t", bytesMax: size - 1)
        #expect(try short.batches(of: commands).map(\.commands) == [0..<7, 7..<8])
        #expect(try short.batches(of: commands).allSatisfy { $0.bytes.count < size })
    }

    @Test("commands without people are bounded too, and no commands make no batch")
    func noPeople() throws {
        let departures = (0..<1_001).map {
            RegistrationV1.Command(sourceKey: "\($0)", action: .depart(.init(caseNumber: "B")))
        }
        let batches = try BatchBuilder(source: "t").batches(of: departures)
        #expect(batches.map(\.commands) == [0..<1_000, 1_000..<1_001])
        #expect(try BatchBuilder(source: "t").batches(of: []).isEmpty)
    }

    @Test("two commands of one form go in two batches")
    func repeatedForm() throws {
        let commands = ["F1", "F2", "F1", "F3"].map { command($0, members: 1) }
        let batches = try BatchBuilder(source: "t").batches(of: commands)
        #expect(batches.map(\.commands) == [0..<2, 2..<4])
    }

    @Test("one household beyond the limit is refused with its position")
    func tooLarge() {
        let commands = [
            command("a", members: 1),
            command("b", members: 1, name: String(repeating: "n", count: 99)),
        ]
        let problem = #expect(throws: IntakeProblem.self) {
            try BatchBuilder(source: "t", bytesMax: 64).batches(of: commands)
        }
        #expect(problem?.key == .intake(.commandTooLarge) && problem?.row == 1)
    }
}
