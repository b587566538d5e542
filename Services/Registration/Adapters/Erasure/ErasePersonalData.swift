import Access
import Basics
import Catalogue
import Messages
import RPC
import RegistrationCore
import Status
import Storage

/// Takes a household, or one person of it, out of the record and its log for good; of people who are in no household the
/// correction or the held command that names them.
///
/// What stays says nothing of anybody: ids, numbers of forms and of the household, when, why and on whose word. By these a
/// form that comes again is known and refused. Backups keep what they hold until they are gone themselves.
struct ErasePersonalData: Sendable {
    /// What a request is about.
    private enum Subject {
        case household(RegistrationV1.Household)
        case person(RegistrationV1.Person, of: RegistrationV1.Household)
        case correction(RegistrationV1.Correction, fingerprint: [UInt8])
        case held(RegistrationV1.HeldCommand)
        case erased(RegistrationV1.Erasure)
        /// Something that was erased, of which this database never knew.
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
            let now = store.currentTime
            var writer = BatchWriter(
                store: store, transaction: transaction,
                origin: .init(
                    source: caller, collectedAtMilliseconds: 0, said: SaidAt(now: now),
                    isFromRegistrar: false),
                now: now)
            var subject = try subject(of: request, in: transaction)
            var response = try answer(for: subject, in: transaction)
            guard !response.alreadyErased else { return response }
            // A household can have come back as several, one for each of its forms.
            var next = response
            while !next.alreadyErased, var erasure = next.erasure {
                if case .repeatedErasure(let before) = request.subject {
                    try take(formsOf: before, into: &erasure, in: transaction)
                }
                erasure.reason = reason
                erasure.erasedBy = caller
                erasure.erasedAtMilliseconds = now.millisecondsSinceEpoch
                try erase(subject, erasure, by: &writer)
                response.erasure = erasure
                subject = try self.subject(of: request, in: transaction)
                next = try answer(for: subject, in: transaction)
                guard !next.alreadyErased else { break }
                response.people += next.people
                response.held += next.held
                response.corrections += next.corrections
            }
            response.position = try writer.appendEvents()
            return response
        }
        // The old pages lie in the write-ahead log until then.
        try await store.database.checkpoint()
        return response
    }

    private func erase(
        _ subject: Subject, _ erasure: RegistrationV1.Erasure, by writer: inout BatchWriter
    ) throws {
        switch subject {
        case .household(let household): try writer.erase(household, erasure)
        case .person(let person, let household): try writer.erase(person, of: household, erasure)
        case .correction(let correction, _): try writer.erase(correction, erasure)
        case .held(let held): try writer.erase(held, erasure)
        case .unknown: try writer.note(erasure)
        case .erased: break
        }
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
        case .correctionID(let id):
            return try correction(try Field.id(id, "correction_id"), in: store).orNotFound()
        case .heldID(let id): return try held(try Field.id(id, "held_id"), in: store).orNotFound()
        case .repeatedErasure(let erasure):
            let subject = try repeated(try ErasureChecker.checked(erasure), in: store)
            // Of what is here the digests are made anew; of what is not, those of another key recognise nothing.
            if case .unknown = subject, try !self.store.erasures.key(in: store).fits(erasure) {
                throw RPCError(
                    .failedPrecondition, .registrationState(.erasureKeyForeign),
                    arguments: ["number": erasure.caseNumber])
            }
            return subject
        case nil: throw Field.invalid("subject", .registration(.required))
        }
    }

    /// What an erasure of before is about here: a household that came back by one of its forms has another id.
    private func repeated(
        _ erasure: RegistrationV1.Erasure, in store: some Querying
    ) throws -> Subject {
        if !erasure.personID.isEmpty {
            let whole = try self.store.erasures.erasure(of: erasure.householdID, in: store)
            if let whole { return .erased(whole) }
            do {
                return try person(erasure.personID, in: store)
            } catch let error as RPCError where error.code == .notFound {
                // Added after the backup: whoever comes as that person again is refused, as long as the household is the same.
                let household = try self.store.households.household(
                    erasure.householdID, in: store)
                guard household != nil else { throw error }
                return .unknown(erasure)
            }
        }
        if !erasure.correctionID.isEmpty {
            return try correction(erasure.correctionID, in: store) ?? .unknown(erasure)
        }
        for form in erasure.forms {
            let entry = try self.store.sourceKeys.entry(form.source, form.sourceKey, in: store)
            if let entry,
                let found = try self.store.households.household(entry.householdID, in: store)
            {
                return .household(found)
            }
        }
        if !erasure.heldID.isEmpty {
            return try held(erasure.heldID, in: store) ?? .unknown(erasure)
        }
        return try household(erasure.householdID, in: store) ?? .unknown(erasure)
    }

    /// Adds the forms of an erasure of before that nothing is known of here: they came after the backup, and are refused
    /// as well.
    private func take(
        formsOf before: RegistrationV1.Erasure, into erasure: inout RegistrationV1.Erasure,
        in store: some Querying
    ) throws {
        guard erasure.personID.isEmpty, !erasure.isOfRecordAlone else { return }
        let unknown = try before.forms.filter { form in
            try !erasure.forms.contains(form)
                && self.store.sourceKeys.entry(form.source, form.sourceKey, in: store) == nil
        }
        let room = max(0, RegistrationLimits.formsPerErasureMax - erasure.forms.count)
        erasure.forms += unknown.prefix(room)
    }

    private func household(_ id: [UInt8], in store: some Querying) throws -> Subject? {
        if let found = try self.store.households.household(id, in: store) {
            return .household(found)
        }
        return try erased(id, in: store) { $0.subjectID == $0.householdID }
    }

    private func correction(_ id: [UInt8], in store: some Querying) throws -> Subject? {
        try erased(id, in: store) { $0.correctionID == id }
            ?? self.store.corrections.correction(id, in: store).map {
                .correction($0.correction, fingerprint: $0.fingerprint)
            }
    }

    private func held(_ id: [UInt8], in store: some Querying) throws -> Subject? {
        try erased(id, in: store) { $0.heldID == id }
            ?? self.store.held.held(id, in: store).map { .held($0) }
    }

    private func person(_ id: [UInt8], in store: some Querying) throws -> Subject {
        guard let householdID = try self.store.households.householdID(ofPerson: id, in: store),
            let household = try self.store.households.household(householdID, in: store)
        else { return try erased(id, in: store) { $0.personID == id }.orNotFound() }
        guard household.members.count > 1 else {
            throw RPCError(
                .failedPrecondition, .registrationState(.lastPerson),
                arguments: ["number": household.caseNumber])
        }
        return .person(
            try household.members.first { $0.personID == id }.orNotFound(), of: household)
    }

    private func erased(
        _ id: [UInt8], in store: some Querying, where isOfKind: (RegistrationV1.Erasure) -> Bool
    ) throws -> Subject? {
        try self.store.erasures.erasure(of: id, in: store)
            .flatMap { isOfKind($0) ? .erased($0) : nil }
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
                    caseNumber: household.caseNumber,
                    personKeyDigest: PersonKey.isPlace(person.sourceKey)
                        ? [] : ErasureRows.digest(of: person.sourceKey, in: household.householdID)),
                people: 1, held: UInt32(extent.held.count),
                corrections: UInt32(extent.corrections.count))
        case .correction(let correction, let fingerprint):
            return .init(
                erasure: .init(
                    householdID: correction.householdID, caseNumber: correction.caseNumber,
                    correctionID: correction.correctionID, commandDigest: fingerprint),
                people: UInt32(correction.proposed?.members.count ?? 0), corrections: 1)
        case .held(let held): return try answer(for: held, in: store)
        }
    }

    private func answer(
        for held: RegistrationV1.HeldCommand, in store: some Querying
    ) throws -> RegistrationV1.ErasePersonalDataResponse {
        let form = RegistrationV1.FormKey(
            source: held.source, sourceKey: held.command?.sourceKey ?? "")
        var response = RegistrationV1.ErasePersonalDataResponse(
            erasure: .init(heldID: held.heldID), people: held.command?.namedCount ?? 0,
            held: 1)
        let entry = try self.store.sourceKeys.entry(form.source, form.sourceKey, in: store)
        let named = try held.command.flatMap {
            try self.store.households.household(namedBy: $0, in: store)
        }
        if let id = entry?.householdID ?? named?.householdID {
            response.erasure?.householdID = id
            response.erasure?.caseNumber =
                try self.store.households.household(id, in: store)?.caseNumber ?? ""
            response.erasure?.commandDigest =
                try held.command.map(CheckedCommand.fingerprint) ?? []
        } else if held.command?.isForm == true {
            // All that waits under it is of one household that is not there: it would bring the people back.
            let waiting = try self.store.held.waiting(form.source, form.sourceKey, in: store)
            response.erasure?.forms = [form]
            response.held = UInt32(waiting.count)
            response.people = waiting.map { $0.command?.namedCount ?? 0 }.max() ?? 0
        }
        return response
    }
}

extension RegistrationV1.Command {
    /// How many people it names; a departure names them by their keys, or nobody where all leave.
    fileprivate var namedCount: UInt32 {
        if case .depart(let action) = action { return UInt32(action.personKeys.count) }
        return UInt32(peopleCount)
    }
}
