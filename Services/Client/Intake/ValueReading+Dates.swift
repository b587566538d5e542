import Basics
internal import Catalogue
internal import Messages
internal import Reference
internal import Validation

extension ValueReading {
    /// Date of birth: from its own cell, which may hold an age, else from the age.
    func birthDate(_ row: IntakeRow) throws(IntakeProblem) -> CommonV1.PartialDate? {
        let field: IntakeField
        let value: DateReading.Value
        if row[.birthDate] != nil {
            field = .birthDate
            value = try read(.birthDate, row)
        } else if let cell = row[.age] {
            field = .age
            guard let age = DateReading.readAgeOnly(cell.text) else {
                throw row.problem(
                    .age, .intake(.ageUnreadable), ["max": String(IntakeLimits.ageYearsMax)])
            }
            value = age
        } else {
            return nil
        }
        if case .date(let date) = value { return date }
        guard let collectedOn = try collectedOn(row) else {
            throw row.problem(field, .intake(.ageWithoutCollectionDate))
        }
        guard let birth = DateReading.estimatedBirth(value, collectedOn: collectedOn) else {
            throw row.problem(
                field, .intake(.ageUnreadable), ["max": String(IntakeLimits.ageYearsMax)])
        }
        return birth
    }

    /// A notice where a row has an age beside a date of birth from which it is years away: one of the two was mistyped,
    /// or they are of two people.
    func ageProblem(_ row: IntakeRow, birth: CommonV1.PartialDate?) -> IntakeProblem? {
        guard row[.birthDate] != nil, let birth, birth.precision != .estimated,
            let age = row[.age].flatMap({ DateReading.readAgeOnly($0.text) }),
            let day = try? collectedOn(row),
            let year = DateReading.estimatedBirth(age, collectedOn: day)?.year,
            abs(Int(year) - Int(birth.year)) > IntakeLimits.ageDifferenceYearsMax
        else { return nil }
        return row.problem(.age, .intake(.ageDisagrees), severity: .notice)
    }

    /// A notice where somebody was born after the day on which they were registered, whatever days the two dates can mean.
    func birthProblem(_ row: IntakeRow, birth: CommonV1.PartialDate?) -> IntakeProblem? {
        guard let birth, let day = (try? collectedOn(row)) ?? nil else { return nil }
        let collected = (try? date(.collectedOn, row)) ?? CommonV1.PartialDate(day)
        guard collected.isBefore(birth) else { return nil }
        return row.problem(.birthDate, .intake(.bornAfterCollection), severity: .notice)
    }

    /// A date that is no age; nil where the cell is blank.
    func date(_ field: IntakeField, _ row: IntakeRow) throws(IntakeProblem) -> CommonV1.PartialDate?
    {
        guard row[field] != nil else { return nil }
        guard case .date(let date) = try read(field, row) else {
            throw row.problem(field, .intake(.dateUnreadable))
        }
        return date
    }

    /// The day on which a row was collected; nil where neither it nor the options say.
    func collectedOn(_ row: IntakeRow) throws(IntakeProblem) -> CalendarDate? {
        guard let date = try date(.collectedOn, row) else { return options.collectedOn }
        // A month or a year is enough to reckon an age in years from.
        guard
            let day = CalendarDate(
                year: Int(date.year), month: Int(max(date.month, 1)), day: Int(max(date.day, 1)))
        else { throw row.problem(.collectedOn, .registrationDate(.dateImpossible)) }
        if let key = options.collectionProblem(day) {
            throw row.problem(
                .collectedOn, key, ["year": String(IntakeLimits.collectionYearMin)])
        }
        return day
    }

    private func read(
        _ field: IntakeField, _ row: IntakeRow
    ) throws(IntakeProblem) -> DateReading.Value {
        let text = row[field]?.text ?? ""
        do throws(DateReading.Failure) {
            return try DateReading.read(text)
        } catch {
            switch error {
            case .unreadable: throw row.problem(field, .intake(.dateUnreadable))
            case .impossible: throw row.problem(field, .registrationDate(.dateImpossible))
            case .spreadsheetSerial:
                throw row.problem(
                    field, .intake(.dateExcelSerial), ["found": CellText.trimmed(text)])
            }
        }
    }
}
