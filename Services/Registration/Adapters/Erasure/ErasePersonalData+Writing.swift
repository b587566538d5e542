import Basics
import Messages
import RPC
import RegistrationCore
import Status
import Storage

extension BatchWriter {
    /// Erases a whole household.
    mutating func erase(
        _ household: RegistrationV1.Household, _ erasure: RegistrationV1.Erasure
    ) throws {
        let extent = try ErasureExtent(
            of: nil, in: household, store: store, reading: transaction)
        for id in extent.held { try store.held.remove(id, in: transaction) }
        try store.corrections.removeAll(for: household.householdID, in: transaction)
        try store.households.remove(household, in: transaction)
        try store.log.erase(try subject(of: household), in: transaction)
        try note(erasure)
    }

    /// Erases one person of a household that stays.
    mutating func erase(
        _ person: RegistrationV1.Person, of household: RegistrationV1.Household,
        _ erasure: RegistrationV1.Erasure
    ) throws {
        var left = household
        left.erase(person.personID)
        left.revision += 1
        let extent = try ErasureExtent(
            of: person, in: household, store: store, reading: transaction)
        for id in extent.held { try store.held.remove(id, in: transaction) }
        for var correction in extent.corrections {
            correction.erase(person.personID, from: household.revision, left: left)
            try store.corrections.update(correction, in: transaction)
        }
        try store.households.remove(person: person.personID, in: transaction)
        try store.households.save(left, at: now, in: transaction)
        try store.log.rewrite(try subject(of: household), in: transaction) { payload in
            var event = try RegistrationV1.Event(decoding: payload)
            event.erase(person.personID)
            return try event.encoded()
        }
        try note(erasure, left)
    }

    /// Erases what a correction said.
    func erase(
        _ correction: RegistrationV1.Correction, _ erasure: RegistrationV1.Erasure
    ) throws {
        var emptied = correction
        emptied.eraseValues()
        try store.corrections.update(emptied, in: transaction)
        try remember(erasure)
    }

    /// Erases something held.
    func erase(
        _ held: RegistrationV1.HeldCommand, _ erasure: RegistrationV1.Erasure
    ) throws {
        try store.held.remove(held.heldID, in: transaction)
        try remember(erasure)
    }

    /// Remembers an erasure and tells of it; nobody was ever told of what was in no household, nor of somebody who is not
    /// in it here.
    ///
    /// - Parameter left: the household, where it stays and was changed.
    mutating func note(
        _ erasure: RegistrationV1.Erasure, _ left: RegistrationV1.Household? = nil
    ) throws {
        try remember(erasure)
        guard !erasure.isOfRecordAlone, left != nil || erasure.personID.isEmpty else { return }
        try append(
            .personalDataErased(
                .init(
                    householdID: erasure.householdID,
                    personIDs: erasure.personID.isEmpty ? [] : [erasure.personID],
                    household: left, reason: erasure.reason, erasedBy: erasure.erasedBy)),
            kind: StoredEvent.erasureKind, subject: erasure.householdID)
    }

    /// Remembers an erasure, refuses its forms from now on, and takes away what waits under them.
    private func remember(_ erasure: RegistrationV1.Erasure) throws {
        try store.erasures.save(erasure, in: transaction)
        for form in erasure.forms {
            for waiting in try store.held.waiting(form.source, form.sourceKey, in: transaction) {
                try store.held.remove(waiting.heldID, in: transaction)
            }
            // No household has this id: that is how the form is known to be refused.
            try store.sourceKeys.save(
                form.source, form.sourceKey,
                .init(householdID: erasure.subjectID, fingerprint: [], saidAtMilliseconds: 0),
                in: transaction)
        }
    }

    private func subject(of household: RegistrationV1.Household) throws -> RecordID {
        guard let id = RecordID(bytes: household.householdID) else { throw RPCError.internal }
        return id
    }
}
