import Basics
import Messages
import Storage

/// Reads and writes proposed changes to households that are there.
struct CorrectionRows {
    let region: String

    func save(
        _ correction: RegistrationV1.Correction, fingerprint: [UInt8], in transaction: Transaction
    ) throws {
        try transaction.prepare(
            """
            INSERT INTO correction (region, correction_id, household_id, state, fingerprint, record)
            VALUES ($region, $id, $household, $state, $fingerprint, $record)
            """
        ).run([
            ("region", .text(region)), ("id", .blob(correction.correctionID)),
            ("household", .blob(correction.householdID)),
            ("state", .integer(Int64(correction.state.rawValue))),
            ("fingerprint", .blob(fingerprint)),
            ("record", .blob(try correction.encoded())),
        ])
    }

    func update(_ correction: RegistrationV1.Correction, in transaction: Transaction) throws {
        try transaction.execute(
            """
            UPDATE correction SET state = $state, record = $record
            WHERE region = $region AND correction_id = $id
            """,
            [
                "region": .text(region), "id": .blob(correction.correctionID),
                "state": .integer(Int64(correction.state.rawValue)),
                "record": .blob(try correction.encoded()),
            ])
    }

    /// A correction, with the digest of what proposed it.
    func correction(
        _ id: [UInt8], in store: some Querying
    ) throws -> (correction: RegistrationV1.Correction, fingerprint: [UInt8])? {
        try store.first(
            """
            SELECT record, fingerprint FROM correction
            WHERE region = $region AND correction_id = $id
            """,
            ["region": .text(region), "id": .blob(id)]
        ).map { (try decode($0), try $0.blob("fingerprint")) }
    }

    /// The open proposals for one household, each with the digest of what proposed it.
    func open(
        for householdID: [UInt8], in store: some Querying
    ) throws -> [(correction: RegistrationV1.Correction, fingerprint: [UInt8])] {
        try store.query(
            """
            SELECT record, fingerprint FROM correction
            WHERE region = $region AND household_id = $household AND state = $state
            ORDER BY correction_id
            """,
            [
                "region": .text(region), "household": .blob(householdID),
                "state": .integer(Int64(RegistrationV1.CorrectionState.proposed.rawValue)),
            ]
        ).map { (try decode($0), try $0.blob("fingerprint")) }
    }

    /// All that was ever proposed for one household.
    func all(
        for householdID: [UInt8], in store: some Querying
    ) throws -> [RegistrationV1.Correction] {
        try store.query(
            """
            SELECT record FROM correction WHERE region = $region AND household_id = $household
            ORDER BY correction_id
            """,
            ["region": .text(region), "household": .blob(householdID)]
        ).map(decode)
    }

    func removeAll(for householdID: [UInt8], in transaction: Transaction) throws {
        try transaction.execute(
            "DELETE FROM correction WHERE region = $region AND household_id = $household",
            ["region": .text(region), "household": .blob(householdID)])
    }

    func page(
        _ state: RegistrationV1.CorrectionState, after last: [UInt8], size: Int,
        in store: some Querying
    ) throws -> [RegistrationV1.Correction] {
        try store.query(
            """
            SELECT record FROM correction
            WHERE region = $region AND state = $state AND correction_id > $after
            ORDER BY correction_id LIMIT $size
            """,
            [
                "region": .text(region), "state": .integer(Int64(state.rawValue)),
                "after": .blob(last), "size": .integer(Int64(size)),
            ]
        ).map(decode)
    }

    func openCount(in store: some Querying) throws -> UInt64 {
        let row = try store.first(
            "SELECT count(*) AS n FROM correction WHERE region = $region AND state = $state",
            [
                "region": .text(region),
                "state": .integer(Int64(RegistrationV1.CorrectionState.proposed.rawValue)),
            ])
        return UInt64(clamping: try row?.integer("n") ?? 0)
    }

    private func decode(_ row: Row) throws -> RegistrationV1.Correction {
        try RegistrationV1.Correction(decoding: row.blob("record"))
    }
}
