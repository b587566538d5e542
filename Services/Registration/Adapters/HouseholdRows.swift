import Basics
import Messages
import RegistrationCore
import Storage

/// Reads and writes households, their people and their source keys.
struct HouseholdRows {
    let region: String

    func household(_ id: [UInt8], in store: some Querying) throws -> RegistrationV1.Household? {
        try store.first(
            "SELECT record FROM household WHERE region = $region AND household_id = $id",
            ["region": .text(region), "id": .blob(id)]
        ).map(decode)
    }

    func household(caseNumber: String, in store: some Querying) throws -> RegistrationV1.Household?
    {
        try store.first(
            "SELECT record FROM household WHERE region = $region AND case_number = $number",
            ["region": .text(region), "number": .text(caseNumber)]
        ).map(decode)
    }

    /// The household that a command names by id or case number.
    func household(
        namedBy command: RegistrationV1.Command, in store: some Querying
    ) throws -> RegistrationV1.Household? {
        let (id, number) = command.householdName
        if !id.isEmpty { return try household(id, in: store) }
        guard let number = CaseNumber(number) else { return nil }
        return try household(caseNumber: number.description, in: store)
    }

    func householdID(ofPerson personID: [UInt8], in store: some Querying) throws -> [UInt8]? {
        try store.first(
            "SELECT household_id FROM person WHERE region = $region AND person_id = $id",
            ["region": .text(region), "id": .blob(personID)]
        ).map { try $0.blob("household_id") }
    }

    func page(
        after last: [UInt8], size: Int, stage: RegistrationV1.Stage, placeCodes: [String],
        in store: some Querying
    ) throws -> [RegistrationV1.Household] {
        var conditions = ""
        var arguments: [String: Value] = [
            "region": .text(region), "after": .blob(last), "size": .integer(Int64(size)),
        ]
        if stage != .unspecified {
            conditions += " AND stage = $stage"
            arguments["stage"] = .integer(Int64(stage.rawValue))
        }
        if !placeCodes.isEmpty {
            let names = placeCodes.indices.map { "$place\($0)" }
            conditions += " AND place_code IN (\(names.joined(separator: ", ")))"
            for (index, code) in placeCodes.enumerated() {
                arguments["place\(index)"] = .text(code)
            }
        }
        return try store.query(
            """
            SELECT record FROM household WHERE region = $region AND household_id > $after\(conditions)
            ORDER BY household_id LIMIT $size
            """, arguments
        ).map(decode)
    }

    func save(
        _ household: RegistrationV1.Household, at time: Timestamp, in transaction: Transaction
    ) throws {
        try transaction.prepare(
            """
            INSERT INTO household (region, household_id, case_number, stage, place_code, revision,
                recorded_at, record)
            VALUES ($region, $id, $number, $stage, $place, $revision, $at, $record)
            ON CONFLICT (region, household_id) DO UPDATE SET stage = excluded.stage,
                place_code = excluded.place_code, revision = excluded.revision,
                recorded_at = excluded.recorded_at, record = excluded.record
            """
        ).run([
            ("region", .text(region)), ("id", .blob(household.householdID)),
            ("number", .text(household.caseNumber)),
            ("stage", .integer(Int64(household.stage.rawValue))),
            ("place", .text(household.place?.code ?? "")),
            ("revision", .integer(Int64(household.revision))), ("at", .time(time)),
            ("record", .blob(try household.encoded())),
        ])
        let people = try transaction.prepare(
            """
            INSERT INTO person (region, person_id, household_id) VALUES ($region, $id, $household)
            ON CONFLICT (region, person_id) DO NOTHING
            """)
        for person in household.members {
            try people.run([
                ("region", .text(region)), ("id", .blob(person.personID)),
                ("household", .blob(household.householdID)),
            ])
        }
    }

    func remove(_ household: RegistrationV1.Household, in transaction: Transaction) throws {
        for person in household.members { try remove(person: person.personID, in: transaction) }
        try transaction.execute(
            "DELETE FROM household WHERE region = $region AND household_id = $id",
            ["region": .text(region), "id": .blob(household.householdID)])
    }

    /// Takes a person off the list of who is in which household; the household's record is not changed.
    func remove(person personID: [UInt8], in transaction: Transaction) throws {
        try transaction.execute(
            "DELETE FROM person WHERE region = $region AND person_id = $id",
            ["region": .text(region), "id": .blob(personID)])
    }

    private func decode(_ row: Row) throws -> RegistrationV1.Household {
        try RegistrationV1.Household(decoding: row.blob("record"))
    }
}

/// Which household a source means by a key.
struct SourceKeyRows {
    struct Entry {
        let householdID: [UInt8]
        /// Digest of the form by which the source last described it.
        let fingerprint: [UInt8]
        /// When the source last said something of it, as far as that could be taken; see `SaidAt`.
        let saidAtMilliseconds: Int64
    }

    let region: String

    func entry(_ source: String, _ key: String, in store: some Querying) throws -> Entry? {
        try store.prepare(
            """
            SELECT household_id, fingerprint, said_at FROM source_key
            WHERE region = $region AND source = $source AND source_key = $key
            """
        ).first([("region", .text(region)), ("source", .text(source)), ("key", .text(key))]).map {
            Entry(
                householdID: try $0.blob("household_id"), fingerprint: try $0.blob("fingerprint"),
                saidAtMilliseconds: try $0.integer("said_at"))
        }
    }

    /// The sources that handed in a household.
    func sources(of householdID: [UInt8], in store: some Querying) throws -> [String] {
        try store.query(
            """
            SELECT DISTINCT source FROM source_key
            WHERE region = $region AND household_id = $household
            """,
            ["region": .text(region), "household": .blob(householdID)]
        ).map { try $0.text("source") }
    }

    /// The forms that a household is known by, so many as an erasure may name.
    func forms(
        of householdID: [UInt8], in store: some Querying
    ) throws -> [RegistrationV1.FormKey] {
        try store.query(
            """
            SELECT source, source_key FROM source_key
            WHERE region = $region AND household_id = $household
            ORDER BY source, source_key LIMIT $max
            """,
            [
                "region": .text(region), "household": .blob(householdID),
                "max": .integer(Int64(RegistrationLimits.formsPerErasureMax)),
            ]
        ).map {
            RegistrationV1.FormKey(
                source: try $0.text("source"), sourceKey: try $0.text("source_key"))
        }
    }

    func save(
        _ source: String, _ key: String, _ entry: Entry, in transaction: Transaction
    ) throws {
        try transaction.prepare(
            """
            INSERT INTO source_key (region, source, source_key, household_id, fingerprint, said_at)
            VALUES ($region, $source, $key, $household, $fingerprint, $said)
            ON CONFLICT (region, source, source_key) DO UPDATE SET
                household_id = excluded.household_id, fingerprint = excluded.fingerprint,
                said_at = CASE WHEN excluded.said_at > source_key.said_at
                    THEN excluded.said_at ELSE source_key.said_at END
            """
        ).run([
            ("region", .text(region)), ("source", .text(source)), ("key", .text(key)),
            ("household", .blob(entry.householdID)), ("fingerprint", .blob(entry.fingerprint)),
            ("said", .integer(entry.saidAtMilliseconds)),
        ])
    }

    /// Notes that a source said something under a key, where the key means a household already.
    func note(
        _ source: String, _ key: String, saidAt milliseconds: Int64, in transaction: Transaction
    ) throws {
        try transaction.execute(
            """
            UPDATE source_key SET said_at = $said
            WHERE region = $region AND source = $source AND source_key = $key AND said_at < $said
            """,
            [
                "region": .text(region), "source": .text(source), "key": .text(key),
                "said": .integer(milliseconds),
            ])
    }
}
