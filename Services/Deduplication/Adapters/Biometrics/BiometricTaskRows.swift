import Basics
import Catalogue
import DeduplicationCore
import Storage

/// Reads and writes what waits for the matcher.
struct BiometricTaskRows: Sendable {
    let region: String

    // A sequence is no smaller than the time in milliseconds: that of a task that went and came back is another one.

    /// Asks for something; where it waits already it begins anew, with all its tries.
    func add(
        _ kind: BiometricTask.Kind, _ subject: RecordID, at time: Timestamp,
        in transaction: Transaction
    ) throws {
        try transaction.prepare(
            """
            INSERT INTO biometric_task (region, kind, subject, sequence, since, tries, due, reason)
            VALUES ($region, $kind, $subject, (SELECT max(coalesce(max(sequence), 0) + 1, $since)
                FROM biometric_task WHERE region = $region AND kind = $kind), $since, 0, 0, '')
            ON CONFLICT (region, kind, subject) DO UPDATE SET sequence = excluded.sequence,
                tries = 0, due = 0, reason = ''
            """
        ).run([
            ("region", .text(region)), ("kind", .integer(kind.rawValue)), ("subject", .id(subject)),
            ("since", .time(time)),
        ])
    }

    /// What is due of one kind, in the order of asking.
    ///
    /// - Parameter areAside: whether those that were set aside are meant, or the others.
    func due(
        _ kind: BiometricTask.Kind, areAside: Bool = false, at time: Timestamp, limit: Int,
        in store: some Querying
    ) throws -> [BiometricTask] {
        try store.query(
            """
            SELECT subject, sequence, tries FROM biometric_task
            WHERE region = $region AND kind = $kind AND due <= $now
                AND (tries >= $max) = $aside
            ORDER BY sequence LIMIT $limit
            """,
            [
                "region": .text(region), "kind": .integer(kind.rawValue), "now": .time(time),
                "max": .integer(Int64(BiometricCheckLimits.triesMax)), "aside": .bool(areAside),
                "limit": .integer(Int64(limit)),
            ]
        ).map {
            BiometricTask(
                kind: kind, subject: try $0.id("subject"), sequence: try $0.integer("sequence"),
                tries: Int(try $0.integer("tries")))
        }
    }

    /// Whether a task waits still: false where it was asked for again meanwhile, or is not wanted any more.
    func holds(_ task: BiometricTask, in store: some Querying) throws -> Bool {
        try store.first(
            """
            SELECT 1 FROM biometric_task WHERE region = $region AND kind = $kind
                AND subject = $subject AND sequence = $sequence
            """, key(task)) != nil
    }

    /// Takes a task off the queue; false where it was asked for again meanwhile, or is not wanted any more, so that its
    /// answer says nothing.
    func finish(_ task: BiometricTask, in transaction: Transaction) throws -> Bool {
        try transaction.execute(
            """
            DELETE FROM biometric_task WHERE region = $region AND kind = $kind
                AND subject = $subject AND sequence = $sequence
            """, key(task)) == 1
    }

    /// Notes that a try failed.
    func fail(
        _ task: BiometricTask, _ reason: BiometricsMessage, tries: Int, due: Timestamp,
        in transaction: Transaction
    ) throws {
        try transaction.execute(
            """
            UPDATE biometric_task SET tries = $tries, due = $due, reason = $reason
            WHERE region = $region AND kind = $kind AND subject = $subject
                AND sequence = $sequence
            """,
            key(task).merging([
                "tries": .integer(Int64(tries)), "due": .time(due),
                "reason": .text(MessageKey.biometrics(reason).rawValue),
            ]) { _, new in new })
    }

    /// Drops what was asked for.
    func remove(
        _ kind: BiometricTask.Kind, _ subject: RecordID, in transaction: Transaction
    ) throws {
        try transaction.execute(
            """
            DELETE FROM biometric_task
            WHERE region = $region AND kind = $kind AND subject = $subject
            """,
            [
                "region": .text(region), "kind": .integer(kind.rawValue), "subject": .id(subject),
            ])
    }

    /// Lets what failed be tried again at once.
    func retryAll(in transaction: Transaction) throws {
        try transaction.execute(
            """
            UPDATE biometric_task SET tries = 0, due = 0, reason = ''
            WHERE region = $region AND tries > 0
            """, ["region": .text(region)])
    }

    /// Asks for everybody to be enrolled who is not in a gallery.
    func enrolAll(into gallery: [UInt8], at time: Timestamp, in transaction: Transaction) throws {
        try transaction.execute(
            """
            INSERT INTO biometric_task (region, kind, subject, sequence, since, tries, due, reason)
            SELECT s.region, $kind, s.person_id,
                row_number() OVER (ORDER BY s.person_id)
                    + (SELECT max(coalesce(max(sequence), 0), $since) FROM biometric_task
                        WHERE region = $region AND kind = $kind),
                $since, 0, 0, ''
            FROM biometric_subject AS s
            WHERE s.region = $region AND s.gallery <> $gallery
            ON CONFLICT (region, kind, subject) DO NOTHING
            """,
            [
                "region": .text(region), "kind": .integer(BiometricTask.Kind.enrol.rawValue),
                "since": .time(time), "gallery": .blob(gallery),
            ])
    }

    /// What is waited for of a subject: since when, how often it was tried, and why it failed.
    func waiting(
        _ kinds: [BiometricTask.Kind], of subject: RecordID, in store: some Querying
    ) throws -> [(since: Timestamp, tries: Int, reason: String)] {
        try kinds.compactMap { kind in
            try store.first(
                """
                SELECT since, tries, reason FROM biometric_task
                WHERE region = $region AND kind = $kind AND subject = $subject
                """,
                [
                    "region": .text(region), "kind": .integer(kind.rawValue),
                    "subject": .id(subject),
                ]
            ).map { (try $0.time("since"), Int(try $0.integer("tries")), try $0.text("reason")) }
        }
    }

    /// How many wait and how many were set aside, since when, and the most frequent reason of the latter.
    func counts(
        in store: some Querying
    ) throws -> (waiting: UInt64, since: Int64, failed: UInt64, failedSince: Int64, reason: String)
    {
        let arguments: [String: Value] = [
            "region": .text(region), "max": .integer(Int64(BiometricCheckLimits.triesMax)),
        ]
        let row = try store.first(
            """
            SELECT coalesce(sum(CASE WHEN tries < $max THEN 1 ELSE 0 END), 0) AS waiting,
                coalesce(min(CASE WHEN tries < $max THEN since END), 0) AS since,
                coalesce(sum(CASE WHEN tries < $max THEN 0 ELSE 1 END), 0) AS failed,
                coalesce(min(CASE WHEN tries < $max THEN NULL ELSE since END), 0) AS failed_since
            FROM biometric_task WHERE region = $region
            """, arguments)
        let reason = try store.first(
            """
            SELECT reason FROM biometric_task WHERE region = $region AND tries >= $max
            GROUP BY reason ORDER BY count(*) DESC, reason LIMIT 1
            """, arguments)
        return (
            UInt64(clamping: try row?.integer("waiting") ?? 0), try row?.integer("since") ?? 0,
            UInt64(clamping: try row?.integer("failed") ?? 0),
            try row?.integer("failed_since") ?? 0, try reason?.text("reason") ?? ""
        )
    }

    private func key(_ task: BiometricTask) -> [String: Value] {
        [
            "region": .text(region), "kind": .integer(task.kind.rawValue),
            "subject": .id(task.subject), "sequence": .integer(task.sequence),
        ]
    }
}
