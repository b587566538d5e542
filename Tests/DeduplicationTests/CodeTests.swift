import Basics
import Catalogue
import DeduplicationCore
import Linkage
import Messages
import Testing

@Suite struct CodeTests {
    @Test func everyFieldAndLevelOfTheEngineHasAnEntryInTheCatalogue() {
        let fields = LinkageIndex.registration.fields.map { field in
            LinkageEvidence.Subject.part(.given, field).message
        }
        #expect(Set(fields).count == fields.count)
        let subjects: [LinkageEvidence.Subject] = [.prior, .overlap, .relatives, .rival]
        for field in fields + subjects.map(\.message) {
            #expect(MessageKey(rawValue: "evidence.\(field.rawValue)") == .evidence(field))
        }
        for level in AgreementLevel.allCases {
            let key = "evidence_level.\(level.message.rawValue)"
            #expect(MessageKey(rawValue: key) == .evidenceLevel(level.message))
        }
        #expect(
            Set(AgreementLevel.allCases.map(\.message)).count == AgreementLevel.allCases.count)
    }

    @Test func aPairHasOneIDInEitherOrder() {
        let (one, other) = (FakeLog.id(1), FakeLog.id(2))
        #expect(PairKey(one, other).pairID == PairKey(other, one).pairID)
        #expect(PairKey(one, other).earlier == one)
        #expect(PairKey(one, other).pairID != PairKey(one, FakeLog.id(3)).pairID)
        #expect(PairKey(one, other).pairID.count == 16)
    }
}
