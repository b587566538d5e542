import Access
import Messages
import Storage

/// Remembers who was erased: ids, numbers, time and reason, no personal data.
///
/// Digests of an erasure that was made here are plain, those of one that was repeated from a list are under the key.
struct ErasureRows {
    let region: String

    /// Remembers an erasure.
    func save(_ erasure: RegistrationV1.Erasure, in transaction: Transaction) throws {
        try transaction.execute(
            """
            INSERT INTO erased
                (region, subject_id, household_id, case_number, person_key, command_digest, record)
            VALUES ($region, $subject, $household, $number, $key, $digest, $record)
            """,
            [
                "region": .text(region), "subject": .blob(erasure.subjectID),
                // By these it is asked what became of a household: a record that went alone is none.
                "household": .blob(
                    erasure.isOfRecordAlone ? erasure.subjectID : erasure.householdID),
                "number": .text(erasure.isOfRecordAlone ? "" : erasure.caseNumber),
                "key": erasure.personID.isEmpty ? .null : .blob(erasure.personKeyDigest),
                "digest": erasure.commandDigest.isEmpty ? .null : .blob(erasure.commandDigest),
                "record": .blob(try erasure.encoded()),
            ])
    }

    /// Whether what a command says was erased, though its household stays.
    ///
    /// - Parameter fingerprint: of the command as it was handed in.
    func isErased(command fingerprint: [UInt8], in store: some Querying) throws -> Bool {
        try store.first(
            """
            SELECT 1 AS one FROM erased
            WHERE region = $region AND command_digest IN ($digest, $sealed)
            """,
            [
                "region": .text(region), "digest": .blob(fingerprint),
                "sealed": .blob(try key(in: store).sealed(fingerprint)),
            ]) != nil
    }

    /// The key of this database.
    func key(in store: some Querying) throws -> ErasureKey {
        guard let row = try store.first("SELECT key FROM erasure_key") else {
            throw StorageError(.corrupt, "the key of erasures is missing")
        }
        return ErasureKey(try row.blob("key"))
    }

    /// The erasure of a household, of one person, of a correction or of something held.
    func erasure(of subjectID: [UInt8], in store: some Querying) throws -> RegistrationV1.Erasure? {
        try store.first(
            "SELECT record FROM erased WHERE region = $region AND subject_id = $subject",
            ["region": .text(region), "subject": .blob(subjectID)]
        ).map(decode)
    }

    /// The erasure of the whole household that had a case number.
    func erasure(
        caseNumber: String, in store: some Querying
    ) throws -> RegistrationV1.Erasure? {
        try store.first(
            """
            SELECT record FROM erased
            WHERE region = $region AND case_number = $number AND person_key IS NULL
            """,
            ["region": .text(region), "number": .text(caseNumber)]
        ).map(decode)
    }

    /// Digests of what a household called its people who were erased; an empty one for each who was known by the place in
    /// the list alone.
    func personKeys(of householdID: [UInt8], in store: some Querying) throws -> [[UInt8]] {
        try store.query(
            """
            SELECT person_key FROM erased
            WHERE region = $region AND household_id = $household AND person_key IS NOT NULL
            """,
            ["region": .text(region), "household": .blob(householdID)]
        ).map { try $0.blob("person_key") }
    }

    func page(
        after last: [UInt8], size: Int, in store: some Querying
    ) throws -> [RegistrationV1.Erasure] {
        try store.query(
            """
            SELECT record FROM erased WHERE region = $region AND subject_id > $after
            ORDER BY subject_id LIMIT $size
            """,
            ["region": .text(region), "after": .blob(last), "size": .integer(Int64(size))]
        ).map(decode)
    }

    /// A person's key as it is remembered: a source may call people by a number that others know them by.
    static func digest(of key: String, in householdID: [UInt8]) -> [UInt8] {
        Digest.blake2b128(householdID + Array(key.utf8))
    }

    private func decode(_ row: Row) throws -> RegistrationV1.Erasure {
        try RegistrationV1.Erasure(decoding: row.blob("record"))
    }
}

extension RegistrationV1.Erasure {
    /// What it is of: a person, a correction, something held, or else a household.
    var subjectID: [UInt8] {
        [personID, correctionID, heldID].first { !$0.isEmpty } ?? householdID
    }

    /// Whether it is of a correction or of something held, and no household or person of one was erased.
    var isOfRecordAlone: Bool { !correctionID.isEmpty || !heldID.isEmpty }
}
