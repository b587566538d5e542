internal import Catalogue
internal import Messages
internal import Reference

/// Makes one command of the rows of one household.
struct HouseholdAssembler {
    let reading: ValueReading

    /// The command, or nil where anything is wrong with the household, and all that is wrong.
    ///
    /// - Parameter isWhole: whether every row of it could be read; a rule about the household says
    ///   nothing of a part of it.
    func assemble(
        sourceKey: String, stage: IntakeOptions.Stage, rows: [IntakeRow], isWhole: Bool
    ) -> (command: RegistrationV1.Command?, problems: [IntakeProblem]) {
        var collector = ProblemCollector()
        let merged = mergeHouseholdCells(rows, &collector)
        let action: RegistrationV1.Command.Action
        var rules = HouseholdRules(options: reading.options, merged: merged, rows: rows)
        switch stage {
        case .registration, .preRegistration, .correction:
            let household = household(merged, stage, rows, &collector)
            guard collector.problems.isEmpty else { return (nil, collector.problems) }
            rules.check(household, isPreRegistration: stage == .preRegistration)
            switch stage {
            case .preRegistration: action = .preRegister(.init(household: household))
            case .correction:
                action = .correct(correction(of: household, merged, &collector))
            default: action = .register(.init(household: household))
            }
        case .departure:
            let departure = departure(merged, rows, &collector)
            rules.check(departure)
            action = .depart(departure)
        }
        let problems = collector.problems + (isWhole ? rules.problems : [])
        guard problems.isEmpty else { return (nil, problems) }
        return (RegistrationV1.Command(sourceKey: sourceKey, action: action), [])
    }

    /// The household's own cells: the first that is not blank, which every later one must equal.
    private func mergeHouseholdCells(
        _ rows: [IntakeRow], _ collector: inout ProblemCollector
    ) -> IntakeRow {
        var cells: [IntakeField: IntakeRow.Cell] = [:]
        var origins: [IntakeField: Int] = [:]
        for row in rows {
            for (field, cell) in row.cells where field.isHouseholdLevel {
                guard let first = cells[field], let origin = origins[field] else {
                    cells[field] = cell
                    origins[field] = row.row
                    continue
                }
                if first.text != cell.text,
                    FoldedText.fold(first.text) != FoldedText.fold(cell.text)
                {
                    collector.append(
                        row.problem(field, .intake(.valuesDisagree), ["row": String(origin)]))
                }
            }
        }
        return IntakeRow(row: rows[0].row, cells: cells)
    }

    private func household(
        _ merged: IntakeRow, _ stage: IntakeOptions.Stage, _ rows: [IntakeRow],
        _ collector: inout ProblemCollector
    ) -> RegistrationV1.Household {
        var household = RegistrationV1.Household()
        household.stage = stage == .preRegistration ? .preRegistered : .registered
        var key = HouseholdKey()
        collector.set(&key, try HouseholdKey(merged))
        household.householdID = key.householdID
        household.caseNumber = key.caseNumber
        collector.set(&household.place, try reading.place(.place, code: .placeCode, merged))
        collector.set(&household.origin, try reading.place(.origin, code: .originCode, merged))
        collector.set(&household.arrivedOn, try reading.date(.arrivedOn, merged))
        collector.set(&household.cause, try reading.code(.cause, .cause, merged))
        collector.set(&household.shelter, try reading.code(.shelter, .shelter, merged))
        collector.set(&household.phones, try reading.phones(.householdPhone, merged))
        collector.set(
            &household.declaredSize,
            try reading.count(.declaredSize, merged, max: IntakeLimits.declaredSizeMax))
        household.members = members(rows, &collector)
        return household
    }

    private func correction(
        of household: RegistrationV1.Household, _ merged: IntakeRow,
        _ collector: inout ProblemCollector
    ) -> RegistrationV1.CorrectHousehold {
        var correction = RegistrationV1.CorrectHousehold(household: household)
        collector.set(
            &correction.justification,
            try reading.text(
                .justification, merged, charactersMax: IntakeLimits.justificationCharactersMax))
        return correction
    }

    private func members(
        _ rows: [IntakeRow], _ collector: inout ProblemCollector
    ) -> [RegistrationV1.Person] {
        guard rows.count <= IntakeLimits.membersMax else {
            collector.append(
                rows[IntakeLimits.membersMax].problem(
                    nil, .intake(.householdTooLarge), ["max": String(IntakeLimits.membersMax)]))
            return []
        }
        var members: [RegistrationV1.Person] = []
        for row in rows {
            if row[.givenName] == nil, row[.familyName] == nil {
                collector.append(row.problem(nil, .intake(.personNameMissing)))
            }
            members.append(person(row, &collector))
        }
        return members
    }

    private func person(
        _ row: IntakeRow, _ collector: inout ProblemCollector
    ) -> RegistrationV1.Person {
        var person = RegistrationV1.Person()
        collector.set(&person.sourceKey, try personKey(row))
        collector.set(&person.givenName, try reading.name(.givenName, row))
        collector.set(&person.familyName, try reading.name(.familyName, row))
        collector.set(&person.sex, try reading.sex(row))
        collector.set(&person.birthDate, try reading.birthDate(row))
        collector.set(&person.relationship, try reading.code(.relationship, .relationship, row))
        collector.set(&person.fatherName, try reading.name(.fatherName, row))
        collector.set(&person.motherName, try reading.name(.motherName, row))
        person.populationGroup = reading.options.populationGroup
        if row[.populationGroup] != nil {
            collector.set(
                &person.populationGroup,
                try reading.code(.populationGroup, .populationGroup, row))
        }
        collector.set(&person.needs, try reading.needs(row))
        collector.set(&person.documents, try documents(row))
        collector.set(&person.phones, try reading.phones(.phone, row))
        return person
    }

    private func personKey(_ row: IntakeRow) throws(IntakeProblem) -> String {
        try reading.text(.person, row, charactersMax: IntakeLimits.sourceKeyCharactersMax)
    }

    private func documents(_ row: IntakeRow) throws(IntakeProblem) -> [RegistrationV1.Document] {
        let number = try reading.text(
            .documentNumber, row, charactersMax: IntakeLimits.documentCharactersMax)
        let kind = try reading.code(.documentKind, .documentKind, row)
        // Forms ask which document somebody has also where they cannot show its number.
        guard !number.isEmpty else { return [] }
        let issuer = try reading.name(.documentIssuer, row).uppercased()
        return [
            RegistrationV1.Document(
                kind: kind.isEmpty ? "other" : kind, number: number, issuer: issuer)
        ]
    }

    private func departure(
        _ merged: IntakeRow, _ rows: [IntakeRow], _ collector: inout ProblemCollector
    ) -> RegistrationV1.Depart {
        var departure = RegistrationV1.Depart()
        var key = HouseholdKey()
        collector.set(&key, try HouseholdKey(merged))
        departure.householdID = key.householdID
        departure.caseNumber = key.caseNumber
        collector.set(&departure.departedOn, try reading.date(.departedOn, merged))
        collector.set(&departure.destination, try reading.place(.destination, code: nil, merged))
        for row in rows {
            var personKey = ""
            collector.set(&personKey, try self.personKey(row))
            if !personKey.isEmpty { departure.personKeys.append(personKey) }
        }
        // An empty list means everybody, so a row whose person is not named must not slip in among
        // others.
        let isMixed = !departure.personKeys.isEmpty && departure.personKeys.count != rows.count
        if isMixed || (departure.personKeys.isEmpty && rows.count > 1) {
            collector.append(merged.problem(nil, .intake(.departurePersonMissing)))
        }
        return departure
    }
}
