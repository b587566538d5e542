import Messages
import Status
import Testing

@testable import RegistrationCore

@Suite struct BatchValidatorTests {
    private func error(
        _ content: RegistrationV1.BatchContent, id: [UInt8] = [1], subject: String = "team-1",
        mayActForOthers: Bool = false
    ) -> RPCError? {
        do {
            try BatchValidator.check(
                content, batchID: id, contentID: [1], subject: subject,
                mayActForOthers: mayActForOthers)
            return nil
        } catch {
            return error
        }
    }

    private func content(
        _ source: String = "team-1", _ commands: [RegistrationV1.Command] = [.register()]
    ) -> RegistrationV1.BatchContent {
        .init(source: source, commands: commands)
    }

    @Test func `a batch of the caller's own or of a source below it is taken`() {
        #expect(error(content()) == nil)
        #expect(error(content("team-1/koro")) == nil)
        #expect(error(content("team-2"), mayActForOthers: true) == nil)
    }

    @Test(arguments: ["team-2", "team-10", "team-", "TEAM-1"])
    func `a batch in another's name is refused`(_ source: String) {
        #expect(error(content(source))?.code == .permissionDenied)
        #expect(error(content(source))?.details.reason == "registration.source_not_allowed")
    }

    @Test func `a batch whose id is not its content's is refused`() {
        #expect(error(content(), id: [2])?.details.reason == "registration.batch_id_mismatch")
    }

    @Test func `a source is needed, and short`() {
        #expect(error(content(""))?.details.reason == "registration.required")
        let long = "team-1/" + String(repeating: "x", count: 60)
        #expect(error(content(long))?.details.reason == "registration.too_long")
        #expect(error(content(long))?.details.violations.map(\.field) == ["source"])
    }

    @Test func `a batch holds 1 to 1,000 commands and at most 1,000 people`() {
        #expect(error(content("team-1", []))?.details.reason == "registration.batch_empty")
        let departures = (0...1_000).map { RegistrationV1.Command.depart("k\($0)") }
        #expect(error(content("team-1", Array(departures.dropLast()))) == nil)
        #expect(
            error(content("team-1", departures))?.details.reason == "registration.batch_too_large")
        let hundred = (0..<10).map { RegistrationV1.Command.register("k\($0)", .made(others: 99)) }
        #expect(error(content("team-1", hundred)) == nil)
        let more = hundred + [.register("one", .made(others: 0))]
        #expect(error(content("team-1", more))?.details.reason == "registration.batch_too_large")
    }
}
