import Access
import Basics
import Catalogue
import DeduplicationCore
import Following
import Linkage
import Messages
import RPC
import Status
import Storage

/// Answers `jatigi.deduplication.v1.ModelService`.
struct ModelHandlers: Sendable {
    typealias Service = DeduplicationV1.ModelService
    typealias Model = DeduplicationV1.Model

    let store: DeduplicationStore
    private var models: ModelRows { store.modelWorker.models }

    func register(in table: inout HandlerTable) {
        table.handle(Service.listModels) { _, _ in try await list() }
        table.handle(Service.getModel) { request, _ in try await get(request.number) }
        table.handle(Service.learnModel) { _, call in
            .init(model: try await learn(by: try call.caller.subject))
        }
        table.handle(Service.takeModel) { request, call in
            try await take(request.number, by: try call.caller.subject)
        }
        table.handle(Service.discardModel) { request, _ in
            .init(model: try await discard(request.number))
        }
        table.complete(Service.name, Service.methods)
    }

    func list() async throws -> DeduplicationV1.ListModelsResponse {
        try await store.database.read { reading in
            let current = try models.numberInForce(in: reading)
            var listed = try models.newest(in: reading)
            if current != 0, !listed.contains(where: { $0.number == current }),
                let model = try models.model(current, in: reading)
            {
                listed.append(model)
            }
            if let shipped = try models.model(0, in: reading) { listed.append(shipped) }
            return .init(
                models: listed.map { model in
                    var model = told(model, current)
                    model.parameters = nil
                    model.effect?.examples = []
                    return model
                },
                peopleWaiting: try store.modelWorker.rescreening.waiting(in: reading))
        }
    }

    func get(_ number: UInt32) async throws -> DeduplicationV1.GetModelResponse {
        try await store.database.read { reading in
            let current = try models.numberInForce(in: reading)
            let model = told(try known(number, in: reading), current)
            let waiting =
                model.inForce ? try store.modelWorker.rescreening.waiting(in: reading) : 0
            return .init(model: model, peopleWaiting: waiting)
        }
    }

    /// - Throws: `FAILED_PRECONDITION` where one that somebody else asked for is being learnt, or too few people are on
    ///   record; `UNAVAILABLE` while the log is read from its beginning.
    func learn(by subject: String) async throws -> Model {
        let time = store.currentTime
        return try await store.database.write { transaction in
            try store.followed.requireWhole(in: transaction)
            if let other = try models.learning(in: transaction).first {
                // Asked again because the answer was lost.
                if other.askedBy == subject { return told(other, 0) }
                throw RPCError(
                    .failedPrecondition, .model(.learning),
                    arguments: ["number": "\(other.number)"])
            }
            let people = try store.records.count(in: transaction)
            guard people >= ModelLimits.peopleMin else {
                throw RPCError(
                    .failedPrecondition, .model(.peopleTooFew),
                    arguments: ["count": "\(people)", "min": "\(ModelLimits.peopleMin)"])
            }
            let last = try models.newest(in: transaction).first?.number ?? 0
            let model = Model(
                number: last + 1, state: .learning, askedBy: subject,
                askedAtMilliseconds: time.millisecondsSinceEpoch)
            try models.save(model, in: transaction)
            try models.prune(newest: model.number, in: transaction)
            transaction.afterCommit { store.modelWorker.bell.ring() }
            return model
        }
    }

    /// - Throws: `NOT_FOUND`; `FAILED_PRECONDITION` for a model that is not ready; `UNAVAILABLE` while the log is read from
    ///   its beginning.
    func take(
        _ number: UInt32, by subject: String
    ) async throws -> DeduplicationV1.TakeModelResponse {
        let time = store.currentTime
        return try await store.database.write { transaction in
            try store.followed.requireWhole(in: transaction)
            var model = try known(number, in: transaction)
            let former = try models.numberInForce(in: transaction)
            if former != number {
                guard model.state == .ready || model.state == .taken else {
                    throw RPCError(.failedPrecondition, .model(.notReady))
                }
                if number != 0 {
                    model.state = .taken
                    model.takenBy = subject
                    model.takenAtMilliseconds = time.millisecondsSinceEpoch
                    try models.save(model, in: transaction)
                }
                let scoring = try models.scoring(model)
                try models.save(
                    .init(number: number, version: scoring.version, through: [], isWhole: false),
                    in: transaction)
                try store.ledger.events.append(
                    taken: .init(
                        number: number, version: model.version, formerNumber: former,
                        takenBy: subject), in: transaction)
                store.modelWorker.rescreening.engine.take(scoring.model, in: transaction)
                transaction.afterCommit { store.modelWorker.bell.ring() }
            }
            return .init(
                model: told(model, number),
                position: CommonV1.LogPosition(try store.log.head(in: transaction), eventID: nil))
        }
    }

    /// - Throws: `NOT_FOUND`; `FAILED_PRECONDITION` for the shipped model and for one that was taken.
    func discard(_ number: UInt32) async throws -> Model {
        try await store.database.write { transaction in
            var model = try known(number, in: transaction)
            guard number != 0, model.state != .taken else {
                throw RPCError(.failedPrecondition, .model(.wasTaken))
            }
            model.state = .discarded
            try models.save(model, in: transaction)
            return told(model, try models.numberInForce(in: transaction))
        }
    }

    private func known(_ number: UInt32, in store: some Querying) throws -> Model {
        guard let model = try models.model(number, in: store) else {
            throw RPCError(.notFound, .model(.unknown))
        }
        return model
    }

    private func told(_ model: Model, _ current: UInt32) -> Model {
        var model = model
        model.inForce = model.number == current
        model.progressPercent =
            switch model.state {
            case .learning: store.modelWorker.percent(of: model.number)
            case .failed, .discarded: 0
            default: 100
            }
        // Those that cannot be read are told when somebody takes them.
        model.shippedFields = (try? models.scoring(model))?.shippedFields ?? []
        return model
    }
}
