import Access
import Basics
import Biometrics
import DeduplicationCore
import Storage

/// Reads and writes fingerprints, sealed, and what the matcher knows their people by.
struct FingerprintRows: Sendable {
    /// A finger that is kept, without its minutiae.
    struct Kept: Sendable {
        let finger: FingerPosition
        let quality: UInt8
        let keyID: [UInt8]
        let sealed: [UInt8]
    }

    let region: String

    /// The fingers that are kept of a person, in their order.
    func fingers(of person: RecordID, in store: some Querying) throws -> [Kept] {
        try store.prepare(
            """
            SELECT finger, quality, key_id, sealed FROM fingerprint
            WHERE region = $region AND person_id = $person AND modality = $modality
            ORDER BY finger
            """
        ).rows([("region", .text(region)), ("person", .id(person)), ("modality", modality)])
            .map { row in
                guard let finger = FingerPosition(rawValue: UInt8(clamping: try row.integer(0)))
                else { throw StorageError(.unreadable, "a stored fingerprint is of no finger") }
                return Kept(
                    finger: finger, quality: UInt8(clamping: try row.integer(1)),
                    keyID: try row.blob(2), sealed: try row.blob(3))
            }
    }

    /// The records of a person, opened.
    ///
    /// - Throws: `AccessError` where a key is missing or something was altered.
    func records(
        of person: RecordID, with keys: StorageKeyring, in store: some Querying
    ) throws -> [FingerRecord] {
        try fingers(of: person, in: store).map { kept in
            let place = FingerprintPlace(region: region, person: person, finger: kept.finger)
            let bytes = try keys.open(kept.sealed, context: place.context)
            do {
                return try FingerRecord(bytes)
            } catch {
                throw AccessError(.malformedBox, "what was sealed is no fingerprint record")
            }
        }
    }

    /// Keeps a finger, in the place of the one that was there.
    func save(
        _ record: FingerRecord, _ finger: FingerPosition, of person: RecordID,
        with keys: StorageKeyring, consentedAt: Timestamp, at time: Timestamp, by subject: String,
        in transaction: Transaction
    ) throws {
        let place = FingerprintPlace(region: region, person: person, finger: finger)
        try transaction.prepare(
            """
            INSERT INTO fingerprint (region, person_id, modality, finger, quality, key_id, sealed,
                consented_at, stored_at, stored_by)
            VALUES ($region, $person, $modality, $finger, $quality, $key, $sealed, $consented,
                $stored, $by)
            ON CONFLICT (region, person_id, modality, finger) DO UPDATE SET
                quality = excluded.quality, key_id = excluded.key_id, sealed = excluded.sealed,
                consented_at = excluded.consented_at, stored_at = excluded.stored_at,
                stored_by = excluded.stored_by
            """
        ).run([
            ("region", .text(region)), ("person", .id(person)), ("modality", modality),
            ("finger", .integer(Int64(finger.rawValue))),
            ("quality", .integer(Int64(record.quality))), ("key", .blob(keys.sealingID)),
            ("sealed", .blob(keys.seal(record.bytes, context: place.context))),
            ("consented", .time(consentedAt)), ("stored", .time(time)), ("by", .text(subject)),
        ])
    }

    /// Deletes everything that is kept of a person; says how many fingers and what the matcher knows the person by.
    func remove(
        _ person: RecordID, in transaction: Transaction
    ) throws -> (fingers: Int, reference: RecordID?) {
        let reference = try reference(of: person, in: transaction)
        let arguments: [String: Value] = ["region": .text(region), "person": .id(person)]
        let fingers = try transaction.execute(
            "DELETE FROM fingerprint WHERE region = $region AND person_id = $person", arguments)
        try transaction.execute(
            "DELETE FROM biometric_subject WHERE region = $region AND person_id = $person",
            arguments)
        return (fingers, reference)
    }

    /// What the matcher knows a person by; nil where nothing is kept of the person.
    func reference(of person: RecordID, in store: some Querying) throws -> RecordID? {
        try store.prepare(
            """
            SELECT reference FROM biometric_subject
            WHERE region = $region AND person_id = $person
            """
        ).first([("region", .text(region)), ("person", .id(person))]).map { try $0.id(0) }
    }

    /// Who is known by a reference; nil where it is nobody's any more.
    func person(_ reference: RecordID, in store: some Querying) throws -> RecordID? {
        try store.prepare(
            """
            SELECT person_id FROM biometric_subject
            WHERE region = $region AND reference = $reference
            """
        ).first([("region", .text(region)), ("reference", .id(reference))]).map { try $0.id(0) }
    }

    /// Notes a person of whom something is kept; in no gallery until the matcher says so.
    func addSubject(_ person: RecordID, in transaction: Transaction) throws {
        guard let reference = RecordID(bytes: secureRandomBytes(RecordID.byteCount)) else {
            preconditionFailure("an id has 16 bytes")
        }
        try transaction.execute(
            """
            INSERT INTO biometric_subject (region, person_id, reference, gallery)
            VALUES ($region, $person, $reference, $none)
            ON CONFLICT (region, person_id) DO UPDATE SET gallery = excluded.gallery
            """,
            [
                "region": .text(region), "person": .id(person), "reference": .id(reference),
                "none": .blob([]),
            ])
    }

    /// Notes that a person is enrolled.
    func enrolled(
        _ person: RecordID, in gallery: [UInt8], in transaction: Transaction
    ) throws {
        try transaction.execute(
            """
            UPDATE biometric_subject SET gallery = $gallery
            WHERE region = $region AND person_id = $person
            """, ["region": .text(region), "person": .id(person), "gallery": .blob(gallery)])
    }

    /// How many people something is kept of.
    func subjectCount(in store: some Querying) throws -> Int {
        let row = try store.first(
            "SELECT count(*) FROM biometric_subject WHERE region = $region",
            ["region": .text(region)])
        return Int(try row?.integer(0) ?? 0)
    }

    /// Notes that nobody is known to be in the gallery, as after a restored backup: who was forgotten since is back here
    /// and not there.
    func leaveGallery(in transaction: Transaction) throws {
        try transaction.execute(
            "UPDATE biometric_subject SET gallery = $none WHERE region = $region",
            ["region": .text(region), "none": .blob([])])
    }

    /// Notes where everybody lives who is on record, before the records are read anew.
    func noteHouseholds(in transaction: Transaction) throws {
        try transaction.execute(
            """
            UPDATE biometric_subject AS s SET household_id = r.household_id FROM record AS r
            WHERE s.region = $region AND r.region = s.region AND r.person_id = s.person_id
            """, ["region": .text(region)])
    }

    /// People of whom something is kept and who are not on record, but lived in a household when they were.
    func orphans(
        ofHousehold household: RecordID, in store: some Querying
    ) throws -> [RecordID] {
        try store.query(
            """
            SELECT s.person_id FROM biometric_subject AS s
            WHERE s.region = $region AND s.household_id = $household AND s.household_id <> x''
                AND NOT EXISTS (SELECT 1 FROM record AS r
                    WHERE r.region = s.region AND r.person_id = s.person_id)
            ORDER BY s.person_id
            """, ["region": .text(region), "household": .id(household)]
        ).map { try $0.id(0) }
    }

    /// How many people something is kept of who are not on record.
    func orphanCount(in store: some Querying) throws -> UInt64 {
        let row = try store.first(
            """
            SELECT count(*) FROM biometric_subject AS s
            WHERE s.region = $region AND NOT EXISTS (SELECT 1 FROM record AS r
                WHERE r.region = s.region AND r.person_id = s.person_id)
            """, ["region": .text(region)])
        return UInt64(clamping: try row?.integer(0) ?? 0)
    }

    /// People of whom something is kept and who are not on record, from after one, with the household where that is known.
    func orphans(
        after last: RecordID, limit: Int, in store: some Querying
    ) throws -> [(person: RecordID, household: RecordID?)] {
        try store.query(
            """
            SELECT s.person_id, s.household_id FROM biometric_subject AS s
            WHERE s.region = $region AND s.person_id > $after AND NOT EXISTS (
                SELECT 1 FROM record AS r
                WHERE r.region = s.region AND r.person_id = s.person_id)
            ORDER BY s.person_id LIMIT $limit
            """,
            [
                "region": .text(region), "after": .id(last), "limit": .integer(Int64(limit)),
            ]
        ).map { (try $0.id(0), RecordID(bytes: try $0.blob(1))) }
    }

    /// Seals anew what another key sealed: some people's, from after one.
    ///
    /// - Returns: the last person looked at; nil at the end. What no key opens, or is damaged, stays as it is.
    func reseal(
        with keys: StorageKeyring, after last: RecordID, in transaction: Transaction
    ) throws -> RecordID? {
        let rows = try transaction.query(
            """
            SELECT DISTINCT person_id FROM fingerprint
            WHERE region = $region AND person_id > $after AND key_id <> $key
            ORDER BY person_id LIMIT $limit
            """,
            [
                "region": .text(region), "after": .id(last), "key": .blob(keys.sealingID),
                "limit": .integer(Int64(BiometricCheckLimits.resealedMax)),
            ])
        let people = try rows.map { try $0.id(0) }
        for person in people {
            let fingers: [Kept]
            do {
                fingers = try self.fingers(of: person, in: transaction)
            } catch let error as StorageError where error.code == .unreadable {
                continue
            }
            for kept in fingers where kept.keyID != keys.sealingID {
                let context = FingerprintPlace(region: region, person: person, finger: kept.finger)
                    .context
                guard let plain = try? keys.open(kept.sealed, context: context) else { continue }
                try transaction.execute(
                    """
                    UPDATE fingerprint SET key_id = $key, sealed = $sealed
                    WHERE region = $region AND person_id = $person AND modality = $modality
                        AND finger = $finger
                    """,
                    [
                        "region": .text(region), "person": .id(person), "modality": modality,
                        "finger": .integer(Int64(kept.finger.rawValue)),
                        "key": .blob(keys.sealingID),
                        "sealed": .blob(keys.seal(plain, context: context)),
                    ])
            }
        }
        return people.last
    }

    /// Fingers that none of the keys opens.
    func unreadable(with keys: StorageKeyring?, in store: some Querying) throws -> UInt64 {
        try store.query(
            "SELECT key_id, count(*) AS fingers FROM fingerprint WHERE region = $region "
                + "GROUP BY key_id", ["region": .text(region)]
        ).reduce(0) { total, row in
            let isKnown = keys?.holds(try row.blob("key_id")) == true
            return total + (isKnown ? 0 : UInt64(clamping: try row.integer("fingers")))
        }
    }

    private var modality: Value { .integer(Int64(FingerprintPlace.modality)) }
}
