import Basics
import Messages
import Reference

/// How values are written on the command line and in files.
enum ValueText {
    static func date(_ date: CommonV1.PartialDate?) -> String {
        guard let date, date.year > 0 else { return "" }
        func padded(_ value: UInt32) -> String { value < 10 ? "0\(value)" : "\(value)" }
        switch date.precision {
        case .day: return "\(date.year)-\(padded(date.month))-\(padded(date.day))"
        case .month: return "\(date.year)-\(padded(date.month))"
        default: return "\(date.year)"
        }
    }

    static func date(
        _ text: String, _ field: DirectoryField
    ) throws(FieldProblem) -> CommonV1.PartialDate? {
        guard !text.isEmpty else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { UInt32($0) }
        guard numbers.count == parts.count, parts[0].count == 4, numbers.count <= 3 else {
            throw FieldProblem(field, .dateUnreadable)
        }
        switch numbers.count {
        case 1: return .init(year: numbers[0], precision: .year)
        case 2: return .init(year: numbers[0], month: numbers[1], precision: .month)
        default:
            return .init(year: numbers[0], month: numbers[1], day: numbers[2], precision: .day)
        }
    }

    static func number(_ text: String, _ field: DirectoryField) throws(FieldProblem) -> UInt32 {
        if text.isEmpty { return 0 }
        guard let number = UInt32(text) else { throw FieldProblem(field, .numberUnreadable) }
        return number
    }

    /// Degrees; a decimal comma is taken as a point.
    static func degrees(_ text: String, _ field: DirectoryField) throws(FieldProblem) -> Double {
        let point = String(text.map { $0 == "," ? "." : $0 })
        guard let number = Double(point), number.isFinite else {
            throw FieldProblem(field, .numberUnreadable)
        }
        return number
    }

    static func id(_ text: String, _ field: DirectoryField) throws(FieldProblem) -> [UInt8] {
        if text.isEmpty { return [] }
        guard let id = RecordID(written: text) else { throw FieldProblem(field, .referenceUnclear) }
        return id.bytes
    }

    static func id(_ bytes: [UInt8]) -> String {
        RecordID(bytes: bytes).map { "\($0)" } ?? ""
    }

    static func list(_ text: String) -> [String] {
        text.split(separator: "|").map { trimmed(String($0)) }.filter { !$0.isEmpty }
    }

    static func list(_ values: [String]) -> String { values.joined(separator: "|") }

    static func trimmed(_ text: String) -> String {
        var rest = text[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }

    static func level(_ text: String, _ field: DirectoryField) throws(FieldProblem) -> UInt32 {
        if let level = PlaceLevel(name: text.lowercased()) { return UInt32(level.rawValue) }
        guard let number = Int(text), PlaceLevel(rawValue: number) != nil else {
            throw FieldProblem(field, .levelUnreadable)
        }
        return UInt32(number)
    }
}

extension ValueText {
    static func parents(_ parents: [DirectoryV1.PlaceParent]) -> String {
        list(
            parents.map { link in
                guard link.validFrom != nil || link.validUntil != nil else { return link.code }
                return "\(link.code)@\(date(link.validFrom))..\(date(link.validUntil))"
            })
    }

    static func parents(
        _ text: String, _ field: DirectoryField
    ) throws(FieldProblem) -> [DirectoryV1.PlaceParent] {
        var links: [DirectoryV1.PlaceParent] = []
        for entry in list(text) {
            let parts = entry.split(separator: "@", omittingEmptySubsequences: false)
            guard parts.count <= 2 else { throw FieldProblem(field, .parentsUnreadable) }
            var link = DirectoryV1.PlaceParent(code: String(parts[0]))
            if parts.count == 2 {
                guard let dots = parts[1].firstRange(of: "..") else {
                    throw FieldProblem(field, .parentsUnreadable)
                }
                link.validFrom = try date(String(parts[1][..<dots.lowerBound]), field)
                link.validUntil = try date(String(parts[1][dots.upperBound...]), field)
            }
            links.append(link)
        }
        return links
    }

    static func counts(
        _ counts: [DirectoryV1.PeopleCount], _ kind: DirectoryV1.PeopleCountKind
    ) -> String {
        list(
            counts.filter { $0.kind == kind }.map { count in
                let cell = [sexes.first { $0.sex == count.sex }?.letter ?? "", count.ageBand]
                return cell == ["", ""]
                    ? "\(count.people)" : "\(cell[0])/\(cell[1])=\(count.people)"
            })
    }

    static func counts(
        _ text: String, _ kind: DirectoryV1.PeopleCountKind, _ field: DirectoryField
    ) throws(FieldProblem) -> [DirectoryV1.PeopleCount] {
        var counts: [DirectoryV1.PeopleCount] = []
        for entry in list(text) {
            let parts = entry.split(separator: "=", omittingEmptySubsequences: false)
            guard let people = UInt32(parts[parts.count - 1]), parts.count <= 2 else {
                throw FieldProblem(field, .countsUnreadable)
            }
            var count = DirectoryV1.PeopleCount(kind: kind, people: people)
            if parts.count == 2 {
                let cell = parts[0].split(separator: "/", omittingEmptySubsequences: false)
                guard cell.count == 2,
                    let sex = sexes.first(where: { $0.letter == cell[0] })?.sex
                else { throw FieldProblem(field, .countsUnreadable) }
                count.sex = sex
                count.ageBand = String(cell[1])
            }
            counts.append(count)
        }
        return counts
    }

    private static let sexes: [(letter: String, sex: CommonV1.Sex)] = [
        ("", .unspecified), ("F", .female), ("M", .male), ("other", .other), ("unknown", .unknown),
    ]
}
