import Access
import Basics
import Catalogue
import Messages
import RPC
import RegistrationCore
import Status
import Storage

/// Accepts or declines a proposed correction.
struct ReviewCorrection: Sendable {
    let store: RegistrationStore

    func run(
        _ request: RegistrationV1.ReviewCorrectionRequest, _ call: Call
    ) async throws -> RegistrationV1.ReviewCorrectionResponse {
        let id = try Field.id(request.correctionID, "correction_id")
        guard request.decision == .accepted || request.decision == .declined else {
            throw Field.invalid("decision", .registrationState(.reviewInvalid))
        }
        let reviewer = try call.caller.subject
        return try await store.database.write { transaction in
            var (correction, fingerprint) = try store.corrections.correction(id, in: transaction)
                .orNotFound()
            var writer = BatchWriter(
                store: store, transaction: transaction,
                origin: .init(
                    source: correction.source,
                    collectedAtMilliseconds: correction.collectedAtMilliseconds,
                    said: SaidAt(decided: correction.proposedAtMilliseconds),
                    isFromRegistrar: true),
                now: store.currentTime)
            // Deciding the same again is no error: an answer may have been lost on the way.
            if correction.state != request.decision {
                guard correction.state == .proposed else {
                    throw RPCError(.failedPrecondition, .registrationState(.correctionClosed))
                }
                if request.decision == .accepted {
                    try writer.accept(correction, fingerprint)
                }
                correction.state = request.decision
                correction.reviewedBy = reviewer
                try store.corrections.update(correction, in: transaction)
            }
            return .init(correction: correction, position: try writer.appendEvents())
        }
    }
}

extension BatchWriter {
    /// Makes the proposed values the household's own, unless it changed since they were proposed.
    ///
    /// - Parameter fingerprint: digest of what proposed them: a form's version is now the one in
    ///   force, so that going back to an earlier one is a correction again.
    mutating func accept(
        _ correction: RegistrationV1.Correction, _ fingerprint: [UInt8]
    ) throws {
        guard let proposed = correction.proposed else { throw RPCError.internal }
        let current = try store.households.household(correction.householdID, in: transaction)
            .orNotFound()
        guard current.revision == correction.current?.revision else {
            throw RPCError(
                .aborted, .registrationState(.revisionConflict),
                arguments: ["current": "\(current.revision)"])
        }
        try store.households.save(proposed, at: now, in: transaction)
        try takeForm(of: correction, fingerprint)
        try append(
            .householdRecorded(.init(household: proposed)), kind: "household_recorded",
            subject: proposed.householdID)
    }

    private func takeForm(
        of correction: RegistrationV1.Correction, _ fingerprint: [UInt8]
    ) throws {
        guard !correction.formKey.isEmpty else { return }
        let entry = try store.sourceKeys.entry(
            correction.source, correction.formKey, in: transaction)
        // The key may have come to mean another household while the correction waited.
        guard entry == nil || entry?.householdID == correction.householdID else { return }
        try store.sourceKeys.save(
            correction.source, correction.formKey,
            .init(
                householdID: correction.householdID, fingerprint: fingerprint,
                saidAtMilliseconds: origin.said.milliseconds),
            in: transaction)
    }
}
