import Access
import Basics
import Following
import Messages
import RegistrationCore
import Status
import Storage
import Validation

/// Carries out commands inside one transaction: decisions, rows, events.
struct BatchWriter {
    /// Where commands come from.
    struct Origin {
        /// Empty where no batch caused the change.
        var batchID: [UInt8] = []
        let source: String
        /// When the team closed the batch, UTC milliseconds; 0 where it did not say.
        let collectedAtMilliseconds: Int64
        /// When the source said it, by the region's clock.
        let said: SaidAt
        /// Whether a registrar hands the commands in, or releases them.
        let isFromRegistrar: Bool
        /// Whether a registrar says which case number the household has.
        var isNumberConfirmed = false
    }

    let store: RegistrationStore
    let transaction: Transaction
    let origin: Origin
    let now: Timestamp
    private(set) var events: [NewEvent] = []

    var source: String { origin.source }

    init(store: RegistrationStore, transaction: Transaction, origin: Origin, now: Timestamp) {
        self.store = store
        self.transaction = transaction
        self.origin = origin
        self.now = now
    }

    /// Decides and carries out one command.
    mutating func apply(
        _ command: RegistrationV1.Command, _ checked: CheckedCommand, at path: FieldPath
    ) throws -> RegistrationV1.CommandResult {
        let waiting = try store.held.waiting(source, command.sourceKey, in: transaction)
        let known = try known(for: command, checked, waiting)
        var findings = checked.findings
        if known.keyed != nil || known.named != nil {
            // It has its number already.
        } else if command.household?.caseNumber.isEmpty == false {
            findings.rejectUnissuedNumber(
                in: command, prefix: store.caseNumbers.prefix,
                highest: try store.caseNumbers.highest(in: transaction), at: path)
        }
        let decision = store.decider.decide(
            command, findings: findings, known: known, fingerprint: checked.fingerprint, at: path)
        switch decision {
        case .reject, .stillHeld, .outdated: break
        default:
            for earlier in waiting where earlier.command.map(command.replaces) == true {
                try store.held.remove(earlier.heldID, in: transaction)
            }
        }
        var result = RegistrationV1.CommandResult(sourceKey: command.sourceKey)
        try carryOut(
            decision, of: command, known, fingerprint: checked.fingerprint, into: &result)
        return result
    }

    /// Appends the events and gives the position after the last.
    func appendEvents() throws -> CommonV1.LogPosition {
        let position = try store.log.append(in: transaction, events)
        return CommonV1.LogPosition(position, eventID: events.last?.id)
    }

    private func known(
        for command: RegistrationV1.Command, _ checked: CheckedCommand,
        _ waiting: [RegistrationV1.HeldCommand]
    ) throws -> Known {
        var known = Known(
            named: try store.households.household(namedBy: command, in: transaction),
            waiting: waiting.compactMap(\.command),
            waitingLater: waiting.filter { origin.said.isBefore($0.saidAtMilliseconds) }
                .compactMap(\.command),
            isNumberConfirmed: origin.isNumberConfirmed)
        if let entry = try store.sourceKeys.entry(source, command.sourceKey, in: transaction) {
            let household =
                known.named?.householdID == entry.householdID
                ? known.named
                : try store.households.household(entry.householdID, in: transaction)
            known.keyed = household.map {
                .init(
                    $0, fingerprint: entry.fingerprint,
                    isLater: origin.said.isBefore(entry.saidAtMilliseconds))
            }
            known.isErased = household == nil
        }
        if known.named == nil, try isErased(nameIn: command) { known.isErased = true }
        if let household = known.named ?? known.keyed?.household {
            known.erasedMembers = try erasedMembers(command, of: household)
            known.isCommandErased = try store.erasures.isErased(
                command: checked.fingerprint, in: transaction)
        }
        if case .depart = command.action, let named = known.named, !origin.isFromRegistrar {
            known.isDepartureTrusted = try isFromOwnTeam(named)
        }
        return known
    }

    /// Whether the household that a command names by id or case number was erased.
    private func isErased(nameIn command: RegistrationV1.Command) throws -> Bool {
        let (id, number) = command.householdName
        if !id.isEmpty { return try store.erasures.erasure(of: id, in: transaction) != nil }
        guard let number = CaseNumber(number) else { return false }
        return try store.erasures.erasure(caseNumber: number.description, in: transaction) != nil
    }

    private func erasedMembers(
        _ command: RegistrationV1.Command, of household: RegistrationV1.Household
    ) throws -> ErasedMembers? {
        let keys = Set(
            try store.erasures.personKeys(of: household.householdID, in: transaction))
        guard !keys.isEmpty, let members = command.household?.members else { return nil }
        let key = try store.erasures.key(in: transaction)
        let keyed = members.indices.filter {
            let digest = ErasureRows.digest(
                of: members[$0].sourceKey, in: household.householdID)
            return keys.contains(digest) || keys.contains(key.sealed(digest))
        }
        return ErasedMembers(keyed: Set(keyed))
    }

    /// Whether the team whose batch this is, on this or another of its devices, handed in a
    /// household.
    private func isFromOwnTeam(_ household: RegistrationV1.Household) throws -> Bool {
        let team = BatchSource.subject(of: source)
        return try store.sourceKeys.sources(of: household.householdID, in: transaction)
            .contains { BatchSource.subject(of: $0) == team }
    }

    private mutating func carryOut(
        _ decision: Decision, of command: RegistrationV1.Command, _ known: Known,
        fingerprint: [UInt8], into result: inout RegistrationV1.CommandResult
    ) throws {
        switch decision {
        case .create(var household):
            household.caseNumber = try store.caseNumbers.number(for: household, in: transaction)
            let isFull = household.stage == .registered
            result.outcome = isFull ? .registered : .preRegistered
            result.name(household, membersOf: command)
            try record(household, command, fingerprint)
        case .complete(let household):
            result.outcome = .registered
            result.name(household, membersOf: command)
            try record(household, command, fingerprint)
        case .unchanged(let household, let personIDs, let isFormInForce):
            result.outcome = .unchanged
            result.name(household, personIDs)
            if isFormInForce { try withdraw(command, known, fingerprint) }
        case .propose(let proposed, let changed, let current):
            result.outcome = .correctionProposed
            result.name(proposed, membersOf: command)
            try propose(proposed, changed, current, command, fingerprint)
        case .depart(let household, let personIDs):
            result.outcome = .departed
            result.name(household, personIDs)
            try depart(household, personIDs, command)
        case .outdated(let household, let violation):
            result.outcome = .outdated
            if let household { result.name(household, []) }
            result.violations = [violation]
        case .hold(let violations):
            result.outcome = .held
            result.violations = violations
            try hold(command, violations)
        case .stillHeld(let violations):
            result.outcome = .held
            result.violations = violations
        case .reject(let violations):
            result.outcome = .rejected
            result.violations = violations
        }
    }

    private mutating func record(
        _ household: RegistrationV1.Household, _ command: RegistrationV1.Command,
        _ fingerprint: [UInt8]
    ) throws {
        try store.households.save(household, at: now, in: transaction)
        try store.sourceKeys.save(
            source, command.sourceKey,
            .init(
                householdID: household.householdID, fingerprint: fingerprint,
                saidAtMilliseconds: origin.said.milliseconds), in: transaction)
        try append(
            .householdRecorded(.init(household: household)), kind: "household_recorded",
            subject: household.householdID)
    }

    /// Takes back what other versions of a form proposed: its present one is what is on record.
    private func withdraw(
        _ command: RegistrationV1.Command, _ known: Known, _ fingerprint: [UInt8]
    ) throws {
        guard let keyed = known.keyed else { return }
        for (var open, _) in try store.corrections.open(
            for: keyed.household.householdID, in: transaction)
        where open.source == source && open.formKey == command.sourceKey {
            open.state = .superseded
            try store.corrections.update(open, in: transaction)
        }
        try store.sourceKeys.save(
            source, command.sourceKey,
            .init(
                householdID: keyed.household.householdID, fingerprint: fingerprint,
                saidAtMilliseconds: origin.said.milliseconds), in: transaction)
    }

    private mutating func propose(
        _ proposed: RegistrationV1.Household, _ changed: [String],
        _ current: RegistrationV1.Household, _ command: RegistrationV1.Command,
        _ fingerprint: [UInt8]
    ) throws {
        try store.sourceKeys.note(
            source, command.sourceKey, saidAt: origin.said.milliseconds, in: transaction)
        for (var open, earlier) in try store.corrections.open(
            for: current.householdID, in: transaction) where open.source == source
        {
            // The same proposal again stays the one that it is, unless the household has changed
            // since: then it could not be accepted.
            if earlier == fingerprint, open.current?.revision == current.revision { return }
            open.state = .superseded
            try store.corrections.update(open, in: transaction)
        }
        var justification = ""
        if case .correct(let action) = command.action { justification = action.justification }
        let correction = RegistrationV1.Correction(
            correctionID: store.ids.next().bytes, householdID: current.householdID,
            caseNumber: current.caseNumber, state: .proposed, current: current, proposed: proposed,
            changedFields: changed, source: source, justification: justification,
            proposedAtMilliseconds: now.millisecondsSinceEpoch,
            formKey: command.isForm ? command.sourceKey : "",
            collectedAtMilliseconds: origin.collectedAtMilliseconds)
        try store.corrections.save(correction, fingerprint: fingerprint, in: transaction)
        try append(
            .correctionProposed(
                .init(correctionID: correction.correctionID, householdID: current.householdID)),
            kind: "correction_proposed", subject: current.householdID)
    }

    private mutating func depart(
        _ household: RegistrationV1.Household, _ personIDs: [[UInt8]],
        _ command: RegistrationV1.Command
    ) throws {
        guard case .depart(let action) = command.action else { return }
        try store.households.save(household, at: now, in: transaction)
        try append(
            .peopleDeparted(
                .init(
                    householdID: household.householdID, personIDs: personIDs,
                    departedOn: action.departedOn, destination: action.destination,
                    household: household)),
            kind: "people_departed", subject: household.householdID)
    }

    private mutating func hold(
        _ command: RegistrationV1.Command, _ violations: [RPCV1.Violation]
    ) throws {
        let held = RegistrationV1.HeldCommand(
            heldID: store.ids.next().bytes, batchID: origin.batchID, source: source,
            command: command, waitsFor: violations,
            heldSinceMilliseconds: now.millisecondsSinceEpoch,
            collectedAtMilliseconds: origin.collectedAtMilliseconds,
            saidAtMilliseconds: origin.said.milliseconds)
        try store.held.save(held, in: transaction)
        try append(
            .commandHeld(.init(heldID: held.heldID)), kind: "command_held", subject: held.heldID)
    }

    mutating func append(
        _ change: RegistrationV1.Event.Change, kind: String, subject: [UInt8]
    ) throws {
        guard let subjectID = RecordID(bytes: subject) else {
            preconditionFailure("ids of households are made here, of 16 bytes")
        }
        let event = RegistrationV1.Event(
            recordedAtMilliseconds: now.millisecondsSinceEpoch, batchID: origin.batchID,
            subjectID: subject, change: change,
            collectedAtMilliseconds: origin.collectedAtMilliseconds)
        events.append(
            NewEvent(
                id: store.ids.next(), subject: subjectID, kind: kind, recordedAt: now,
                payload: try event.encoded()))
    }
}

extension RegistrationV1.CommandResult {
    /// Says which household and people the result is about.
    fileprivate mutating func name(
        _ household: RegistrationV1.Household, _ personIDs: [[UInt8]]
    ) {
        householdID = household.householdID
        caseNumber = household.caseNumber
        self.personIDs = personIDs
    }

    /// Of a household that a command was put onto, whose members come first in it.
    fileprivate mutating func name(
        _ household: RegistrationV1.Household, membersOf command: RegistrationV1.Command
    ) {
        name(household, household.members.prefix(command.peopleCount).map(\.personID))
    }
}
