internal import Catalogue
internal import Messages
internal import Reference

/// Makes one command of the rows of one household.
struct HouseholdAssembler {
    let reading: ValueReading
    let rules: RegionRules

    /// The command, or nil where an error is in the household, and what the team should look at.
    ///
    /// - Parameter isWhole: whether every row of it could be read; a rule about the household says
    ///   nothing of a part of it.
    func assemble(
        _ origin: CommandOrigin, stage: IntakeOptions.Stage, rows: [IntakeRow], isWhole: Bool
    ) -> (command: RegistrationV1.Command?, problems: [IntakeProblem]) {
        var collector = ProblemCollector()
        let merged = mergeHouseholdCells(rows, &collector)
        if let notice = reading.formNumberProblem(merged) { collector.append(notice) }
        let action: RegistrationV1.Command.Action =
            switch stage {
            case .registration:
                .register(.init(household: household(merged, stage, rows, &collector)))
            case .preRegistration:
                .preRegister(.init(household: household(merged, stage, rows, &collector)))
            case .correction:
                .correct(
                    .init(
                        household: household(merged, stage, rows, &collector),
                        justification: reading.text(.justification, merged)))
            case .departure: .depart(departure(merged, rows, &collector))
            }
        let command = RegistrationV1.Command(sourceKey: origin.sourceKey, action: action)
        var problems = collector.problems
        let isRead = !problems.contains { $0.severity == .error }
        if isWhole { problems += rules.problems(in: command, from: origin, isRead: isRead) }
        return (problems.contains { $0.severity == .error } ? nil : command, problems)
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
        let key = HouseholdKey(merged)
        household.householdID = key.householdID
        household.caseNumber = key.caseNumber
        collector.set(&household.place, try reading.place(.place, code: .placeCode, merged))
        collector.set(&household.origin, try reading.place(.origin, code: .originCode, merged))
        collector.set(&household.arrivedOn, try reading.date(.arrivedOn, merged))
        collector.set(&household.cause, try reading.code(.cause, .cause, merged))
        collector.set(&household.shelter, try reading.code(.shelter, .shelter, merged))
        household.phones = reading.phones(.householdPhone, merged)
        collector.set(
            &household.declaredSize,
            try reading.count(.declaredSize, merged, max: IntakeLimits.declaredSizeMax))
        household.members = rows.map { person($0, &collector) }
        return household
    }

    private func person(
        _ row: IntakeRow, _ collector: inout ProblemCollector
    ) -> RegistrationV1.Person {
        var person = RegistrationV1.Person()
        person.sourceKey = reading.text(.person, row)
        person.givenName = reading.text(.givenName, row)
        person.familyName = reading.text(.familyName, row)
        collector.set(&person.sex, try reading.sex(row))
        collector.set(&person.birthDate, try reading.birthDate(row))
        if let notice = reading.ageProblem(row, birth: person.birthDate) {
            collector.append(notice)
        }
        if let notice = reading.birthProblem(row, birth: person.birthDate) {
            collector.append(notice)
        }
        collector.set(&person.relationship, try reading.code(.relationship, .relationship, row))
        person.fatherName = reading.text(.fatherName, row)
        person.motherName = reading.text(.motherName, row)
        person.populationGroup = reading.options.populationGroup
        if row[.populationGroup] != nil {
            collector.set(
                &person.populationGroup,
                try reading.code(.populationGroup, .populationGroup, row))
        }
        collector.set(&person.needs, try reading.needs(row))
        collector.set(&person.documents, try documents(row))
        person.phones = reading.phones(.phone, row)
        return person
    }

    private func documents(_ row: IntakeRow) throws(IntakeProblem) -> [RegistrationV1.Document] {
        let number = reading.text(.documentNumber, row)
        let kind = try reading.code(.documentKind, .documentKind, row)
        // Forms ask which document somebody has also where they cannot show its number.
        guard !number.isEmpty else { return [] }
        let issuer = reading.text(.documentIssuer, row).uppercased()
        return [
            RegistrationV1.Document(
                kind: kind.isEmpty ? "other" : kind, number: number, issuer: issuer)
        ]
    }

    private func departure(
        _ merged: IntakeRow, _ rows: [IntakeRow], _ collector: inout ProblemCollector
    ) -> RegistrationV1.Depart {
        var departure = RegistrationV1.Depart()
        let key = HouseholdKey(merged)
        departure.householdID = key.householdID
        departure.caseNumber = key.caseNumber
        collector.set(&departure.departedOn, try reading.date(.departedOn, merged))
        collector.set(&departure.destination, try reading.place(.destination, code: nil, merged))
        departure.personKeys = rows.map { reading.text(.person, $0) }.filter { !$0.isEmpty }
        // An empty list means everybody, so a row whose person is not named must not slip in among
        // others.
        let isMixed = !departure.personKeys.isEmpty && departure.personKeys.count != rows.count
        if isMixed || (departure.personKeys.isEmpty && rows.count > 1) {
            collector.append(merged.problem(nil, .intake(.departurePersonMissing)))
        }
        return departure
    }
}
