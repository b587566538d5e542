import Access
import Basics
import Catalogue
import Messages
import Operations
import RPC
import Reference
import RegistrationCore
import Status
import Storage
import Validation

/// Answers `jatigi.registration.v1`.
struct RegistrationHandlers: Sendable {
    typealias Service = RegistrationV1.RegistrationService

    let store: RegistrationStore
    let sealed: SealedInput?

    func register(in table: inout HandlerTable) {
        table.handle(Service.submitBatch) { try await submitBatch($0, $1) }
        table.handle(Service.getBatch) { try await getBatch($0, $1) }
        table.handle(Service.getHousehold) { request, _ in try await getHousehold(request) }
        table.handle(Service.getPerson) { request, _ in try await getPerson(request) }
        table.handle(Service.listHouseholds) { request, _ in
            try await ListHouseholds(store: store).run(request)
        }
        table.handle(Service.listHeld) { request, _ in try await listHeld(request) }
        table.handle(Service.releaseHeld) { try await ReleaseHeld(store: store).run($0, $1) }
        table.handle(Service.listCorrections) { request, _ in try await listCorrections(request) }
        table.handle(Service.reviewCorrection) {
            try await ReviewCorrection(store: store).run($0, $1)
        }
        table.handle(Service.allocateCaseNumbers) {
            try await AllocateCaseNumbers(store: store).run($0, $1)
        }
        table.handle(Service.erasePersonalData) { request, call in
            var answer = try await ErasePersonalData(store: store).run(request, call)
            let key = try await store.database.read { try store.erasures.key(in: $0) }
            answer.erasure = answer.erasure.map { key.sealed($0) }
            return answer
        }
        table.handle(Service.listErasures) { request, _ in try await listErasures(request) }
        table.handle(Service.readEvents) { try await ReadEvents(store: store).run($0, $1) }
        table.complete(Service.name, Service.methods)
    }

    private func submitBatch(
        _ request: RegistrationV1.SubmitBatchRequest, _ call: Call
    ) async throws -> RegistrationV1.SubmitBatchResponse {
        let bytes = try opened(request)
        guard bytes.count <= RegistrationLimits.batchBytesMax else {
            throw BatchValidator.tooLarge("content")
        }
        let content: RegistrationV1.BatchContent
        do {
            content = try RegistrationV1.BatchContent(decoding: bytes)
        } catch {
            throw Field.invalid("content", .rpc(.malformedRequest))
        }
        let caller = try call.caller
        try BatchValidator.check(
            content, batchID: request.batchID, contentID: ContentID.of(bytes),
            subject: caller.subject, mayActForOthers: caller.role == .registrar)
        return .init(
            receipt: try await store.submit(
                content, batchID: request.batchID,
                overtakenAtMilliseconds: request.overtakenAtMilliseconds,
                isFromRegistrar: caller.role == .registrar))
    }

    /// The batch's content, taken out of its seal where it has one.
    private func opened(
        _ request: RegistrationV1.SubmitBatchRequest
    ) throws(RPCError) -> [UInt8] {
        guard !request.sealedContent.isEmpty else { return request.content }
        guard request.content.isEmpty else {
            throw Field.invalid("content", .registrationState(.contentTwice))
        }
        guard let sealed else {
            throw RPCError(.failedPrecondition, .access(.sealingMissing))
        }
        return try sealed.open(request.sealedContent, field: "sealed_content")
    }

    private func getBatch(
        _ request: RegistrationV1.GetBatchRequest, _ call: Call
    ) async throws -> RegistrationV1.GetBatchResponse {
        let id = try Field.id(request.batchID, "batch_id")
        let caller = try call.caller
        return try await store.database.read { reading in
            let receipt = try store.receipt(id, in: reading).orNotFound()
            // A team that has another's batch id is not told even that there is such a batch.
            guard caller.role != .team || BatchSource.isOwn(receipt.source, of: caller.subject)
            else { throw RPCError(.notFound, .registrationState(.notFound)) }
            return .init(receipt: receipt, held: try store.held.held(of: receipt, in: reading))
        }
    }

    private func getHousehold(
        _ request: RegistrationV1.GetHouseholdRequest
    ) async throws -> RegistrationV1.GetHouseholdResponse {
        let household: RegistrationV1.Household?
        switch request.key {
        case .householdID(let id):
            let id = try Field.id(id, "household_id")
            household = try await store.database.read { try store.households.household(id, in: $0) }
        case .caseNumber(let text):
            guard let number = CaseNumber(text) else {
                throw Field.invalid("case_number", .registration(.caseNumberMalformed))
            }
            household = try await store.database.read {
                try store.households.household(caseNumber: number.description, in: $0)
            }
        case nil:
            throw Field.invalid("key", .registration(.required))
        }
        return .init(household: try household.orNotFound())
    }

    private func getPerson(
        _ request: RegistrationV1.GetPersonRequest
    ) async throws -> RegistrationV1.GetPersonResponse {
        let id = try Field.id(request.personID, "person_id")
        let household = try await store.database.read { reading -> RegistrationV1.Household? in
            guard let householdID = try store.households.householdID(ofPerson: id, in: reading)
            else {
                return nil
            }
            return try store.households.household(householdID, in: reading)
        }.orNotFound()
        return .init(
            person: try household.members.first { $0.personID == id }.orNotFound(),
            householdID: household.householdID, caseNumber: household.caseNumber)
    }

    private func listHeld(
        _ request: RegistrationV1.ListHeldRequest
    ) async throws -> RegistrationV1.ListHeldResponse {
        let page = try Page(size: request.pageSize, token: request.pageToken)
        let held = try await store.database.read {
            try store.held.page(after: page.after, size: page.size + 1, in: $0)
        }
        let (items, next) = page.cut(held, by: \.heldID)
        return .init(held: items, nextPageToken: next)
    }

    private func listCorrections(
        _ request: RegistrationV1.ListCorrectionsRequest
    ) async throws -> RegistrationV1.ListCorrectionsResponse {
        let page = try Page(size: request.pageSize, token: request.pageToken)
        let state = request.state == .unspecified ? .proposed : request.state
        let corrections = try await store.database.read {
            try store.corrections.page(state, after: page.after, size: page.size + 1, in: $0)
        }
        let (items, next) = page.cut(corrections, by: \.correctionID)
        return .init(corrections: items, nextPageToken: next)
    }

    private func listErasures(
        _ request: RegistrationV1.ListErasuresRequest
    ) async throws -> RegistrationV1.ListErasuresResponse {
        let page = try Page(size: request.pageSize, token: request.pageToken)
        let erasures = try await store.database.read { reading in
            let key = try store.erasures.key(in: reading)
            return try store.erasures.page(after: page.after, size: page.size + 1, in: reading)
                .map { key.sealed($0) }
        }
        let (items, next) = page.cut(erasures, by: \.subjectID)
        return .init(erasures: items, nextPageToken: next)
    }
}

extension Optional {
    /// The value, or `NOT_FOUND`.
    func orNotFound() throws(RPCError) -> Wrapped {
        guard let self else { throw RPCError(.notFound, .registrationState(.notFound)) }
        return self
    }
}
