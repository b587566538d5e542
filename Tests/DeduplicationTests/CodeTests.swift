import Basics
import Catalogue
import DeduplicationCore
import Matching
import Messages
import Testing

@Suite struct CodeTests {
    @Test func everyFieldAndLevelOfTheEngineHasAnEntryInTheCatalogue() {
        for field in FieldEvidence.Field.allCases {
            let key = "evidence.\(field.message.rawValue)"
            #expect(MessageKey(rawValue: key) == .evidence(field.message))
        }
        for level in FieldEvidence.Level.allCases {
            let key = "evidence_level.\(level.message.rawValue)"
            #expect(MessageKey(rawValue: key) == .evidenceLevel(level.message))
        }
        #expect(
            Set(FieldEvidence.Field.allCases.map(\.message)).count
                == FieldEvidence.Field.allCases.count)
        #expect(
            Set(FieldEvidence.Level.allCases.map(\.message)).count
                == FieldEvidence.Level.allCases.count)
    }

    @Test func aPairHasOneIDInEitherOrder() {
        let (one, other) = (FakeLog.id(1), FakeLog.id(2))
        #expect(PairKey(one, other).pairID == PairKey(other, one).pairID)
        #expect(PairKey(one, other).earlier == one)
        #expect(PairKey(one, other).pairID != PairKey(one, FakeLog.id(3)).pairID)
        #expect(PairKey(one, other).pairID.count == 16)
    }
}
