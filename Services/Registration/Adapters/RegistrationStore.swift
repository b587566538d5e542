import Access
import Basics
import Following
import Messages
import Places
import Reference
import RegistrationCore
import Status
import Storage
import Validation

/// The system of record's database and what works on it.
final class RegistrationStore: Sendable {
    let database: Database
    let log: EventLog
    let region: String
    let ids: RecordIDGenerator
    let decider: CommandDecider
    let households: HouseholdRows
    let caseNumbers: CaseNumberRows
    let sourceKeys: SourceKeyRows
    let held: HeldRows
    let corrections: CorrectionRows
    let erasures: ErasureRows
    let places: FollowedPlaces
    private let shipped: ReferenceData
    private let now: @Sendable () -> Timestamp

    init(
        path: String, region: String, casePrefix: String, reference: ReferenceData,
        ids: RecordIDGenerator, configuration: Database.Configuration = .init(),
        now: @escaping @Sendable () -> Timestamp = { .now() }
    ) throws {
        database = try Database(
            at: path, schema: RegistrationSchema.schema, configuration: configuration)
        log = EventLog(region: region)
        self.region = region
        self.ids = ids
        shipped = reference
        places = FollowedPlaces(shipped: reference.places, region: region)
        self.now = now
        decider = CommandDecider(ids: ids)
        households = HouseholdRows(region: region)
        caseNumbers = CaseNumberRows(region: region, prefix: casePrefix)
        sourceKeys = SourceKeyRows(region: region)
        held = HeldRows(region: region)
        corrections = CorrectionRows(region: region)
        erasures = ErasureRows(region: region)
    }

    /// Keeps a checked batch, whole or not at all, and gives its receipt.
    ///
    /// A batch that was received before changes nothing and gives the receipt of the first time.
    ///
    /// - Parameters:
    ///   - overtakenAtMilliseconds: as in the request.
    ///   - isFromRegistrar: whether a registrar hands it in, and not a team.
    func submit(
        _ content: RegistrationV1.BatchContent, batchID: [UInt8],
        overtakenAtMilliseconds: Int64 = 0, isFromRegistrar: Bool
    ) async throws -> RegistrationV1.Receipt {
        let now = now()
        // Checking changes nothing: it is done before the one writer is asked for.
        let checked = try check(content, against: try await reference(), now: now)
        return try await database.write { transaction in
            if var earlier = try self.receipt(batchID, in: transaction) {
                earlier.alreadyReceived = true
                return earlier
            }
            var writer = BatchWriter(
                store: self, transaction: transaction,
                origin: .init(
                    batchID: batchID, source: content.source,
                    // A tablet's clock may be ahead.
                    collectedAtMilliseconds: max(
                        0, min(content.collectedAtMilliseconds, now.millisecondsSinceEpoch)),
                    said: SaidAt(now: now, overtakenAtMilliseconds: overtakenAtMilliseconds),
                    isFromRegistrar: isFromRegistrar),
                now: now)
            var results: [RegistrationV1.CommandResult] = []
            results.reserveCapacity(content.commands.count)
            for (index, command) in content.commands.enumerated() {
                var result = try writer.apply(
                    command, checked[index], at: Self.path(of: index))
                result.index = UInt32(index)
                results.append(result)
            }
            let receipt = RegistrationV1.Receipt(
                batchID: batchID, position: try writer.appendEvents(),
                receivedAtMilliseconds: now.millisecondsSinceEpoch, results: results,
                source: content.source)
            try self.save(receipt, in: transaction)
            return receipt
        }
    }

    func receipt(
        _ batchID: [UInt8], in store: some Querying
    ) throws -> RegistrationV1.Receipt? {
        try store.first(
            "SELECT receipt FROM batch WHERE region = $region AND batch_id = $id",
            ["region": .text(region), "id": .blob(batchID)]
        ).map { try RegistrationV1.Receipt(decoding: $0.blob("receipt")) }
    }

    /// The code lists, and the places as far as the directory is followed.
    func reference() async throws -> ReferenceData {
        shipped.with(try await database.read { try self.places.gazetteer(in: $0) })
    }

    /// What a command that stands alone has wrong, not longer than is told of one.
    func findings(
        in command: RegistrationV1.Command, at path: FieldPath, against reference: ReferenceData
    ) -> Findings {
        var findings = CommandValidator(reference: reference, now: now())
            .findings(in: command, at: path)
        findings.shorten(to: RegistrationLimits.violationsPerCommandMax, at: path)
        return findings
    }

    var currentTime: Timestamp { now() }

    static func path(of index: Int) -> FieldPath { FieldPath("commands[\(index)]") }

    private func check(
        _ content: RegistrationV1.BatchContent, against reference: ReferenceData, now: Timestamp
    ) throws -> [CheckedCommand] {
        let validator = CommandValidator(reference: reference, now: now)
        let listed = RegistrationLimits.violations(perCommandOf: content.commands.count)
        var seen: [String: Int] = [:]
        return try content.commands.enumerated().map { index, command in
            var findings = validator.findings(in: command, at: Self.path(of: index))
            if let other = seen[command.sourceKey] {
                findings.rejectDuplicate(of: other, at: Self.path(of: index))
            } else {
                seen[command.sourceKey] = index
            }
            findings.shorten(to: listed, at: Self.path(of: index))
            return try CheckedCommand(command, findings: findings)
        }
    }

    private func save(_ receipt: RegistrationV1.Receipt, in transaction: Transaction) throws {
        try transaction.prepare(
            """
            INSERT INTO batch (region, batch_id, received_at, receipt)
            VALUES ($region, $id, $at, $receipt)
            """
        ).run([
            ("region", .text(region)), ("id", .blob(receipt.batchID)),
            ("at", .integer(receipt.receivedAtMilliseconds)),
            ("receipt", .blob(try receipt.encoded())),
        ])
    }
}
