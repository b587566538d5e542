import Catalogue
import ClientIntake
import ClientService
import ClientSpool
import Foundation
import Messages
import Reference
import Status
import TestKit
import Testing

@Suite("Sending from a spool") struct SendingTests {
    private let fixture: SpoolFixture

    init() throws { fixture = try SpoolFixture() }

    private func denied(_ id: UInt8) -> ([UInt8]) throws(RPCError) -> Void {
        { batchID throws(RPCError) in
            if batchID.first == id {
                throw RPCError(.permissionDenied, .registrationState(.sourceNotAllowed))
            }
        }
    }

    @Test func `what is to be sent again waits durably before the first of it is sent`()
        async throws
    {
        let spool = try fixture.open()
        for id in 1...3 { try fixture.acknowledged(spool, UInt8(id)) }
        let due = try spool.awaitAgain(try spool.list().entries)
        #expect(try spool.list().waiting.count == 3)
        let region = FakeRegion { batchID throws(RPCError) in
            if batchID.first == 2 {
                throw RPCError(.unavailable, .rpc(.unavailable), arguments: ["service": "gateway"])
            }
        }
        await Sending(spool: spool, call: region.call).send(due) { _, _ in }
        // The connection was cut at the second: both that are left go with the next run.
        #expect(region.received.map(\.first) == [1, 2])
        #expect(try spool.list().waiting.map(\.batchID) == [2, 3].map { SpoolFixture.batchID($0) })
    }

    @Test func `a batch that is refused does not keep the others back`() async throws {
        let spool = try fixture.open()
        for id in 1...3 { _ = try spool.store(fixture.entry(UInt8(id)), box: [1]) }
        try FileManager.default.removeItem(
            atPath: "\(fixture.path)/\(SpoolFixture.batchID(3)).box")
        _ = try spool.store(fixture.entry(4), box: [1])
        let region = FakeRegion(refuse: denied(1))
        var told: [String] = []
        await Sending(spool: spool, call: region.call).send(try spool.list().entries) {
            entry, outcome in
            switch outcome {
            case .sent: told.append("sent \(entry.number)")
            case .sentUnnoted: told.append("unnoted \(entry.number)")
            case .failed(let error): told.append("\(error.details.reason) \(entry.number)")
            case .unreadable: told.append("unreadable \(entry.number)")
            }
        }
        #expect(
            told == ["registration.source_not_allowed 1", "sent 2", "unreadable 3", "sent 4"])
        let first = try #require(try spool.list().waiting.first)
        #expect(first.tries == 1 && first.lastFailure == "registration.source_not_allowed")
    }

    // "The role “?” may not do this."
    @Test func `what a failure is about is kept where its text names it, and nothing of people`()
        async throws
    {
        let spool = try fixture.open()
        let entry = try spool.store(fixture.entry(1), box: [1])
        let region = FakeRegion { _ throws(RPCError) in
            throw RPCError(
                .permissionDenied, .access(.roleDenied),
                arguments: ["role": "viewer", "service": "registration", "found": "Togo"])
        }
        await Sending(spool: spool, call: region.call).send([entry]) { _, _ in }
        let kept = try #require(try spool.list().waiting.first)
        #expect(kept.lastFailure == "access.role_denied")
        #expect(kept.lastFailureArguments == ["role": "viewer", "service": "registration"])
        await Sending(spool: spool, call: FakeRegion().call).send([kept]) { _, _ in }
        let sent = try #require(try spool.list().entries.first)
        #expect(sent.lastFailure.isEmpty && sent.lastFailureArguments == nil)
    }

    // Taken at last, it was new to the region, and proposed to undo what had gone before it.
    @Test func `a batch that was refused says when the one behind it was received`() async throws {
        let spool = try fixture.open()
        for id in 1...3 { _ = try spool.store(fixture.entry(UInt8(id)), box: [1]) }
        await Sending(spool: spool, call: FakeRegion(refuse: denied(1)).call)
            .send(try spool.list().entries) { _, _ in }
        #expect(try spool.list().waiting.map(\.overtakenAtMilliseconds) == [FakeRegion.now])
        _ = try spool.store(fixture.entry(4), box: [1])
        let region = FakeRegion()
        await Sending(spool: spool, call: region.call).send(try spool.list().waiting) { _, _ in }
        #expect(region.overtakenAt == [FakeRegion.now, 0])
    }

    @Test func `a batch that the region had before overtakes nothing`() async throws {
        let spool = try fixture.open()
        for id in 1...2 { _ = try spool.store(fixture.entry(UInt8(id)), box: [1]) }
        let region = FakeRegion(refuse: denied(1))
        region.knows = true
        await Sending(spool: spool, call: region.call).send(try spool.list().entries) { _, _ in }
        #expect(try spool.list().waiting.map(\.overtakenAtMilliseconds) == [0])
    }

    @Test func `a receipt is stamped with the region's time`() async throws {
        let spool = try fixture.open()
        let entry = try spool.store(fixture.entry(1), box: [1])
        await Sending(spool: spool, call: FakeRegion().call).send([entry]) { _, _ in }
        let sent = try #require(try spool.list().entries.first)
        #expect(sent.state == .acknowledged && sent.sequence == 1)
        #expect(sent.acknowledgedAtMilliseconds == FakeRegion.now)
    }

    @Test func `a note that the disk does not take hides neither the failure nor the receipt`()
        async throws
    {
        let spool = try fixture.open()
        let path = fixture.path
        func block(_ id: UInt8) {
            // Nothing can be put in the place of a folder that holds something.
            let file = "\(path)/\(SpoolFixture.batchID(id)).json"
            try? FileManager.default.removeItem(atPath: file)
            try? FileManager.default.createDirectory(
                atPath: file + "/x", withIntermediateDirectories: true)
        }
        let entries = try [1, 2].map { try spool.store(fixture.entry($0), box: [1]) }
        let region = FakeRegion { batchID throws(RPCError) in
            block(batchID[0])
            if batchID[0] == 1 {
                throw RPCError(.permissionDenied, .registrationState(.sourceNotAllowed))
            }
        }
        var told: [String] = []
        await Sending(spool: spool, call: region.call).send(entries) { _, outcome in
            switch outcome {
            case .failed(let error): told.append(error.details.reason)
            case .sentUnnoted(let answer, let error):
                told.append("\(answer.receipt?.position?.sequence ?? 0) \(error.code.rawValue)")
            case .sent, .unreadable: told.append("?")
            }
        }
        #expect(told == ["registration.source_not_allowed", "2 not_written"])
    }

    @Test func `a large batch has the time that a slow line takes`() {
        #expect(SubmissionLimits.timeout(bytes: 0) == .seconds(30))
        #expect(SubmissionLimits.timeout(bytes: 200 << 10) == .seconds(130))
        #expect(SubmissionLimits.timeout(bytes: 4 << 20) == .seconds(600))
    }
}

@Suite("Submission of a file") struct SubmissionTests {
    private let fixture: SpoolFixture
    private let intake: Intake
    private let batches: [BatchBuilder.Batch]

    /// Two households in two batches.
    init() throws {
        fixture = try SpoolFixture()
        let reference = try ReferenceData.load(
            directory: "\(PackageFolder.path)/deploy/reference")
        let text = """
            fiche;nom;lieu;lien;groupe
            F1;Togo;Koro;chef;PDI
            F2;Dolo;Koro;chef;PDI
            """
        intake = try Intake.read(
            Array(text.utf8), options: IntakeOptions(), reference: reference)
        batches = try BatchBuilder(source: "team-1", peopleMax: 1).batches(of: intake.commands)
        #expect(batches.count == 2)
    }

    private func kept(_ spool: Spool) throws -> [SpoolEntry] {
        try batches.map {
            try spool.store(
                SpoolEntry($0, of: intake, source: "team-1", fileName: "file.csv"), box: [1])
        }
    }

    @Test func `what waited before goes first, and a bar is shown from the beginning`() async throws
    {
        let spool = try fixture.open()
        let earlier = [try spool.store(fixture.entry(1, people: 5), box: [1])]
        let entries = try kept(spool)
        let region = FakeRegion()
        var progress: [Int] = []
        var told: [UInt64] = []
        let (report, failures) = await Submission(
            .spooled(Sending(spool: spool, call: region.call), entries, earlier: earlier),
            intake: intake
        ).send(
            batches, earlier: { entry, _ in told.append(entry.number) },
            progress: { progress.append($0) })
        #expect(region.received == (earlier + entries).map(\.id))
        #expect(told == [1] && progress == [0, 5, 6, 7])
        #expect(report.receipts.count == 2 && failures.isEmpty)
        #expect(try spool.list().waiting.isEmpty)
    }

    @Test func `a batch that is refused is reported, and the next one is sent`() async throws {
        let spool = try fixture.open()
        let entries = try kept(spool)
        let refused = entries[0].id
        let region = FakeRegion { batchID throws(RPCError) in
            if batchID == refused { throw RPCError(.failedPrecondition, .access(.deviceUnknown)) }
        }
        for way in [
            Submission.Way.direct(region.call),
            .spooled(Sending(spool: spool, call: region.call), entries, earlier: []),
        ] {
            let (report, failures) = await Submission(way, intake: intake).send(
                batches, earlier: { _, _ in }, progress: { _ in })
            #expect(report.receipts.count == 1 && failures.count == 1)
        }
    }

    @Test func `where there is no connection for what waits, nothing newer overtakes it`()
        async throws
    {
        let spool = try fixture.open()
        let earlier = [try spool.store(fixture.entry(1), box: [1])]
        let entries = try kept(spool)
        let region = FakeRegion { _ throws(RPCError) in
            throw RPCError(.unavailable, .rpc(.unavailable), arguments: ["service": "gateway"])
        }
        let (report, failures) = await Submission(
            .spooled(Sending(spool: spool, call: region.call), entries, earlier: earlier),
            intake: intake
        ).send(batches, earlier: { _, _ in }, progress: { _ in })
        #expect(region.received == earlier.map(\.id))
        #expect(report.receipts.isEmpty && failures.count == 1)
        #expect(try spool.list().waiting.count == 3)
    }

    // The device said of a place that it waits for its code, and the receipt said it again.
    @Test func `what was told of the file is not told again of the receipt`() async throws {
        let reference = try ReferenceData.load(
            directory: "\(PackageFolder.path)/deploy/reference")
        let text = "fiche;nom;lieu;lien;groupe\nF1;Togo;Nulle Part;chef;PDI\nF2;Dolo;Koro;chef;PDI"
        let intake = try Intake.read(
            Array(text.utf8), options: IntakeOptions(), reference: reference)
        let place = "register.household.place.code"
        #expect(intake.problems.map(\.key) == [.registration(.placeNotCoded)])
        let batches = try BatchBuilder(source: "team-1").batches(of: intake.commands)
        let (report, _) = await Submission(
            .direct { _ throws(RPCError) in
                .init(
                    receipt: .init(
                        results: [0, 1].map { index in
                            .init(
                                index: index, outcome: .held,
                                violations: [
                                    RPCV1.Violation(
                                        "commands[\(index)].\(place)", .registration(.placeNotCoded)
                                    )
                                ])
                        }))
            }, intake: intake
        ).send(batches, earlier: { _, _ in }, progress: { _ in })
        #expect(report.findings.map(\.row) == [2, 3])
        #expect(report.findings(after: intake.problems).map(\.row) == [3])
        #expect(report.findings(after: []) == report.findings)
    }

    @Test func `a file that the region has already does not wait again when it cannot be sent`()
        async throws
    {
        let spool = try fixture.open()
        let entries = try kept(spool)
        await Sending(spool: spool, call: FakeRegion().call).send(entries) { _, _ in }
        let again = try kept(spool)
        #expect(again.allSatisfy { $0.state == .acknowledged })
        let region = FakeRegion { _ throws(RPCError) in
            throw RPCError(.deadlineExceeded, .rpc(.deadlineExceeded))
        }
        await Sending(spool: spool, call: region.call).send(again) { _, _ in }
        #expect(try spool.list().waiting.isEmpty)
    }
}
