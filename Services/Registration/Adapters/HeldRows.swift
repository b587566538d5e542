import Access
import Basics
import Catalogue
import Messages
import Status
import Storage

/// Reads and writes commands that are kept and wait.
struct HeldRows {
    let region: String

    func save(_ held: RegistrationV1.HeldCommand, in transaction: Transaction) throws {
        try transaction.prepare(
            """
            INSERT INTO held (region, held_id, source, source_key, held_since, record)
            VALUES ($region, $id, $source, $key, $since, $record)
            """
        ).run([
            ("region", .text(region)), ("id", .blob(held.heldID)), ("source", .text(held.source)),
            ("key", .text(held.command?.sourceKey ?? "")),
            ("since", .integer(held.heldSinceMilliseconds)), ("record", .blob(try held.encoded())),
        ])
    }

    func remove(_ id: [UInt8], in transaction: Transaction) throws {
        try transaction.execute(
            "DELETE FROM held WHERE region = $region AND held_id = $id",
            ["region": .text(region), "id": .blob(id)])
    }

    /// Takes a command out of those that wait, and keeps what the release answered.
    func release(
        _ request: RegistrationV1.ReleaseHeldRequest,
        _ response: RegistrationV1.ReleaseHeldResponse, in transaction: Transaction
    ) throws {
        try remove(request.heldID, in: transaction)
        try transaction.execute(
            """
            INSERT INTO released (region, held_id, response, request)
            VALUES ($region, $id, $response, $request)
            """,
            [
                "region": .text(region), "id": .blob(request.heldID),
                "response": .blob(try response.encoded()),
                "request": .blob(Digest.blake2b128(try request.encoded())),
            ])
    }

    /// What an earlier release answered.
    ///
    /// - Throws: `FAILED_PRECONDITION` where it gave other places: whoever asks must not believe in theirs.
    func released(
        _ request: RegistrationV1.ReleaseHeldRequest, in store: some Querying
    ) throws -> RegistrationV1.ReleaseHeldResponse? {
        let row = try store.first(
            "SELECT response, request FROM released WHERE region = $region AND held_id = $id",
            ["region": .text(region), "id": .blob(request.heldID)])
        guard let row else { return nil }
        if let earlier = try row.optionalBlob("request"),
            earlier != Digest.blake2b128(try request.encoded())
        {
            throw RPCError(.failedPrecondition, .registrationState(.heldReleased))
        }
        return try RegistrationV1.ReleaseHeldResponse(decoding: row.blob("response"))
    }

    func held(_ id: [UInt8], in store: some Querying) throws -> RegistrationV1.HeldCommand? {
        try store.first(
            "SELECT record FROM held WHERE region = $region AND held_id = $id",
            ["region": .text(region), "id": .blob(id)]
        ).map { try RegistrationV1.HeldCommand(decoding: $0.blob("record")) }
    }

    /// What waits under a source's key.
    func waiting(
        _ source: String, _ key: String, in store: some Querying
    ) throws -> [RegistrationV1.HeldCommand] {
        try store.prepare(
            """
            SELECT record FROM held
            WHERE region = $region AND source = $source AND source_key = $key
            """
        ).rows([("region", .text(region)), ("source", .text(source)), ("key", .text(key))]).map {
            try RegistrationV1.HeldCommand(decoding: $0.blob("record"))
        }
    }

    /// What of a batch still waits, in the batch's order.
    func held(
        of receipt: RegistrationV1.Receipt, in store: some Querying
    ) throws -> [RegistrationV1.HeldSummary] {
        try receipt.results.filter { $0.outcome == .held }.flatMap { result in
            // A later batch may have put its own command in the place of this one's.
            try waiting(receipt.source, result.sourceKey, in: store)
                .filter { $0.batchID == receipt.batchID }
                .map { held in
                    RegistrationV1.HeldSummary(
                        heldID: held.heldID, sourceKey: result.sourceKey, waitsFor: held.waitsFor,
                        heldSinceMilliseconds: held.heldSinceMilliseconds)
                }
        }
    }

    func page(
        after last: [UInt8], size: Int, in store: some Querying
    ) throws -> [RegistrationV1.HeldCommand] {
        try store.query(
            """
            SELECT record FROM held WHERE region = $region AND held_id > $after
            ORDER BY held_id LIMIT $size
            """,
            ["region": .text(region), "after": .blob(last), "size": .integer(Int64(size))]
        ).map { try RegistrationV1.HeldCommand(decoding: $0.blob("record")) }
    }

    func count(in store: some Querying) throws -> UInt64 {
        let row = try store.first(
            "SELECT count(*) AS n FROM held WHERE region = $region", ["region": .text(region)])
        return UInt64(clamping: try row?.integer("n") ?? 0)
    }
}
