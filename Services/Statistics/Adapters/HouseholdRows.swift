import StatisticsCore
import Storage

/// Keeps the households and people that registration recorded.
struct HouseholdRows: Sendable {
    let region: String
    let identities: IdentityRows

    init(region: String) {
        self.region = region
        identities = IdentityRows(region: region)
    }

    /// What is remembered of a person from one state of the household to the next.
    private struct Memory {
        let firstSequence: Int64
        /// 0 where the person was not registered before.
        let registeredOn: Int
    }

    /// Replaces what was known of a household.
    ///
    /// - Parameters:
    ///   - sequence: position of the event in registration's log; the order of records rests on it.
    ///   - day: day of registration, where it is one.
    func save(
        _ facts: HouseholdFacts, sequence: UInt64, day: Int, in transaction: Transaction
    ) throws {
        let number = try save(household: facts, day: day, in: transaction)
        var known = try memories(ofHousehold: number, in: transaction)
        try transaction.execute(
            "DELETE FROM person WHERE region = $region AND household = $household",
            ["region": .text(region), "household": .integer(number)])
        for member in facts.members {
            let memory =
                try known.removeValue(forKey: member.personID)
                ?? takeFromElsewhere(member.personID, in: transaction)
            try insert(
                member, of: facts, household: number,
                memory: Memory(
                    firstSequence: memory?.firstSequence ?? Int64(clamping: sequence),
                    registeredOn: facts.isRegistered
                        ? memory.flatMap { $0.registeredOn > 0 ? $0.registeredOn : nil } ?? day : 0),
                in: transaction)
        }
        for id in facts.members.map(\.personID) + known.keys {
            try identities.refresh(around: id, in: transaction)
        }
    }

    /// Drops what was known of a household.
    func erase(_ householdID: [UInt8], in transaction: Transaction) throws {
        guard let number = try number(of: householdID, in: transaction) else { return }
        let people = try memories(ofHousehold: number, in: transaction).keys
        try transaction.execute(
            "DELETE FROM person WHERE region = $region AND household = $household",
            ["region": .text(region), "household": .integer(number)])
        try transaction.execute(
            "DELETE FROM household WHERE region = $region AND household_id = $id",
            ["region": .text(region), "id": .blob(householdID)])
        for id in people { try identities.refresh(around: id, in: transaction) }
    }

    /// Drops everything that was made from registration's log.
    func eraseAll(in transaction: Transaction) throws {
        for table in ["person", "household"] {
            try transaction.execute(
                "DELETE FROM \(table) WHERE region = $region", ["region": .text(region)])
        }
    }

    private func save(
        household facts: HouseholdFacts, day: Int, in transaction: Transaction
    ) throws -> Int64 {
        let number =
            try number(of: facts.householdID, in: transaction) ?? nextNumber(in: transaction)
        try transaction.prepare(
            """
            INSERT INTO household (region, household_id, number, is_registered, place_code,
                people_pre_registered, recorded_on)
            VALUES ($region, $id, $number, $is_registered, $place_code, $people, $recorded_on)
            ON CONFLICT (region, household_id) DO UPDATE SET
                is_registered = excluded.is_registered, place_code = excluded.place_code,
                people_pre_registered = excluded.people_pre_registered
            """
        ).run([
            ("region", .text(region)), ("id", .blob(facts.householdID)),
            ("number", .integer(number)),
            ("is_registered", .bool(facts.isRegistered)), ("place_code", .text(facts.placeCode)),
            ("people", .integer(Int64(facts.peoplePreRegistered))),
            ("recorded_on", .integer(Int64(day))),
        ])
        return number
    }

    private func number(of householdID: [UInt8], in transaction: Transaction) throws -> Int64? {
        try transaction.first(
            "SELECT number FROM household WHERE region = $region AND household_id = $id",
            ["region": .text(region), "id": .blob(householdID)]
        )?.integer("number")
    }

    private func nextNumber(in transaction: Transaction) throws -> Int64 {
        let row = try transaction.first(
            "SELECT coalesce(max(number), 0) + 1 AS next FROM household WHERE region = $region",
            ["region": .text(region)])
        return try row?.integer("next") ?? 1
    }

    private func memories(
        ofHousehold number: Int64, in transaction: Transaction
    ) throws -> [[UInt8]: Memory] {
        let rows = try transaction.query(
            """
            SELECT person_id, first_sequence, registered_on FROM person
            WHERE region = $region AND household = $household
            """, ["region": .text(region), "household": .integer(number)])
        return try rows.reduce(into: [:]) { known, row in
            known[try row.blob("person_id")] = Memory(
                firstSequence: try row.integer("first_sequence"),
                registeredOn: Int(try row.integer("registered_on")))
        }
    }

    /// A person who was in another household: takes them out of it.
    private func takeFromElsewhere(
        _ personID: [UInt8], in transaction: Transaction
    ) throws -> Memory? {
        let rows = try transaction.query(
            """
            DELETE FROM person WHERE region = $region AND person_id = $id
            RETURNING first_sequence, registered_on
            """, ["region": .text(region), "id": .blob(personID)])
        return try rows.first.map {
            Memory(
                firstSequence: try $0.integer("first_sequence"),
                registeredOn: Int(try $0.integer("registered_on")))
        }
    }

    private func insert(
        _ member: HouseholdFacts.Member, of facts: HouseholdFacts, household: Int64, memory: Memory,
        in transaction: Transaction
    ) throws {
        try transaction.prepare(
            """
            INSERT INTO person (region, household, person_id, place_code, population_group, sex,
                birth, needs, registered_on, first_sequence, is_counted, is_net)
            VALUES ($region, $household, $id, $place_code, $group, $sex, $birth, $needs,
                $registered_on, $first_sequence, $is_counted, $is_net)
            """
        ).run([
            ("region", .text(region)), ("household", .integer(household)),
            ("id", .blob(member.personID)), ("place_code", .text(facts.placeCode)),
            ("group", .text(member.populationGroup)), ("sex", .integer(Int64(member.sex))),
            ("birth", .integer(Int64(member.birth.rawValue))), ("needs", .text(member.needs)),
            ("registered_on", .integer(Int64(memory.registeredOn))),
            ("first_sequence", .integer(memory.firstSequence)),
            ("is_counted", .bool(member.isCounted)), ("is_net", .bool(member.isCounted)),
        ])
    }
}
