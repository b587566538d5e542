internal import Catalogue
internal import DelimitedText

/// Reads JSON Lines: one object a line, either a person, or a household with an array of its
/// members.
///
/// Nested objects become names with slashes, as in Kobo's export (`identification/nom`); an array
/// of plain values becomes one cell with semicolons. Of an array of objects, those that say
/// something of a person are the members (`membres/nom`), each of which also has the household's own
/// values; others, such as Kobo's `_attachments`, are left out.
enum JSONLinesReader {
    static func read(
        _ text: DelimitedText, options: IntakeOptions
    ) throws(IntakeProblem) -> RowReader.Result {
        var plan = ColumnPlan(mapping: options.mapping)
        var result = RowReader.Result()
        var line = 0
        for bytes in text.utf8Lines {
            line += 1
            guard bytes.contains(where: { $0 > 0x20 }) else { continue }
            guard line <= options.limits.rowsMax else {
                throw IntakeProblem(
                    row: line, key: .file(.tooManyRows),
                    arguments: ["limit": String(options.limits.rowsMax)])
            }
            let object = try parse(bytes, line: line)
            let members = members(of: object, line, &plan)
            guard result.rows.count + members.count <= options.limits.rowsMax else {
                throw IntakeProblem(
                    row: line, key: .file(.tooManyRows),
                    arguments: ["limit": String(options.limits.rowsMax)])
            }
            for member in members {
                var cells: [IntakeField: IntakeRow.Cell] = [:]
                // A member's own value comes after the household's, and so takes its place.
                for (name, value, array) in member {
                    guard value.unicodeScalars.count <= options.limits.cellScalarsMax else {
                        throw IntakeProblem(
                            row: line, header: name, key: .file(.cellTooLong),
                            arguments: ["limit": String(options.limits.cellScalarsMax)])
                    }
                    let field = try plan.field(name, of: array, row: line, column: 0)
                    guard let field, !CellText.trimmed(value).isEmpty else { continue }
                    cells[field] = IntakeRow.Cell(text: value, column: 0, header: name)
                }
                result.rows.append(IntakeRow(row: line, cells: cells))
            }
        }
        try plan.finish()
        result.fields = plan.fields
        result.problems = plan.problems
        return result
    }

    /// Values by name, each with the array that it comes from; empty for the household's own.
    private typealias Values = [(name: String, value: String, array: String)]

    /// The values of a line, and those of the objects in its arrays, by the arrays' names.
    private struct Line {
        var values: Values = []
        var objects: [(array: String, values: Values)] = []
    }

    /// The values of each member, with the household's own before them; those of the household alone
    /// where no object is a member.
    private static func members(
        of line: Line, _ row: Int, _ plan: inout ColumnPlan
    ) -> [Values] {
        var members: [Values] = []
        for object in line.objects {
            let isMember =
                !plan.isUnwanted(object.array)
                && object.values.contains { plan.isOfPerson($0.name) }
            if isMember {
                members.append(
                    line.values + object.values.map { ($0.name, $0.value, object.array) })
            } else {
                plan.leaveOut(object.array, row: row)
            }
        }
        return members.isEmpty ? [line.values] : members
    }

    private static func parse(
        _ bytes: ArraySlice<UInt8>, line: Int
    ) throws(IntakeProblem) -> Line {
        var parser = JSONParser(bytes)
        let value: JSONValue
        do throws(JSONParser.Failure) {
            value = try parser.parseDocument()
        } catch {
            let limit = String(IntakeLimits.jsonDepthMax)
            throw error == .tooDeep
                ? IntakeProblem(row: line, key: .file(.jsonTooDeep), arguments: ["limit": limit])
                : IntakeProblem(row: line, key: .file(.jsonMalformed))
        }
        guard case .object = value else {
            throw IntakeProblem(row: line, key: .file(.jsonMalformed))
        }
        var result = Line()
        result.values = flatten(value, name: "", objects: &result.objects)
        return result
    }

    private static func flatten(
        _ value: JSONValue, name: String, objects: inout [(array: String, values: Values)]
    ) -> Values {
        switch value {
        case .null: return []
        case .boolean(let flag): return [(name, flag ? "true" : "false", "")]
        case .number(let text), .string(let text): return [(name, text, "")]
        case .object(let fields):
            return fields.flatMap { field in
                // Kobo writes the whole path in the objects of a repeated group.
                let isWhole = name.isEmpty || field.name.hasPrefix(name + "/")
                let path = isWhole ? field.name : "\(name)/\(field.name)"
                return flatten(field.value, name: path, objects: &objects)
            }
        case .array(let items):
            var plain: [String] = []
            for item in items {
                switch item {
                case .object:
                    let position = objects.count
                    let values = flatten(item, name: name, objects: &objects)
                    objects.insert((name, values), at: position)
                case .string(let text), .number(let text): plain.append(text)
                case .null, .boolean, .array: continue
                }
            }
            return plain.isEmpty ? [] : [(name, plain.joined(separator: ";"), "")]
        }
    }
}
