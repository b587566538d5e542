import Access
import Basics
import Following
import Messages
import RegistrationCore
import Status
import Storage

/// Carries out one batch inside one transaction: decisions, rows, events, receipt.
struct BatchWriter {
    let store: RegistrationStore
    let transaction: Transaction
    let batchID: [UInt8]
    let source: String
    let now: Timestamp
    private(set) var events: [NewEvent] = []

    init(
        store: RegistrationStore, transaction: Transaction, batchID: [UInt8], source: String,
        now: Timestamp
    ) {
        self.store = store
        self.transaction = transaction
        self.batchID = batchID
        self.source = source
        self.now = now
    }

    /// Decides and carries out one command.
    mutating func apply(
        _ command: RegistrationV1.Command, _ checked: CheckedCommand, at path: FieldPath
    ) throws -> RegistrationV1.CommandResult {
        let entry = try store.sourceKeys.entry(source, command.sourceKey, in: transaction)
        let known = try known(for: command, entry)
        var findings = checked.findings
        if case .household = known {
            // It has its number already.
        } else if command.household?.caseNumber.isEmpty == false {
            findings.rejectUnissuedNumber(
                in: command, prefix: store.caseNumbers.prefix,
                highest: try store.caseNumbers.highest(in: transaction), at: path)
        }
        let decision = store.decider.decide(
            command, findings: findings, known: known, fingerprint: checked.fingerprint, at: path)
        var result = RegistrationV1.CommandResult(sourceKey: command.sourceKey)
        try carryOut(
            decision, of: command, entry, fingerprint: checked.fingerprint, into: &result)
        return result
    }

    /// Appends the events and gives the position after the last.
    func appendEvents() throws -> CommonV1.LogPosition {
        let position = try store.log.append(in: transaction, events)
        return CommonV1.LogPosition(position, eventID: events.last?.id)
    }

    private func known(
        for command: RegistrationV1.Command, _ entry: SourceKeyRows.Entry?
    ) throws -> Known {
        if let named = try namedHousehold(command) {
            let isSame = entry?.householdID == named.householdID
            return .household(named, fingerprint: isSame ? entry?.fingerprint ?? [] : [])
        }
        guard command.namesNoHousehold, let entry else { return .nothing }
        if let heldID = entry.heldID {
            return .held(heldID: heldID, fingerprint: entry.fingerprint)
        }
        guard let id = entry.householdID,
            let household = try store.households.household(id, in: transaction)
        else { return .nothing }
        return .household(household, fingerprint: entry.fingerprint)
    }

    /// The household that a command names by id or case number, which outranks the source's key.
    private func namedHousehold(
        _ command: RegistrationV1.Command
    ) throws -> RegistrationV1.Household? {
        let (id, number) = command.householdName
        if !id.isEmpty { return try store.households.household(id, in: transaction) }
        guard let number = CaseNumber(number) else { return nil }
        return try store.households.household(caseNumber: number.description, in: transaction)
    }

    private mutating func carryOut(
        _ decision: Decision, of command: RegistrationV1.Command, _ entry: SourceKeyRows.Entry?,
        fingerprint: [UInt8],
        into result: inout RegistrationV1.CommandResult
    ) throws {
        switch decision {
        case .create(var household):
            household.caseNumber = try store.caseNumbers.number(
                for: household, in: transaction)
            let isFull = household.stage == .registered
            result.outcome = isFull ? .registered : .preRegistered
            try record(household, command, entry, fingerprint, into: &result)
        case .complete(let household):
            result.outcome = .registered
            try record(household, command, entry, fingerprint, into: &result)
        case .unchanged(let household):
            result.outcome = .unchanged
            result.name(household)
        case .propose(let household, let changed, let current):
            result.outcome = .correctionProposed
            result.name(current)
            try propose(household, changed, current, command, fingerprint)
        case .depart(let household, let personIDs):
            result.outcome = .departed
            result.name(household)
            try depart(household, personIDs, command)
        case .hold(let violations, let replaced):
            result.outcome = .held
            result.violations = violations
            if let replaced { try store.held.remove(replaced, in: transaction) }
            try hold(command, violations, entry, fingerprint)
        case .stillHeld(_, let violations):
            result.outcome = .held
            result.violations = violations
        case .reject(let violations):
            result.outcome = .rejected
            result.violations = violations
        }
    }

    private mutating func record(
        _ household: RegistrationV1.Household, _ command: RegistrationV1.Command,
        _ earlier: SourceKeyRows.Entry?, _ fingerprint: [UInt8],
        into result: inout RegistrationV1.CommandResult
    ) throws {
        if let heldID = earlier?.heldID { try store.held.remove(heldID, in: transaction) }
        try store.households.save(household, at: now, in: transaction)
        try store.sourceKeys.save(
            source, command.sourceKey,
            .init(householdID: household.householdID, heldID: nil, fingerprint: fingerprint),
            in: transaction)
        try append(
            .householdRecorded(.init(household: household)), kind: "household_recorded",
            subject: household.householdID)
        result.name(household)
    }

    private mutating func propose(
        _ proposed: RegistrationV1.Household, _ changed: [String],
        _ current: RegistrationV1.Household, _ command: RegistrationV1.Command,
        _ fingerprint: [UInt8]
    ) throws {
        for (var open, earlier) in try store.corrections.open(
            for: current.householdID, in: transaction) where open.source == source
        {
            // The same proposal again stays the one that it is.
            if earlier == fingerprint { return }
            open.state = .superseded
            try store.corrections.update(open, in: transaction)
        }
        var justification = ""
        if case .correct(let action) = command.action { justification = action.justification }
        let correction = RegistrationV1.Correction(
            correctionID: store.ids.next().bytes, householdID: current.householdID,
            caseNumber: current.caseNumber, state: .proposed, current: current, proposed: proposed,
            changedFields: changed, source: source, justification: justification,
            proposedAtMilliseconds: now.millisecondsSinceEpoch)
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
        _ command: RegistrationV1.Command, _ violations: [RPCV1.Violation],
        _ earlier: SourceKeyRows.Entry?, _ fingerprint: [UInt8]
    ) throws {
        // A key that means a household does not say that a command of the same source waits.
        for waiting in try store.held.waiting(source, command.sourceKey, in: transaction) {
            if waiting.command == command { return }
            if waiting.command?.isSameKind(as: command) == true {
                try store.held.remove(waiting.heldID, in: transaction)
            }
        }
        let held = RegistrationV1.HeldCommand(
            heldID: store.ids.next().bytes, batchID: batchID, source: source, command: command,
            waitsFor: violations, heldSinceMilliseconds: now.millisecondsSinceEpoch)
        try store.held.save(held, in: transaction)
        // A key that already means a household goes on meaning it.
        if earlier?.householdID == nil {
            try store.sourceKeys.save(
                source, command.sourceKey,
                .init(householdID: nil, heldID: held.heldID, fingerprint: fingerprint),
                in: transaction)
        }
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
            recordedAtMilliseconds: now.millisecondsSinceEpoch, batchID: batchID,
            subjectID: subject,
            change: change)
        events.append(
            NewEvent(
                id: store.ids.next(), subject: subjectID, kind: kind, recordedAt: now,
                payload: try event.encoded()))
    }
}

extension RegistrationV1.Command {
    /// Id and case number by which it names a household; both may be empty.
    var householdName: (id: [UInt8], caseNumber: String) {
        if case .depart(let action) = action { return (action.householdID, action.caseNumber) }
        return (household?.householdID ?? [], household?.caseNumber ?? "")
    }

    /// Whether both do the same: of two such commands under one key the later one counts.
    func isSameKind(as other: RegistrationV1.Command) -> Bool {
        switch (action, other.action) {
        case (.register, .register), (.preRegister, .preRegister), (.correct, .correct),
            (.depart, .depart):
            true
        default: false
        }
    }

    /// Whether only the source's key says which household is meant.
    ///
    /// A registration may bring a new case number that a team assigned offline, so for it a number
    /// alone names nothing unless a household has it.
    var namesNoHousehold: Bool {
        let (id, number) = householdName
        guard id.isEmpty else { return false }
        switch action {
        case .register, .preRegister: return true
        default: return number.isEmpty
        }
    }
}

extension RegistrationV1.CommandResult {
    /// Says which household and people the result is about.
    mutating func name(_ household: RegistrationV1.Household) {
        householdID = household.householdID
        caseNumber = household.caseNumber
        personIDs = household.members.map(\.personID)
    }
}
