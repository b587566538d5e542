public import Basics
import Catalogue
public import Messages
public import Status
public import Validation

/// Decides what a command does, from the command, what validation found in it, and what is already
/// there.
///
/// Pure: the same input gives the same decision but for new ids. It never makes a second household
/// of a key, id or case number that it knows, and never changes a registered household without a
/// registrar.
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
        if case .household(let current, let earlier) = known, earlier == fingerprint {
            return .unchanged(current)
        }
        guard findings.holds.isEmpty else {
            guard case .held(let heldID, let earlier) = known else {
                return .hold(findings.holds, replacing: nil)
            }
            return earlier == fingerprint
                ? .stillHeld(heldID: heldID, findings.holds)
                : .hold(findings.holds, replacing: heldID)
        }
        switch command.action {
        case .register(let action):
            return register(
                action.household ?? .init(), as: .registered, known, path.field("register"))
        case .preRegister(let action):
            return register(
                action.household ?? .init(), as: .preRegistered, known, path.field("pre_register"))
        case .correct(let action):
            return correct(action.household ?? .init(), known, path.field("correct"))
        case .depart(let action):
            return depart(action, known, path.field("depart"))
        case nil:
            return .reject([RPCV1.Violation(path.field("action").text, .registration(.required))])
        }
    }

    private func register(
        _ household: RegistrationV1.Household, as stage: RegistrationV1.Stage, _ known: Known,
        _ path: FieldPath
    ) -> Decision {
        guard case .household(let current, _) = known else {
            guard household.householdID.isEmpty else { return unknownHousehold(path) }
            return .create(created(household, as: stage))
        }
        switch (current.stage, stage) {
        case (.preRegistered, .registered):
            switch HouseholdMerge(current: current, ids: ids).merged(household, stage: .registered)
            {
            case .success(let completed): return .complete(completed)
            case .failure(let unknown): return .reject([unknown.violation(at: path)])
            }
        case (.registered, .preRegistered):
            // A light record says nothing that the full one does not.
            return .unchanged(current)
        default:
            return propose(household, current, path)
        }
    }

    private func correct(
        _ household: RegistrationV1.Household, _ known: Known, _ path: FieldPath
    ) -> Decision {
        guard case .household(let current, _) = known else { return unknownHousehold(path) }
        return propose(household, current, path)
    }

    private func propose(
        _ household: RegistrationV1.Household, _ current: RegistrationV1.Household,
        _ path: FieldPath
    ) -> Decision {
        switch HouseholdMerge(current: current, ids: ids).merged(household, stage: current.stage) {
        case .failure(let unknown):
            return .reject([unknown.violation(at: path)])
        case .success(let proposed):
            let changed = HouseholdDifference.changedFields(from: current, to: proposed)
            return changed.isEmpty
                ? .unchanged(current) : .propose(proposed, changedFields: changed, current: current)
        }
    }

    private func depart(
        _ departure: RegistrationV1.Depart, _ known: Known, _ path: FieldPath
    ) -> Decision {
        guard case .household(var household, _) = known else { return unknownHousehold(path) }
        let keys = Set(departure.personKeys)
        let knownKeys = Set(household.members.map(\.sourceKey))
        for (index, key) in departure.personKeys.enumerated() where !knownKeys.contains(key) {
            return .reject([
                RPCV1.Violation(
                    path.element("person_keys", index).text, .registrationState(.personUnknown))
            ])
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
        guard !departed.isEmpty else { return .unchanged(household) }
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
        return created
    }

    private func unknownHousehold(_ path: FieldPath) -> Decision {
        .reject([
            RPCV1.Violation(path.field("household_id").text, .registrationState(.householdUnknown))
        ])
    }
}

/// What a source calls a member: its own key, or the place in the list.
enum PersonKey {
    static func of(_ person: RegistrationV1.Person, at index: Int) -> String {
        person.sourceKey.isEmpty ? "#\(index + 1)" : person.sourceKey
    }

    /// Whether a key only tells the place in the list.
    static func isPlace(_ key: String) -> Bool {
        key.hasPrefix("#")
    }
}
