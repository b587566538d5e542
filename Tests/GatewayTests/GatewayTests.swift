import Access
import Catalogue
import GatewayCore
import Messages
import Operations
import RPC
import Status
import Synchronization
import Testing

@testable import GatewayService

@Suite struct GatewayTests {
    private typealias Registration = RegistrationV1.RegistrationService
    private typealias Deduplication = DeduplicationV1.DeduplicationService

    private static let receipt = RegistrationV1.Receipt(
        batchID: [UInt8](repeating: 5, count: 16),
        position: .init(region: "ML19", epoch: [], sequence: 7), source: "tester")

    /// A registration service that acknowledges everything and keeps what it was sent.
    private static func registration(
        _ seen: Seen = Seen()
    ) -> (ServiceName, (inout HandlerTable) -> Void) {
        (
            .registration,
            { table in
                table.handle(Registration.submitBatch) { request, call in
                    seen.add(request, call)
                    return .init(receipt: receipt)
                }
                table.handle(Registration.getBatch) { _, _ in .init(receipt: receipt) }
                table.handle(Registration.getHousehold) { _, _ in
                    throw RPCError(.notFound, .registrationState(.notFound))
                }
                table.handle(Registration.readEvents) { _, _ in .init() }
            }
        )
    }

    private static func deduplication(
        _ answer:
            @escaping @Sendable (DeduplicationV1.GetScreeningRequest) throws ->
            DeduplicationV1.GetScreeningResponse
    ) -> (ServiceName, (inout HandlerTable) -> Void) {
        (
            .deduplication,
            { $0.handle(Deduplication.getScreening) { request, _ in try answer(request) } }
        )
    }

    private final class Seen: Sendable {
        private let storage = Mutex<[(RegistrationV1.SubmitBatchRequest, Call)]>([])

        func add(_ request: RegistrationV1.SubmitBatchRequest, _ call: Call) {
            storage.withLock { $0.append((request, call)) }
        }

        var all: [(request: RegistrationV1.SubmitBatchRequest, call: Call)] {
            storage.withLock { $0.map { ($0.0, $0.1) } }
        }
    }

    private let batch = GatewayV1.SubmitBatchRequest(
        batchID: [UInt8](repeating: 5, count: 16), content: [1, 2, 3])

    @Test func `a receipt comes with its screening`() async throws {
        let seen = Seen()
        let services = [
            Self.registration(seen),
            Self.deduplication { request in
                #expect(request.position == Self.receipt.position)
                #expect(request.batchID == Self.receipt.batchID)
                return .init(state: .done)
            },
        ]
        try await withGateway(services) { client in
            var options = CallOptions.once
            options.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            let answer = try await client.call(
                GatewayV1.GatewayService.submitBatch, batch, options: options)
            #expect(answer.receipt == Self.receipt)
            #expect(answer.screening?.state == .done)
            let call = try #require(seen.all.first)
            #expect(call.request.content == [1, 2, 3] && call.request.batchID == batch.batchID)
            // The caller's own token and trace, and no more than the caller's time.
            #expect(call.call.claims?.subject == "tester")
            #expect(call.call.traceparent == options.traceparent)
            #expect(call.call.remaining <= patience)
        }
    }

    @Test func `a receipt does not wait for screening that is away or fails`() async throws {
        try await withGateway([Self.registration()]) { client in
            let answer = try await client.call(
                GatewayV1.GatewayService.submitBatch, batch, options: .once)
            #expect(answer.receipt == Self.receipt)
            #expect(answer.screening?.state == .pending)
            let status = try await client.call(
                GatewayV1.GatewayService.getBatchStatus, .init(batchID: batch.batchID),
                options: .once)
            #expect(status.receipt == Self.receipt)
            #expect(status.screening?.state == .pending)
        }
        let failing = Self.deduplication { _ in throw RPCError.internal }
        try await withGateway([Self.registration(), failing]) { client in
            let answer = try await client.call(
                GatewayV1.GatewayService.submitBatch, batch, options: .once)
            #expect(answer.screening?.state == .pending)
        }
    }

    @Test func `the state of a batch says why its screening is not known`()
        async throws
    {
        let waiting = RegistrationV1.HeldSummary(heldID: [1], sourceKey: "a")
        let registration: (ServiceName, (inout HandlerTable) -> Void) = (
            .registration,
            { table in
                table.handle(Registration.getBatch) { _, _ in
                    .init(receipt: Self.receipt, held: [waiting])
                }
            }
        )
        try await withGateway([registration]) { client in
            let status = try await client.call(
                GatewayV1.GatewayService.getBatchStatus, .init(batchID: batch.batchID),
                options: .once)
            #expect(status.held == [waiting])
            #expect(status.screening?.state == .pending)
            #expect(status.screeningFailure == "rpc.unavailable")
        }
        // A screening that may not be asked for is not one that is pending.
        let deduplication = Self.deduplication { _ in
            throw RPCError(
                .permissionDenied, .access(.roleDenied), arguments: ["role": "service"])
        }
        try await withGateway(as: .admin, [registration, deduplication]) { client in
            let status = try await client.call(
                GatewayV1.GatewayService.getBatchStatus, .init(batchID: batch.batchID),
                options: .once)
            #expect(status.receipt == Self.receipt && status.screening == nil)
            #expect(!status.screeningFailure.isEmpty)
        }
    }

    @Test func `a batch is refused as its owner refuses it`() async throws {
        let refusing: (ServiceName, (inout HandlerTable) -> Void) = (
            .registration,
            { table in
                table.handle(Registration.submitBatch) { _, _ in
                    throw Field.invalid("batch_id", .registrationState(.batchIDMismatch))
                }
            }
        )
        try await withGateway([refusing]) { client in
            let error = await failure {
                _ = try await client.call(
                    GatewayV1.GatewayService.submitBatch, batch, options: .once)
            }
            #expect(error?.code == .invalidArgument)
            #expect(error?.details.violations.map(\.field) == ["batch_id"])
        }
    }

    @Test func `who submits tries again, and the gateway does not`() async throws {
        let asked = Atomic<Int>(0)
        let locked: (ServiceName, (inout HandlerTable) -> Void) = (
            .registration,
            { table in
                table.handle(Registration.submitBatch) { _, _ in
                    asked.add(1, ordering: .relaxed)
                    throw RPCError(.unavailable, .storage(.locked))
                }
            }
        )
        try await withGateway([locked]) { client in
            let error = await failure {
                _ = try await client.call(
                    GatewayV1.GatewayService.submitBatch, batch,
                    options: CallOptions(timeout: patience, retry: RetryPolicy(triesMax: 3)))
            }
            #expect(error?.details.reason == "storage.locked")
            #expect(asked.load(ordering: .relaxed) == 3)
        }
    }

    @Test func `a service that is away is UNAVAILABLE by its name`() async throws {
        try await withGateway(as: .registrar, []) { client in
            let submission = await failure {
                _ = try await client.call(
                    GatewayV1.GatewayService.submitBatch, batch,
                    options: .once)
            }
            #expect(submission?.code == .unavailable)
            #expect(
                submission?.details.arguments == [.init(name: "service", value: "registration")])
            let counts = await failure {
                _ = try await client.call(
                    StatisticsV1.StatisticsService.getCounts, .init(), options: .once)
            }
            #expect(counts?.code == .unavailable)
            #expect(counts?.details.arguments == [.init(name: "service", value: "statistics")])
        }
    }

    @Test func `a call is passed on with its answer or its error`() async throws {
        try await withGateway(as: .registrar, [Self.registration()]) { client in
            let answer = try await client.call(
                Registration.getBatch, .init(batchID: batch.batchID), options: .once)
            #expect(answer.receipt == Self.receipt)
            let error = await failure {
                _ = try await client.call(
                    Registration.getHousehold, .init(key: .caseNumber("BDG-00001-X")),
                    options: .once)
            }
            #expect(error?.code == .notFound)
            #expect(error?.details.reason == "registration.not_found")
        }
    }

    @Test func `what programs say among themselves does not pass the door`() async throws {
        try await withGateway(as: .follower, [Self.registration()]) { client in
            let error = await failure {
                _ = try await client.call(Registration.readEvents, .init(), options: .once)
            }
            #expect(error?.code == .unimplemented)
        }
    }

    @Test func `the gateway asks for the right before it passes a call on`() async throws {
        let seen = Seen()
        try await withGateway(as: .viewer, [Self.registration(seen)]) { client in
            let error = await failure {
                _ = try await client.call(
                    GatewayV1.GatewayService.submitBatch, batch, options: .once)
            }
            #expect(error?.code == .permissionDenied)
            #expect(seen.all.isEmpty)
        }
    }

    @Test func `every service has a row, and one that is down says so`() async throws {
        let serving: (ServiceName, (inout HandlerTable) -> Void) = (
            .statistics,
            { table in
                HealthService { _, _ in
                    .init(program: .init(program: "jatigi-statistics", status: .serving))
                }.register(in: &table)
            }
        )
        try await withGateway(as: .admin, [serving]) { client in
            let answer = try await client.call(
                HealthV1.HealthService.getStatus, .init(includeBehind: true), options: .once)
            let rows = answer.behind
            #expect(
                rows.map(\.program) == [
                    "jatigi-registration", "jatigi-deduplication", "jatigi-statistics",
                    "jatigi-directory",
                ])
            for row in rows {
                let isUp = row.program == "jatigi-statistics"
                #expect(row.status == (isUp ? .serving : .notServing), "\(row.program)")
                #expect(row.statusReason == (isUp ? "" : "rpc.unavailable"), "\(row.program)")
            }
        }
    }

    @Test func `a subject with too many calls is told to wait, and its calls are counted out`()
        async throws
    {
        try await withGateway([Self.registration()]) { client in
            var refusals = 0
            let end = ContinuousClock.now + patience
            while refusals < 3, ContinuousClock.now < end {
                // Fewer at once than may be under way, so that only their rate can be too high.
                let errors = await withTaskGroup(of: RPCError?.self) { group in
                    for _ in 0..<GatewayLimits.callsInFlightPerSubjectMax {
                        group.addTask {
                            await failure {
                                _ = try await client.call(
                                    Registration.getBatch, .init(batchID: self.batch.batchID),
                                    options: .once)
                            }
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }.compactMap(\.self)
                }
                for error in errors {
                    #expect(error.code == .resourceExhausted && error.retryAfter > .zero)
                }
                refusals += errors.count
            }
            #expect(refusals >= 3)
            let answer = try await client.call(
                Registration.getBatch, .init(batchID: batch.batchID),
                options: .init(timeout: patience))
            #expect(answer.receipt == Self.receipt)
        }
    }

    // The twenty-fifth call was refused though the first was about to end.
    @Test func `calls beyond those under way wait their turn, and only beyond these are refused`()
        async throws
    {
        let room = GatewayLimits.callsInFlightPerSubjectMax
        let queue = GatewayLimits.callsWaitingPerSubjectMax
        let held = Held()
        try await withGateway([Self.registration(until: held)]) { client in
            let answered = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<(room + queue + 3) {
                    group.addTask {
                        let error = await failure {
                            _ = try await client.call(
                                Registration.getBatch, .init(batchID: self.batch.batchID),
                                options: .once)
                        }
                        guard let error else { return true }
                        #expect(error.code == .resourceExhausted && error.retryAfter > .zero)
                        // The three that find no room are told at once, before the last of those under way may have
                        // arrived behind the gateway; once all have, the others may end.
                        if await held.refuse() == 3 {
                            let end = ContinuousClock.now + patience
                            while await held.count < room, ContinuousClock.now < end {
                                try? await Task.sleep(for: .milliseconds(5))
                            }
                            #expect(await held.count == room)
                            await held.release()
                        }
                        return false
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(answered == room + queue)
        }
    }

    @Test func `a call whose turn does not come in time is told to come back`() async throws {
        let room = GatewayLimits.callsInFlightPerSubjectMax
        let held = Held()
        try await withGateway([Self.registration(until: held)], turnWait: .milliseconds(20)) {
            client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<room {
                    group.addTask {
                        _ = try await client.call(
                            Registration.getBatch, .init(batchID: self.batch.batchID),
                            options: .once)
                    }
                }
                while await held.count < room { try await Task.sleep(for: .milliseconds(5)) }
                let error = await failure {
                    _ = try await client.call(
                        Registration.getBatch, .init(batchID: batch.batchID), options: .once)
                }
                #expect(error?.code == .resourceExhausted)
                #expect(error?.retryAfter == GatewayLimits.retryAfter)
                await held.release()
                try await group.waitForAll()
            }
        }
    }

    /// A registration service that answers once the test lets it.
    private static func registration(
        until held: Held
    ) -> (ServiceName, (inout HandlerTable) -> Void) {
        (
            .registration,
            { table in
                table.handle(Registration.getBatch) { _, _ in
                    await held.wait()
                    return .init(receipt: receipt)
                }
            }
        )
    }

    /// Calls that wait for the test to let them go.
    private actor Held {
        private var waiting: [CheckedContinuation<Void, Never>] = []
        private var isReleased = false
        private var refused = 0

        var count: Int { waiting.count }

        func wait() async {
            guard !isReleased else { return }
            await withCheckedContinuation { waiting.append($0) }
        }

        /// Counts a call that found no room.
        func refuse() -> Int {
            refused += 1
            return refused
        }

        func release() {
            isReleased = true
            for continuation in waiting { continuation.resume() }
            waiting = []
        }
    }

    @Test func `a call that names another region goes to that region's gateway as it came`()
        async throws
    {
        let there = RegistrationV1.Receipt(batchID: batch.batchID, source: "there")
        let seen = Mutex<[String]>([])
        let region: (inout HandlerTable) -> Void = { table in
            table.handle(GatewayV1.GatewayService.submitBatch) { _, call in
                seen.withLock { $0.append(call.region) }
                return .init(receipt: there)
            }
            table.handle(GatewayV1.GatewayService.getBatchStatus) { _, _ in .init(receipt: there) }
            table.handle(Registration.getBatch) { _, _ in .init(receipt: there) }
        }
        try await withGateway([Self.registration()], region: region) { client in
            var options = CallOptions.once
            options.region = "ML05"
            let submitted = try await client.call(
                GatewayV1.GatewayService.submitBatch, batch, options: options)
            let status = try await client.call(
                GatewayV1.GatewayService.getBatchStatus, .init(batchID: batch.batchID),
                options: options)
            let passed = try await client.call(
                Registration.getBatch, .init(batchID: batch.batchID), options: options)
            #expect([submitted.receipt, status.receipt, passed.receipt] == [there, there, there])
            #expect(seen.withLock { $0 } == ["ML05"])
            // What names no region, or this one, is this one's.
            for home in ["", "ML19"] {
                options.region = home
                let own = try await client.call(
                    Registration.getBatch, .init(batchID: batch.batchID), options: options)
                #expect(own.receipt == Self.receipt)
            }
            options.region = "ML01"
            let unknown = await failure {
                _ = try await client.call(
                    Registration.getBatch, .init(batchID: batch.batchID), options: options)
            }
            #expect(unknown?.code == .notFound && unknown?.details.reason == "rpc.wrong_region")
        }
    }

    @Test func `what the gateway answers itself is not given for another region`() async throws {
        try await withGateway(as: .admin, [], region: { _ in }) { client in
            var options = CallOptions.once
            options.region = "ML05"
            let error = await failure {
                _ = try await client.call(
                    HealthV1.HealthService.getStatus, .init(), options: options)
            }
            #expect(error?.details.reason == "rpc.wrong_region")
        }
    }
}
