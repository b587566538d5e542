import Catalogue
import DeduplicationCore
import Following
import Linkage
import Logging
import Messages
import RPC
import Status
import Storage
import Synchronization

/// Screens all households again after a model was taken, and then learns what was asked for; one thing at a time.
///
/// Learning does not outlive the program: what was begun is told to have been interrupted. Screening goes on where it was.
final class ModelWorker: Sendable {
    private struct Progress {
        var number: UInt32 = 0
        var percent = 0
    }

    /// Pause where an event is being applied, or the log read from its beginning.
    private static let laterPause = Duration.milliseconds(100)
    /// Pause after a failure of the database.
    private static let failurePause = Duration.seconds(5)
    private static let idleInterval = Duration.seconds(60)

    let bell = Bell()
    let models: ModelRows
    let rescreening: Rescreening
    private let database: Database
    private let policy: ReviewPolicy
    private let logger: Logger
    private let progress = Mutex(Progress())

    init(
        database: Database, models: ModelRows, rescreening: Rescreening, policy: ReviewPolicy,
        logger: Logger
    ) {
        self.database = database
        self.models = models
        self.rescreening = rescreening
        self.policy = policy
        self.logger = logger
    }

    /// How far a model is that is being learnt.
    func percent(of number: UInt32) -> UInt32 {
        progress.withLock { $0.number == number ? UInt32(clamping: $0.percent) : 0 }
    }

    /// Works until its task is cancelled.
    func run() async {
        var isBegun = false
        var lastCause: String?
        while !Task.isCancelled {
            bell.listen()
            var pause = Self.idleInterval
            do {
                if !isBegun {
                    try await begin()
                    isBegun = true
                }
                pause = try await step()
                lastCause = nil
            } catch {
                if Task.isCancelled { return }
                pause = Self.failurePause
                let cause = Self.cause(error)
                // Once, however long it lasts.
                if cause != lastCause {
                    logger.warning("models wait", metadata: ["cause": "\(cause)"])
                }
                lastCause = cause
            }
            guard pause > .zero else { continue }
            if pause == Self.idleInterval {
                try? await bell.wait(until: ContinuousClock.now + pause)
            } else {
                try? await Task.sleep(for: pause)
            }
        }
    }

    /// What the start before left: learning that was interrupted, and households that were screened by other parameters.
    func begin() async throws {
        let inForce = try await database.write { transaction in
            for var model in try self.models.learning(in: transaction) {
                model.state = .failed
                model.reason = MessageKey.model(.interrupted).rawValue
                try self.models.save(model, in: transaction)
            }
            let inForce = try self.models.inForce(in: transaction)
            try self.rescreening.begin(inForce, in: transaction)
            return inForce
        }
        guard !inForce.shippedFields.isEmpty else { return }
        logger.warning(
            "the model in force was learnt by another version: some fields are weighed as shipped",
            metadata: [
                "number": "\(inForce.model.number)",
                "fields": "\(inForce.shippedFields.joined(separator: " "))",
            ])
    }

    /// Screens some households, or learns what is asked for; says how long to wait before the next step.
    func step() async throws -> Duration {
        let (isWhole, asked) = try await database.read { reading in
            (
                try self.models.screened(in: reading)?.isWhole ?? true,
                try self.models.learning(in: reading).first
            )
        }
        if !isWhole {
            let start = ContinuousClock.now
            switch try await database.write({ try self.rescreening.step(in: $0) }) {
            // At most half of the time is taken from events.
            case .more: return max(.milliseconds(1), ContinuousClock.now - start)
            case .later: return Self.laterPause
            case .done: return .zero
            }
        }
        guard let asked else { return Self.idleInterval }
        try await learn(asked.number)
        return .zero
    }

    private func learn(_ number: UInt32) async throws {
        progress.withLock { $0 = Progress(number: number) }
        let training = ModelTraining(
            number: number, database: database, models: models, engine: rescreening.engine,
            applier: rescreening.applier, rule: policy.merging,
            progress: { percent in self.progress.withLock { $0.percent = percent } })
        do {
            try await training.run()
            logger.info("a model is ready", metadata: ["number": "\(number)"])
        } catch ModelTraining.Ending.discarded {
            return
        } catch ModelTraining.Ending.failed(let reason) {
            try await fail(number, reason)
        } catch {
            // The next start tells that it was interrupted.
            try Task.checkCancellation()
            logger.error(
                "a model cannot be learnt",
                metadata: [
                    "number": "\(number)",
                    "cause": "\(Self.cause(error))",
                ])
            try await fail(number, .failed)
        }
    }

    /// What kind of error it is, without what it was about.
    private static func cause(_ error: any Error) -> String {
        (error as? StorageError).map(\.code.rawValue) ?? "\(type(of: error))"
    }

    private func fail(_ number: UInt32, _ reason: ModelMessage) async throws {
        try await database.write { transaction in
            guard var model = try self.models.model(number, in: transaction),
                model.state == .learning
            else { return }
            model.state = .failed
            model.reason = MessageKey.model(reason).rawValue
            try self.models.save(model, in: transaction)
        }
    }
}
