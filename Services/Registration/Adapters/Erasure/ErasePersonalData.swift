import Access
import Basics
import Catalogue
import Messages
import RPC
import RegistrationCore
import Status
import Storage

/// Takes a household, or one person of it, out of the record and its log for good.
///
/// What stays says nothing of anybody: ids, numbers of forms and of the household, when, why and on whose word. By these a
/// form that comes again is known and refused. Backups keep what they hold until they are gone themselves.
struct ErasePersonalData: Sendable {
    /// What a request is about.
    private enum Subject {
        case household(RegistrationV1.Household)
        case person(RegistrationV1.Person, of: RegistrationV1.Household)
        case erased(RegistrationV1.Erasure)
        /// A household that was erased, of which this database never knew.
        case unknown(RegistrationV1.Erasure)
    }

    let store: RegistrationStore

    func run(
        _ request: RegistrationV1.ErasePersonalDataRequest, _ call: Call
    ) async throws -> RegistrationV1.ErasePersonalDataResponse {
        let caller = try call.caller.subject
        if request.preview {
            return try await store.database.read { reading in
                try answer(for: try subject(of: request, in: reading), in: reading)
            }
        }
        var reason = request.reason
        if case .repeatedErasure(let erasure) = request.subject { reason = erasure.reason }
        guard [.requested, .mistaken, .danger, .expired].contains(reason) else {
            throw Field.invalid("reason", .registrationState(.erasureReasonInvalid))
        }
        let response = try await store.database.write { [reason] transaction in
            let subject = try subject(of: request, in: transaction)
            var response = try answer(for: subject, in: transaction)
            guard !response.alreadyErased, var erasure = response.erasure else { return response }
            let now = store.currentTime
            erasure.reason = reason
            erasure.erasedBy = caller
            erasure.erasedAtMilliseconds = now.millisecondsSinceEpoch
            var writer = BatchWriter(
                store: store, transaction: transaction,
                origin: .init(
                    source: caller, collectedAtMilliseconds: 0, said: SaidAt(now: now),
                    isFromRegistrar: false),
                now: now)
            switch subject {
            case .household(let household): try writer.erase(household, erasure)
            case .person(let person, let household):
                try writer.erase(person, of: household, erasure)
            case .unknown: try writer.note(erasure)
            case .erased: break
            }
            response.erasure = erasure
            response.position = try writer.appendEvents()
            return response
        }
        // The old pages lie in the write-ahead log until then.
        try await store.database.checkpoint()
        return response
    }

    private func subject(
        of request: RegistrationV1.ErasePersonalDataRequest, in store: some Querying
    ) throws -> Subject {
        switch request.subject {
        case .householdID(let id):
            return try household(try Field.id(id, "household_id"), in: store).orNotFound()
        case .caseNumber(let text):
            guard let number = CaseNumber(text)?.description else {
                throw Field.invalid("case_number", .registration(.caseNumberMalformed))
            }
            if let found = try self.store.households.household(caseNumber: number, in: store) {
                return .household(found)
            }
            return .erased(
                try self.store.erasures.erasure(caseNumber: number, in: store).orNotFound())
        case .personID(let id): return try person(try Field.id(id, "person_id"), in: store)
        case .repeatedErasure(let erasure):
            return try repeated(try ErasureChecker.checked(erasure), in: store)
        case nil: throw Field.invalid("subject", .registration(.required))
        }
    }

    /// What an erasure of before is about here: a household that came back by one of its forms has another id.
    private func repeated(
        _ erasure: RegistrationV1.Erasure, in store: some Querying
    ) throws -> Subject {
        if !erasure.personID.isEmpty {
            let whole = try self.store.erasures.erasure(of: erasure.householdID, in: store)
            return try whole.map { .erased($0) } ?? person(erasure.personID, in: store)
        }
        for form in erasure.forms {
            let entry = try self.store.sourceKeys.entry(form.source, form.sourceKey, in: store)
            if let entry,
                let found = try self.store.households.household(entry.householdID, in: store)
            {
                return .household(found)
            }
        }
        return try household(erasure.householdID, in: store) ?? .unknown(erasure)
    }

    private func household(_ id: [UInt8], in store: some Querying) throws -> Subject? {
        if let found = try self.store.households.household(id, in: store) {
            return .household(found)
        }
        return try self.store.erasures.erasure(of: id, in: store)
            .flatMap { $0.personID.isEmpty ? .erased($0) : nil }
    }

    private func person(_ id: [UInt8], in store: some Querying) throws -> Subject {
        guard let householdID = try self.store.households.householdID(ofPerson: id, in: store),
            let household = try self.store.households.household(householdID, in: store)
        else {
            let erasure = try self.store.erasures.erasure(of: id, in: store).orNotFound()
            guard erasure.personID == id else {
                throw RPCError(.notFound, .registrationState(.notFound))
            }
            return .erased(erasure)
        }
        guard household.members.count > 1 else {
            throw RPCError(
                .failedPrecondition, .registrationState(.lastPerson),
                arguments: ["number": household.caseNumber])
        }
        return .person(
            try household.members.first { $0.personID == id }.orNotFound(), of: household)
    }

    /// What would go.
    private func answer(
        for subject: Subject, in store: some Querying
    ) throws -> RegistrationV1.ErasePersonalDataResponse {
        switch subject {
        case .erased(let erasure): return .init(erasure: erasure, alreadyErased: true)
        case .unknown(let erasure): return .init(erasure: erasure)
        case .household(let household):
            let extent = try ErasureExtent(
                of: nil, in: household, store: self.store, reading: store)
            return .init(
                erasure: .init(
                    householdID: household.householdID, caseNumber: household.caseNumber,
                    forms: try self.store.sourceKeys.forms(of: household.householdID, in: store)),
                people: UInt32(household.members.count), held: UInt32(extent.held.count),
                corrections: UInt32(extent.corrections.count))
        case .person(let person, let household):
            let extent = try ErasureExtent(
                of: person, in: household, store: self.store, reading: store)
            return .init(
                erasure: .init(
                    householdID: household.householdID, personID: person.personID,
                    caseNumber: household.caseNumber),
                people: 1, held: UInt32(extent.held.count),
                corrections: UInt32(extent.corrections.count))
        }
    }
}

extension BatchWriter {
    /// Erases a whole household.
    fileprivate mutating func erase(
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
    fileprivate mutating func erase(
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
            correction.erase(person.personID, from: (household.revision, left.revision))
            try store.corrections.update(correction, in: transaction)
        }
        try store.households.remove(person: person.personID, in: transaction)
        try store.households.save(left, at: now, in: transaction)
        try store.log.rewrite(try subject(of: household), in: transaction) { payload in
            var event = try RegistrationV1.Event(decoding: payload)
            event.erase(person.personID)
            return try event.encoded()
        }
        let isPlace = PersonKey.isPlace(person.sourceKey)
        try note(
            erasure, left,
            personKey: isPlace
                ? [] : ErasureRows.digest(of: person.sourceKey, in: household.householdID))
    }

    /// Remembers an erasure and tells of it.
    ///
    /// - Parameter left: the household, where it stays.
    fileprivate mutating func note(
        _ erasure: RegistrationV1.Erasure, _ left: RegistrationV1.Household? = nil,
        personKey: [UInt8]? = nil
    ) throws {
        try store.erasures.save(erasure, personKey: personKey, in: transaction)
        for form in erasure.forms {
            try store.sourceKeys.save(
                form.source, form.sourceKey,
                .init(
                    householdID: erasure.householdID, fingerprint: [], saidAtMilliseconds: 0),
                in: transaction)
        }
        try append(
            .personalDataErased(
                .init(
                    householdID: erasure.householdID,
                    personIDs: erasure.personID.isEmpty ? [] : [erasure.personID],
                    household: left, reason: erasure.reason, erasedBy: erasure.erasedBy)),
            kind: StoredEvent.erasureKind, subject: erasure.householdID)
    }

    private func subject(of household: RegistrationV1.Household) throws -> RecordID {
        guard let id = RecordID(bytes: household.householdID) else { throw RPCError.internal }
        return id
    }
}
