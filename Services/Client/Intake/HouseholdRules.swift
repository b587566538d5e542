internal import Catalogue
internal import Messages

/// The rules of registration that a file alone can break, so that a team hears of them before it
/// has a connection. What the region refuses beyond them comes with its receipt, under the same keys.
struct HouseholdRules {
    let options: IntakeOptions
    /// The household's own cells.
    let merged: IntakeRow
    /// A row for each member.
    let rows: [IntakeRow]
    private(set) var problems: [IntakeProblem] = []

    /// The code of the head among the relations.
    private static let head = "head"

    init(options: IntakeOptions, merged: IntakeRow, rows: [IntakeRow]) {
        self.options = options
        self.merged = merged
        self.rows = rows
    }

    /// What a household breaks.
    mutating func check(_ household: RegistrationV1.Household, isPreRegistration: Bool) {
        if household.place == nil { require(.place, merged) }
        check(household.arrivedOn, .arrivedOn, merged)
        // Rows and members are as many: a row that is no member is a problem found before.
        for (row, person) in zip(rows, household.members) { check(person, row) }
        let heads = zip(rows, household.members).filter { $1.relationship == Self.head }
        if heads.isEmpty {
            add(rows[0].problem(.relationship, .registrationHousehold(.headMissing)))
        } else if heads.count > 1 {
            add(
                heads[1].0.problem(
                    .relationship, .registrationHousehold(.headsMany), ["count": "\(heads.count)"]))
        }
        checkRepeats(household.members)
        if isPreRegistration, household.declaredSize < household.members.count {
            require(.declaredSize, merged)
        }
    }

    /// What a departure breaks.
    mutating func check(_ departure: RegistrationV1.Depart) {
        if departure.departedOn == nil { require(.departedOn, merged) }
        check(departure.departedOn, .departedOn, merged)
    }

    private mutating func check(_ person: RegistrationV1.Person, _ row: IntakeRow) {
        check(person.birthDate, row[.birthDate] == nil ? .age : .birthDate, row)
        if person.relationship.isEmpty { require(.relationship, row) }
        if person.populationGroup.isEmpty { require(.populationGroup, row) }
        for document in person.documents where !document.issuer.isEmpty {
            let isCountry =
                document.issuer.utf8.count == 3
                && document.issuer.utf8.allSatisfy { (0x41...0x5A).contains($0) }
            if !isCountry { add(row.problem(.documentIssuer, .registration(.documentMalformed))) }
        }
    }

    private mutating func check(
        _ date: CommonV1.PartialDate?, _ field: IntakeField, _ row: IntakeRow
    ) {
        guard let date, let key = options.problem(of: date, since: IntakeLimits.yearMin) else {
            return
        }
        add(row.problem(field, key, ["year": "\(IntakeLimits.yearMin)"]))
    }

    /// Two people of one number, or two without a number who are alike in everything.
    private mutating func checkRepeats(_ members: [RegistrationV1.Person]) {
        var keys: Set<String> = []
        var unnumbered: Set<RegistrationV1.Person> = []
        for (row, person) in zip(rows, members) {
            let isNew =
                person.sourceKey.isEmpty
                ? unnumbered.insert(person).inserted : keys.insert(person.sourceKey).inserted
            if !isNew { add(row.problem(.person, .registrationHousehold(.duplicatePersonKey))) }
        }
    }

    /// A column that is blank is named by its field.
    private mutating func require(_ field: IntakeField, _ row: IntakeRow) {
        add(
            IntakeProblem(
                row: row.row, header: row[field]?.header ?? field.rawValue,
                key: .registration(.required)))
    }

    private mutating func add(_ problem: IntakeProblem) { problems.append(problem) }
}
