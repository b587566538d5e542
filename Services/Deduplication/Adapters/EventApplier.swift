import Basics
import DeduplicationCore
import Following
import Linkage
import Messages
import Storage

/// What an event of registration's log does here: records, the index, pairs and own events, in one transaction.
struct EventApplier: Sendable {
    let followed: FollowerState
    let records: RecordRows
    let pairs: PairRows
    let decisions: DecisionRows
    let engine: CandidateEngine
    let events: PairEvents
    let biometrics: BiometricChecks

    /// Applies one event, and goes on to link those that are expected behind it.
    ///
    /// - Throws: `UnapplicableEvent` for one that cannot be understood, before anything is changed.
    func apply(_ stored: StoredEvent, in transaction: Transaction) throws {
        let sequence = stored.position.sequence
        let last = try followed.cursor(in: transaction)?.position.sequence ?? 0
        let arrived = max(sequence, last + 1)
        if let arrival = engine.arrival(at: sequence, in: transaction) {
            return try take(arrival, arrived, in: transaction)
        }
        guard let event = try? RegistrationLog.event(stored) else {
            throw UnapplicableEvent(reason: "event_malformed")
        }
        let place = Place(
            sequence: sequence, arrival: arrived, batchID: event.batchID, event: event)
        try apply(at: place, in: transaction)
        engine.linkAhead(after: sequence, in: transaction)
    }

    private func apply(at place: Place, in transaction: Transaction) throws {
        let event = place.event
        switch event.change {
        case .householdRecorded(let change):
            try record(change.household ?? .init(), at: place, in: transaction)
        case .peopleDeparted(let change):
            // Those who left stay candidates: they may be registered again elsewhere.
            try record(change.household ?? .init(), at: place, in: transaction)
        case .personalDataErased(let change):
            if let household = change.household {
                try record(household, at: place, in: transaction)
                try erase(try change.personIDs.map(id), in: transaction)
            } else {
                try erase(try id(change.householdID), at: place, in: transaction)
            }
        case .correctionProposed, .commandHeld: break
        case nil: throw UnapplicableEvent(reason: "event_unknown")
        }
    }

    /// Takes back everything that was made from the log. What people decided stays, with the pair that it is about.
    func reset(in transaction: Transaction) throws {
        engine.forget(in: transaction)
        try biometrics.fingerprints.noteHouseholds(in: transaction)
        var last: [UInt8] = []
        while true {
            let open = try pairs.open(after: last, size: 500, in: transaction)
            guard let final = open.last else { break }
            last = final.pairID
            var withdrawn: [DeduplicationV1.Pair] = []
            for pair in open {
                var changed = pair
                if changed.withdraw() { withdrawn.append(changed) }
                // One that fingerprints keep open has lost what its records said.
                if changed != pair { try pairs.update(changed, in: transaction) }
            }
            try events.append(withdrawn: withdrawn, in: transaction)
        }
        try records.removeAll(in: transaction)
    }

    private struct Place {
        let sequence: UInt64
        /// When its people arrive: those of an event that was held back after all that were applied meanwhile, so that
        /// they are compared with those too.
        let arrival: UInt64
        let batchID: [UInt8]
        let event: RegistrationV1.Event
    }

    /// Takes a household that is new with all its people, who are in the index.
    private func take(
        _ arrival: Arrival, _ arrived: UInt64, in transaction: Transaction
    ) throws {
        for person in arrival.people {
            try records.save(
                person, household: arrival.household, sequence: arrived, in: transaction)
        }
        var screener = Screener(
            applier: self, transaction: transaction, batchID: arrival.event.batchID)
        try screener.take(arrival.findings, by: arrival.model)
        try screener.finish()
    }

    /// Takes a household's whole state: people may have come, changed or gone.
    private func record(
        _ household: RegistrationV1.Household, at place: Place, in transaction: Transaction
    ) throws {
        let householdID = try id(household.householdID)
        let known = try records.members(of: householdID, in: transaction)
        let members = try household.members.map { try id($0.personID) }
        let gone = Set(known.keys).subtracting(members).sorted()
        let changes = try zip(members, household.members).compactMap { personID, member in
            try PersonChange(member, in: household, by: place.event, known: known[personID])
        }
        guard !gone.isEmpty || !changes.isEmpty else { return }
        let touched = gone + changes.map(\.id)
        try engine.use(changing: touched, in: transaction) { index in
            try remove(gone, from: &index, in: transaction)
            // Not by the household: who comes from another has pairs that may have ceased.
            let new = Set(members.filter { !index.contains($0.bytes) })
            // The whole household first: its members are evidence for each other.
            for change in changes {
                try records.save(
                    change, household: householdID, sequence: place.arrival, in: transaction)
                index.insert(change.record)
            }
            var screener = Screener(applier: self, transaction: transaction, batchID: place.batchID)
            try screener.screen(members, new: new, with: &index)
            try screener.finish()
        }
    }

    private func erase(
        _ householdID: RecordID, at place: Place, in transaction: Transaction
    ) throws {
        let people = try records.members(of: householdID, in: transaction).keys.sorted()
        try engine.use(changing: people, in: transaction) { index in
            try remove(people, from: &index, in: transaction)
            try biometrics.forgetOrphans(ofHousehold: householdID, in: transaction)
            // Not by the people alone: a reset may have taken their records away and left their pairs.
            var affected = try pairs.pairs(ofHousehold: householdID, in: transaction)
            // Nor by the household alone: a pair whose other record is gone stays where it stood when its people move.
            for person in people {
                affected += try pairs.pairs(of: person, limit: .max, in: transaction)
            }
            try erase(affected, in: transaction)
        }
        engine.forgetErased()
    }

    /// Erases what is left of people who are on record no more.
    private func erase(_ people: [RecordID], in transaction: Transaction) throws {
        for person in people {
            try biometrics.forget(person, in: transaction)
            try erase(
                try pairs.pairs(of: person, limit: .max, in: transaction), in: transaction)
        }
        engine.forgetErased()
    }

    private func erase(_ affected: [DeduplicationV1.Pair], in transaction: Transaction) throws {
        var erased: Set<[UInt8]> = []
        for var pair in affected where erased.insert(pair.pairID).inserted {
            pair.erasePersonalData()
            try pairs.update(pair, in: transaction)
            try decisions.eraseComments(of: try pair.key, in: transaction)
        }
    }

    private func remove(
        _ people: [RecordID], from index: inout LinkageIndex,
        in transaction: Transaction
    ) throws {
        var withdrawn: [DeduplicationV1.Pair] = []
        for person in people {
            try records.remove(person, in: transaction)
            try biometrics.forget(person, in: transaction)
            index.remove(person.bytes)
            for var pair in try pairs.pairs(of: person, limit: .max, in: transaction)
            where pair.withdraw() {
                try pairs.update(pair, in: transaction)
                withdrawn.append(pair)
            }
        }
        try events.append(withdrawn: withdrawn, in: transaction)
    }

    private func id(_ bytes: [UInt8]) throws -> RecordID {
        guard let id = RecordID(bytes: bytes) else {
            throw UnapplicableEvent(reason: "id_malformed")
        }
        return id
    }
}

extension DeduplicationV1.Pair {
    /// The two people of a stored pair.
    ///
    /// - Throws: `StorageError` where the stored pair does not name two.
    var key: PairKey {
        get throws {
            guard let one = RecordID(bytes: earlier?.personID ?? []),
                let other = RecordID(bytes: later?.personID ?? []), one != other
            else { throw StorageError(.unreadable, "a stored pair does not name two people") }
            return PairKey(one, other)
        }
    }
}
