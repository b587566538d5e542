import Access
import Basics
import Catalogue
import Messages
import RPC
import Reference
import RegistrationCore
import Status
import Storage
import Validation

/// Gives a held command the places or the case number that it waited for, and applies it.
struct ReleaseHeld: Sendable {
    let store: RegistrationStore

    func run(
        _ request: RegistrationV1.ReleaseHeldRequest, _ call: Call
    ) async throws -> RegistrationV1.ReleaseHeldResponse {
        let heldID = try Field.id(request.heldID, "held_id")
        let reference = try await store.reference()
        for (index, coding) in request.codings.enumerated()
        where !reference.places.isKnown(coding.placeCode) {
            throw Field.invalid(
                "codings[\(index)].place_code", .registration(.placeUnknown),
                ["found": ShownCode.text(coding.placeCode)])
        }
        return try await store.database.write { transaction in
            // An answer may have been lost on the way: the same release again gives it again.
            if let earlier = try store.held.released(request, in: transaction) { return earlier }
            let held = try store.held.held(heldID, in: transaction).orNotFound()
            guard let original = held.command else { throw RPCError.internal }
            let command = completed(original, by: request)
            let path = FieldPath("command")
            let findings = store.findings(in: command, at: path, against: reference)
            guard findings.rejections.isEmpty else { throw refused(findings.rejections) }
            guard findings.holds.isEmpty else {
                throw RPCError(
                    .failedPrecondition, .registration(.placeNotCoded), violations: findings.holds)
            }
            var writer = BatchWriter(
                store: store, transaction: transaction,
                origin: .init(
                    batchID: held.batchID, source: held.source,
                    collectedAtMilliseconds: held.collectedAtMilliseconds,
                    said: SaidAt(decided: held.saidAtMilliseconds), isFromRegistrar: true,
                    isNumberConfirmed: request.number != nil),
                now: store.currentTime)
            let result = try writer.apply(
                command, try CheckedCommand(original, findings: findings), at: path)
            // A rejection would lose the command: it stays held instead, as it does where more is wanted.
            guard result.outcome != .rejected, result.outcome != .held else {
                throw refused(result.violations)
            }
            let response = RegistrationV1.ReleaseHeldResponse(
                result: result, position: try writer.appendEvents())
            try store.held.release(request, response, in: transaction)
            return response
        }
    }

    private func refused(_ violations: [RPCV1.Violation]) -> RPCError {
        RPCError(
            .failedPrecondition, .registrationState(.heldRefused), violations: violations)
    }

    private func completed(
        _ command: RegistrationV1.Command, by request: RegistrationV1.ReleaseHeldRequest
    ) -> RegistrationV1.Command {
        var command = command
        if case .register(var action) = command.action,
            case .caseNumber(let number) = request.number
        {
            action.household?.caseNumber = number
            command.action = .register(action)
        }
        for coding in request.codings {
            // The last two names of the path say which place it is: "….household.origin.code".
            let field = coding.field.split(separator: ".").dropLast().last ?? ""
            command.code(place: String(field), as: coding.placeCode)
        }
        return command
    }
}

extension RegistrationV1.Command {
    mutating func code(place field: String, as code: String) {
        switch action {
        case .register(var action):
            action.household?.code(place: field, as: code)
            self.action = .register(action)
        case .preRegister(var action):
            action.household?.code(place: field, as: code)
            self.action = .preRegister(action)
        case .correct(var action):
            action.household?.code(place: field, as: code)
            self.action = .correct(action)
        case .depart(var action):
            if field == "destination" { action.destination?.code = code }
            self.action = .depart(action)
        case nil: break
        }
    }
}

extension RegistrationV1.Household {
    mutating func code(place field: String, as code: String) {
        switch field {
        case "place": place?.code = code
        case "origin": origin?.code = code
        default: break
        }
    }
}
