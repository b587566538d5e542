import Catalogue
public import Messages
public import Status
import Validation

/// Checks a batch as a whole, before any of its commands.
public enum BatchValidator {
    /// Finds what makes the whole batch unacceptable.
    ///
    /// - Parameters:
    ///   - contentID: the id that the content's digest gives.
    ///   - subject: the name in the caller's token.
    ///   - mayActForOthers: whether the caller's role may hand in what others collected.
    /// - Throws: `INVALID_ARGUMENT` or `PERMISSION_DENIED` with field paths; nothing of the batch
    ///   is kept then.
    public static func check(
        _ content: RegistrationV1.BatchContent, batchID: [UInt8], contentID: [UInt8],
        subject: String,
        mayActForOthers: Bool
    ) throws(RPCError) {
        guard batchID == contentID else {
            throw RPCError(
                .invalidArgument, .registrationState(.batchIDMismatch),
                violations: [RPCV1.Violation("batch_id", .registrationState(.batchIDMismatch))])
        }
        guard !content.source.isEmpty else { throw invalid("source", .registration(.required)) }
        guard content.source.unicodeScalars.count <= HouseholdLimits.keyCharactersMax else {
            throw invalid(
                "source", .registration(.tooLong), ["max": "\(HouseholdLimits.keyCharactersMax)"]
            )
        }
        guard mayActForOthers || BatchSource.isOwn(content.source, of: subject) else {
            throw RPCError(
                .permissionDenied, .registrationState(.sourceNotAllowed),
                violations: [RPCV1.Violation("source", .registrationState(.sourceNotAllowed))])
        }
        guard !content.commands.isEmpty else {
            throw invalid("commands", .registrationState(.batchEmpty))
        }
        let people = content.commands.reduce(0) { $0 + $1.peopleCount }
        guard content.commands.count <= RegistrationLimits.batchCommandsMax,
            people <= RegistrationLimits.batchPeopleMax
        else {
            throw tooLarge("commands")
        }
    }

    /// The error for a batch with more people or bytes than one may have.
    public static func tooLarge(_ field: String) -> RPCError {
        invalid(
            field, .registrationState(.batchTooLarge),
            [
                "people": "\(RegistrationLimits.batchPeopleMax)",
                "bytes": "\(RegistrationLimits.batchBytesMax)",
            ])
    }

    private static func invalid(
        _ field: String, _ reason: MessageKey, _ arguments: [String: String] = [:]
    ) -> RPCError {
        RPCError(
            .invalidArgument, reason, arguments: arguments,
            violations: [RPCV1.Violation(field, reason, arguments)])
    }
}
