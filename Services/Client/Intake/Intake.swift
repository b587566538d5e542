internal import Basics
internal import Catalogue
public import Messages
public import Reference
internal import Validation

/// Turns a team's file into commands.
///
/// ```swift
/// let intake = try Intake.read(bytes, options: options, reference: reference)
/// for problem in intake.problems { show(problem.text(in: .french)) }
/// let batches = try BatchBuilder(source: "team-koro-1").batches(of: intake.commands)
/// ```
public struct Intake: Sendable {
    /// The commands, in the order in which their households first appear.
    public let commands: [RegistrationV1.Command]
    /// Where each command came from; as many as `commands`.
    public let origins: [CommandOrigin]
    /// What the team should look at, by row. A household with an error is not among the commands.
    public let problems: [IntakeProblem]
    /// Problems beyond `IntakeLimits.problemsMax` that are not kept.
    public let problemsLeftOut: Int
    /// Households that were left out because of an error.
    public let householdsLeftOut: Int
    /// The day on which the team closed the file, as the options say, else the last that a row
    /// names; UTC milliseconds, 0 where neither does. No clock has a say in it.
    public let collectedAtMilliseconds: Int64

    /// Reads a file's content.
    ///
    /// The same content, options and reference data give the same commands. Rows of one household
    /// may be scattered.
    ///
    /// - Throws: what makes the whole file unusable.
    public static func read(
        _ contents: [UInt8], options: IntakeOptions, reference: ReferenceData
    ) throws(IntakeProblem) -> Intake {
        let read = try RowReader.read(contents, options: options)
        let reading = ValueReading(reference: reference, options: options)
        var problems = read.problems
        let brokenRows = Set(read.problems.lazy.filter { $0.severity == .error }.map(\.row))
        let grouped = group(read.rows, reading: reading, &problems)
        let validator = CommandValidator(reference: reference, now: options.now)
        let assembler = HouseholdAssembler(
            reading: reading, rules: RegionRules(validator: validator))
        var commands: [RegistrationV1.Command] = []
        var origins: [CommandOrigin] = []
        for group in grouped.groups {
            let isBroken =
                grouped.brokenKeys.contains(group.key.sourceKey)
                || group.rows.contains { brokenRows.contains($0.row) }
            let origin = CommandOrigin(sourceKey: group.key.sourceKey, rows: group.rows)
            let (command, found) = assembler.assemble(
                origin, stage: group.key.stage, rows: group.rows, isWhole: !isBroken)
            problems.append(contentsOf: found)
            guard let command, !isBroken else { continue }
            commands.append(command)
            origins.append(origin)
        }
        problems = tellingColumnsOnce(problems, fields: read.fields)
        let collectedAt = collectedAt(read.rows, reading: reading, &problems)
        return Intake(
            commands: commands, origins: origins,
            problems: kept(problems),
            problemsLeftOut: max(0, problems.count - IntakeLimits.problemsMax),
            householdsLeftOut: grouped.groups.count - commands.count
                + grouped.brokenKeys.subtracting(grouped.groups.map(\.key.sourceKey)).count,
            collectedAtMilliseconds: collectedAt)
    }

    /// A value that several rows miss since the file has no column of it is one problem, and not one a row.
    private static func tellingColumnsOnce(
        _ problems: [IntakeProblem], fields: Set<IntakeField>
    ) -> [IntakeProblem] {
        func absent(_ problem: IntakeProblem) -> IntakeField? {
            guard problem.key == .registration(.required), let field = problem.field else {
                return nil
            }
            return fields.contains(field) ? nil : field
        }
        let counts = problems.lazy.compactMap(absent).reduce(into: [:]) { $0[$1, default: 0] += 1 }
        let columns = Set(counts.lazy.filter { $0.value > 1 }.map(\.key))
        return columns.map { IntakeProblem(field: $0, key: .column(.columnMissing)) }
            + problems.filter { problem in absent(problem).map { !columns.contains($0) } ?? true }
    }

    /// As many problems as are kept, errors before notices, by row.
    private static func kept(_ problems: [IntakeProblem]) -> [IntakeProblem] {
        func inOrder(_ severity: IntakeProblem.Severity) -> [IntakeProblem] {
            problems.filter { $0.severity == severity }.sorted(by: isBefore)
        }
        let kept = (inOrder(.error) + inOrder(.notice)).prefix(IntakeLimits.problemsMax)
        return kept.sorted(by: isBefore)
    }

    private static func isBefore(_ left: IntakeProblem, _ right: IntakeProblem) -> Bool {
        (left.row, left.column, left.columnName, left.key.rawValue)
            < (right.row, right.column, right.columnName, right.key.rawValue)
    }

    /// A day that cannot be used is a notice, but where an age needs it: there it is an error, and told.
    private static func collectedAt(
        _ rows: [IntakeRow], reading: ValueReading, _ problems: inout [IntakeProblem]
    ) -> Int64 {
        let told = Set(problems)
        var last: CalendarDate?
        for row in rows {
            do throws(IntakeProblem) {
                guard let day = try reading.collectedOn(row) else { continue }
                last = max(last ?? day, day)
            } catch {
                if !told.contains(error) { problems.append(error.asNotice) }
            }
        }
        let day = reading.options.collectedOn ?? last
        return day.flatMap { Timestamp("\($0)T00:00:00Z") }?.millisecondsSinceEpoch ?? 0
    }

    private struct GroupKey: Hashable {
        let sourceKey: String
        let stage: IntakeOptions.Stage
    }

    private struct Group {
        let key: GroupKey
        var rows: [IntakeRow]
    }

    /// The rows of each household and stage, in the order of their first rows.
    ///
    /// A row without a stage of its own joins the stage that its household has in an earlier row:
    /// forms state what a household is for on its first row alone. A row that names no household
    /// breaks the one above it, whose row it may be: spreadsheets leave all but the first of merged
    /// cells blank, and what is left of the household would look whole.
    private static func group(
        _ rows: [IntakeRow], reading: ValueReading, _ problems: inout [IntakeProblem]
    ) -> (groups: [Group], brokenKeys: Set<String>) {
        var groups: [Group] = []
        var brokenKeys: Set<String> = []
        var positions: [GroupKey: Int] = [:]
        var stages: [String: IntakeOptions.Stage] = [:]
        var keyAbove = ""
        for row in rows {
            let cell = row[.household] ?? row[.caseNumber]
            if let cell { keyAbove = CellText.singleSpaced(cell.text) }
            do throws(IntakeProblem) {
                let sourceKey = try sourceKey(row, reading: reading)
                var stage = try reading.stage(row)
                if row[.stage] == nil, let earlier = stages[sourceKey] { stage = earlier }
                let key = GroupKey(sourceKey: sourceKey, stage: stage)
                if stages[sourceKey] == nil { stages[sourceKey] = key.stage }
                if let position = positions[key] {
                    groups[position].rows.append(row)
                } else {
                    positions[key] = groups.count
                    groups.append(Group(key: key, rows: [row]))
                }
            } catch {
                problems.append(error)
                // What is left of the household would look whole without this row.
                brokenKeys.insert(keyAbove)
            }
        }
        return (groups, brokenKeys)
    }

    private static func sourceKey(
        _ row: IntakeRow, reading: ValueReading
    ) throws(IntakeProblem) -> String {
        let field = row[.household] != nil ? IntakeField.household : .caseNumber
        let key = reading.text(field, row)
        guard !key.isEmpty else { throw row.problem(nil, .intake(.householdKeyMissing)) }
        return key
    }
}
