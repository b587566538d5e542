import Basics
import Catalogue
public import Messages
public import Status
import Validation

/// Checks an erasure of before that a caller hands in again.
public enum ErasureChecker {
    /// The erasure, with its number as it is printed.
    ///
    /// - Throws: `INVALID_ARGUMENT` with field paths.
    public static func checked(
        _ erasure: RegistrationV1.Erasure
    ) throws(RPCError) -> RegistrationV1.Erasure {
        // What was held alone may have been of no household.
        let needsHousehold = erasure.heldID.isEmpty
        for (id, field, isNeeded) in [
            (erasure.householdID, "household_id", needsHousehold),
            (erasure.personID, "person_id", false), (erasure.heldID, "held_id", false),
            (erasure.correctionID, "correction_id", false),
            (erasure.commandDigest, "command_digest", false),
            (erasure.personKeyDigest, "person_key_digest", false),
            (erasure.digestKeyID, "digest_key_id", false),
        ] where id.count != 16 && (isNeeded || !id.isEmpty) {
            throw invalid(field, .request(.idMalformed))
        }
        let number = CaseNumber(erasure.caseNumber)
        guard number != nil || !needsHousehold && erasure.caseNumber.isEmpty else {
            throw invalid("case_number", .registration(.caseNumberMalformed))
        }
        guard erasure.forms.count <= RegistrationLimits.formsPerErasureMax else {
            throw invalid(
                "forms", .request(.tooMany), ["max": "\(RegistrationLimits.formsPerErasureMax)"])
        }
        let max = HouseholdLimits.keyCharactersMax
        for (index, form) in erasure.forms.enumerated()
        where [form.source, form.sourceKey].contains(where: { $0.unicodeScalars.count > max }) {
            throw invalid("forms[\(index)]", .registration(.tooLong), ["max": "\(max)"])
        }
        var checked = erasure
        checked.caseNumber = number?.description ?? ""
        return checked
    }

    private static func invalid(
        _ field: String, _ reason: MessageKey, _ arguments: [String: String] = [:]
    ) -> RPCError {
        RPCError(
            .invalidArgument, reason, arguments: arguments,
            violations: [RPCV1.Violation("repeated_erasure.\(field)", reason, arguments)])
    }
}
