public import Basics
import Catalogue
public import Messages
public import Status
public import Validation

/// Decides what a command does, from the command, what validation found in it, and what is already
/// there.
///
/// Pure: the same input gives the same decision but for new ids. It never makes a second household
/// of a key, id or case number that it knows, never takes one family for another because of a key
/// or a number alone, never changes a registered household without a registrar, but for the
/// departures that its own team reports, and never lets what a source said earlier stand against
/// what it said later.
public struct CommandDecider: Sendable {
    private let ids: RecordIDGenerator

    /// - Parameter ids: makes the ids of new households and people.
    public init(ids: RecordIDGenerator) { self.ids = ids }

    /// - Parameters:
    ///   - fingerprint: digest of the command's content.
    ///   - path: where the command stands in the request, for errors.
    public func decide(
        _ command: RegistrationV1.Command, findings: Findings, known: Known, fingerprint: [UInt8],
        at path: FieldPath
    ) -> Decision {
        guard findings.rejections.isEmpty else { return .reject(findings.rejections) }
        let decision: Decision
        do throws(Refusal) {
            decision = try action(of: command, known, fingerprint, path)
        } catch {
            return .reject([error.violation])
        }
        var waitsFor = findings.holds
        switch decision {
        case .unchanged, .outdated, .stillHeld, .reject, .hold: return decision
        case .depart where !known.isDepartureTrusted:
            waitsFor.append(
                RPCV1.Violation(
                    path.field("depart").field("case_number").text,
                    .registrationState(.registrarNeeded)))
        case .complete(let household) where isNumberDoubtful(command, known):
            waitsFor.append(
                RPCV1.Violation(
                    path.field("register.household.case_number").text,
                    .registrationState(.caseNumberDoubtful), ["number": household.caseNumber]))
        case .create, .complete, .propose, .depart: break
        }
        // What is on record all the same is not said anew.
        guard !known.isCommandErased else {
            return .reject([
                RPCV1.Violation(
                    path.field("source_key").text, .registrationState(.commandErased))
            ])
        }
        guard !waitsFor.isEmpty else { return decision }
        return known.waiting.contains(command) ? .stillHeld(waitsFor) : .hold(waitsFor)
    }

    /// Whether a command about a household may name one of its people.
    public func mayName(
        _ person: RegistrationV1.Person, of household: RegistrationV1.Household,
        in command: RegistrationV1.Command
    ) -> Bool {
        switch command.action {
        case .depart(let action): return action.personKeys.contains(person.sourceKey)
        // What is said in words may be about anybody.
        case .correct(let action) where !action.justification.isEmpty: return true
        default: break
        }
        let people = HouseholdMerge(current: household, ids: ids, isSourcesOwn: false)
            .personIDs(of: command.household ?? .init())
        return people.contains { $0.isEmpty || $0 == person.personID }
    }

    /// What the command does once nothing is waited for.
    private func action(
        of command: RegistrationV1.Command, _ known: Known, _ fingerprint: [UInt8],
        _ path: FieldPath
    ) throws(Refusal) -> Decision {
        guard !known.isErased else {
            throw Refusal(
                RPCV1.Violation(path.field("source_key").text, .registrationState(.erased)))
        }
        let current = try household(of: command, known, fingerprint, path)
        if known.waitingLater.contains(where: { $0.replaces(command) }) {
            return outdated(current, path)
        }
        switch command.action {
        case .register(let action):
            return try form(
                action.household ?? .init(), as: .registered, of: current, known, fingerprint,
                path.field("register"))
        case .preRegister(let action):
            return try form(
                action.household ?? .init(), as: .preRegistered, of: current, known, fingerprint,
                path.field("pre_register"))
        case .correct(let action):
            let path = path.field("correct")
            guard let current else { throw unknownHousehold(path) }
            return try propose(
                action.household ?? .init(), current, known, isForm: false, path)
        case .depart(let action):
            let path = path.field("depart")
            guard let current else { throw unknownHousehold(path) }
            return try depart(action, current, path)
        case nil:
            throw Refusal(RPCV1.Violation(path.field("action").text, .registration(.required)))
        }
    }

    /// The household that a command is about: the one that it names by id or case number, else the
    /// one that its key means. A form may bring a new number that a team assigned offline, so in it
    /// a number that no household has names nothing.
    private func household(
        of command: RegistrationV1.Command, _ known: Known, _ fingerprint: [UInt8],
        _ path: FieldPath
    ) throws(Refusal) -> RegistrationV1.Household? {
        let keyed = known.keyed?.household
        // The same form again is about whom it was taken for, also where its number was put right.
        if known.keyed?.fingerprint == fingerprint { return keyed }
        let (id, number) = command.householdName
        guard let named = known.named else {
            return id.isEmpty && (command.isForm || number.isEmpty) ? keyed : nil
        }
        if let keyed, keyed.householdID != named.householdID {
            throw Refusal(
                RPCV1.Violation(
                    path.field("source_key").text, .registrationState(.keyOfAnother),
                    ["number": keyed.caseNumber]))
        }
        return named
    }

    private func form(
        _ household: RegistrationV1.Household, as stage: RegistrationV1.Stage,
        of current: RegistrationV1.Household?, _ known: Known, _ fingerprint: [UInt8],
        _ path: FieldPath
    ) throws(Refusal) -> Decision {
        if let current, known.keyed?.fingerprint == fingerprint {
            return unchanged(
                household, current, known, isFormInForce: known.keyed?.isLater != true)
        }
        if stage == .preRegistered, current?.stage != .registered,
            known.waiting.contains(where: \.isRegistration)
        {
            return .stillHeld([
                RPCV1.Violation(path.text, .registrationState(.registrationWaits))
            ])
        }
        guard let current else {
            guard household.householdID.isEmpty else { throw unknownHousehold(path) }
            return .create(created(household, as: stage))
        }
        if current.stage == .preRegistered, stage == .registered {
            return .complete(
                try HouseholdMerge(
                    current: current, ids: ids, isSourcesOwn: known.keyed != nil,
                    erased: known.erasedMembers
                ).merged(household, stage: .registered, at: path))
        }
        try checkNumber(household, current, known, path)
        if current.stage == .registered, stage == .preRegistered {
            // A light record says nothing that the full one does not.
            return unchanged(household, current, known, isFormInForce: false)
        }
        return try propose(household, current, known, isForm: true, path)
    }

    /// A number copied wrongly, or assigned twice, must not make one family of two.
    private func checkNumber(
        _ household: RegistrationV1.Household, _ current: RegistrationV1.Household, _ known: Known,
        _ path: FieldPath
    ) throws(Refusal) {
        guard household.householdID.isEmpty, known.keyed == nil,
            !HouseholdMerge(current: current, ids: ids, isSourcesOwn: false)
                .sharesPerson(with: household)
        else { return }
        throw Refusal(
            RPCV1.Violation(
                path.field("household").field("case_number").text,
                .registrationState(.caseNumberTaken), ["number": current.caseNumber]))
    }

    /// Whether a number alone, which may be copied wrongly, says that a registration is of a pre-registered household.
    private func isNumberDoubtful(
        _ command: RegistrationV1.Command, _ known: Known
    ) -> Bool {
        guard !known.isNumberConfirmed, known.keyed == nil, let named = known.named,
            let household = command.household, household.householdID.isEmpty
        else { return false }
        return !Resemblance.exists(between: household, and: named)
    }

    private func unchanged(
        _ household: RegistrationV1.Household, _ current: RegistrationV1.Household, _ known: Known,
        isFormInForce: Bool
    ) -> Decision {
        .unchanged(
            current,
            personIDs: HouseholdMerge(
                current: current, ids: ids, isSourcesOwn: known.keyed != nil,
                erased: known.erasedMembers
            ).personIDs(of: household),
            isFormInForce: isFormInForce)
    }

    private func propose(
        _ household: RegistrationV1.Household, _ current: RegistrationV1.Household, _ known: Known,
        isForm: Bool, _ path: FieldPath
    ) throws(Refusal) -> Decision {
        if known.keyed?.isLater == true { return outdated(current, path) }
        let proposed = try HouseholdMerge(
            current: current, ids: ids, isSourcesOwn: known.keyed != nil,
            erased: known.erasedMembers
        ).merged(household, stage: current.stage, at: path)
        let changed = HouseholdDifference.changedFields(from: current, to: proposed)
        return changed.isEmpty
            ? unchanged(household, current, known, isFormInForce: isForm)
            : .propose(proposed, changedFields: changed, current: current)
    }

    private func outdated(
        _ current: RegistrationV1.Household?, _ path: FieldPath
    ) -> Decision {
        .outdated(
            current, RPCV1.Violation(path.text, .registrationState(.formOutdated)))
    }

    private func depart(
        _ departure: RegistrationV1.Depart, _ current: RegistrationV1.Household,
        _ path: FieldPath
    ) throws(Refusal) -> Decision {
        var household = current
        let keys = Set(departure.personKeys)
        let knownKeys = Set(household.members.map(\.sourceKey))
        for (index, key) in departure.personKeys.enumerated() where !knownKeys.contains(key) {
            throw Refusal(
                RPCV1.Violation(
                    path.element("person_keys", index).text, .registrationState(.personUnknown)))
        }
        var departed: [[UInt8]] = []
        for index in household.members.indices {
            let member = household.members[index]
            guard member.presence == .present, keys.isEmpty || keys.contains(member.sourceKey)
            else {
                continue
            }
            household.members[index].presence = .departed
            departed.append(member.personID)
        }
        let size = HouseholdSize.left(
            of: household, departed: departed.count, isWholeHousehold: keys.isEmpty)
        // Of a pre-registered household people may be left whom nobody named.
        guard !departed.isEmpty || size < current.peoplePresent else {
            return .unchanged(current, personIDs: [], isFormInForce: false)
        }
        household.peoplePresent = size
        household.revision += 1
        return .depart(household, personIDs: departed)
    }

    private func created(
        _ household: RegistrationV1.Household, as stage: RegistrationV1.Stage
    ) -> RegistrationV1.Household {
        var created = household
        created.householdID = ids.next().bytes
        created.stage = stage
        created.revision = 1
        created.declaredSize = max(household.declaredSize, UInt32(household.members.count))
        created.members = household.members.enumerated().map { index, person in
            var person = person
            person.personID = ids.next().bytes
            person.sourceKey = PersonKey.of(person, at: index)
            person.presence = .present
            return person
        }
        created.peoplePresent = HouseholdSize.declared(of: created)
        return created
    }

    private func unknownHousehold(_ path: FieldPath) -> Refusal {
        Refusal(
            RPCV1.Violation(path.field("household_id").text, .registrationState(.householdUnknown)))
    }
}

extension RegistrationV1.Command {
    fileprivate var isRegistration: Bool {
        if case .register = action { true } else { false }
    }
}
