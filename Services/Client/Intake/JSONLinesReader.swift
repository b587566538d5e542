internal import Catalogue
internal import DelimitedText

/// Reads JSON Lines: one object a line, either a person, or a household with an array of its
/// members.
///
/// Nested objects become names with slashes, as in Kobo's export (`identification/nom`); an array
/// of plain values becomes one cell with semicolons; an array of objects holds the members, each of
/// which also has the household's own values.
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
            let members = object.members.isEmpty ? [[]] : object.members
            guard result.rows.count + members.count <= options.limits.rowsMax else {
                throw IntakeProblem(
                    row: line, key: .file(.tooManyRows),
                    arguments: ["limit": String(options.limits.rowsMax)])
            }
            for member in members {
                var cells: [IntakeField: IntakeRow.Cell] = [:]
                // A member's own value comes after the household's, and so takes its place.
                for (name, value) in object.values + member {
                    guard value.unicodeScalars.count <= options.limits.cellScalarsMax else {
                        throw IntakeProblem(
                            row: line, header: name, key: .file(.cellTooLong),
                            arguments: ["limit": String(options.limits.cellScalarsMax)])
                    }
                    let field = try plan.field(name, row: line, column: 0)
                    guard let field, !CellText.trimmed(value).isEmpty else { continue }
                    cells[field] = IntakeRow.Cell(text: value, column: 0, header: name)
                }
                result.rows.append(IntakeRow(row: line, cells: cells))
            }
        }
        try plan.finish()
        result.problems = plan.problems
        return result
    }

    private typealias Values = [(name: String, value: String)]

    private static func parse(
        _ bytes: ArraySlice<UInt8>, line: Int
    ) throws(IntakeProblem) -> (values: Values, members: [Values]) {
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
        var values: Values = []
        var members: [Values] = []
        flatten(value, name: "", into: &values, members: &members)
        return (values, members)
    }

    private static func flatten(
        _ value: JSONValue, name: String, into values: inout Values, members: inout [Values]
    ) {
        switch value {
        case .null: break
        case .boolean(let flag): values.append((name, flag ? "true" : "false"))
        case .number(let text), .string(let text): values.append((name, text))
        case .object(let fields):
            for field in fields {
                let path = name.isEmpty ? field.name : "\(name)/\(field.name)"
                flatten(field.value, name: path, into: &values, members: &members)
            }
        case .array(let items):
            var plain: [String] = []
            for item in items {
                switch item {
                case .object:
                    var member: Values = []
                    flatten(item, name: "", into: &member, members: &members)
                    members.append(member)
                case .string(let text), .number(let text): plain.append(text)
                case .null, .boolean, .array: continue
                }
            }
            if !plain.isEmpty { values.append((name, plain.joined(separator: ";"))) }
        }
    }
}
