import Catalogue
import Messages
import Reference
import Status
import Testing

@testable import jatigi

@Suite struct ClientTextTests {
    // "Nothing is lost", and then that sending again changes nothing.
    @Test func `what the region's administrator has to do is no fault of what is kept`() {
        let unknown = RPCError(.failedPrecondition, .access(.deviceUnknown))
        #expect(KeptText.text(after: unknown) == .regionNotReady)
        let damaged = RPCError(.invalidArgument, .access(.boxRefused))
        #expect(KeptText.text(after: damaged) == .wrong)
    }

    // A French household read "cause : conflict".
    @Test func `codes of a household are words where the lists are at hand`() throws {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(3)
        let folder = parts.joined(separator: "/") + "/deploy/reference"
        let words = CodeText(
            language: .french, reference: try ReferenceData.load(directory: folder))
        let household = RegistrationV1.Household(cause: "conflict", shelter: "not in the list")
        #expect(FieldChange.value("cause", of: household, in: words) == "conflit armé")
        #expect(FieldChange.value("shelter", of: household, in: words) == "not in the list")
        let head = RegistrationV1.Person(relationship: "head")
        #expect(FieldChange.value("relationship", of: head, in: words) == "chef de ménage")
        let codes = CodeText(language: .french, reference: nil)
        #expect(FieldChange.value("relationship", of: head, in: codes) == "head")
    }
}
