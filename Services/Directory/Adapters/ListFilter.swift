import Basics
import DirectoryCore
import Storage

/// What a list is narrowed by.
enum ListFilter {
    /// The records with one of these values, of few that there are: kinds, states, levels.
    case any([RecordTag])
    /// The records that name another, by its id: few of many.
    case naming(RecordTag)
    /// The places that lie directly in a place, `PlaceID`, on a day.
    case directlyIn(place: [UInt8], on: CalendarDate)
    /// The records at a place, `PlaceID`, or at one that lies in it on a day, however deep.
    case within(place: [UInt8], on: CalendarDate)

    /// One value, where the request names one.
    static func tag(_ name: RecordTag.Name, _ code: String) -> [ListFilter] {
        code.isEmpty ? [] : [.any([RecordTag(name, code: code)])]
    }

    /// SQL conditions on `e.entry_id`, each with " AND " before it; what they compare with goes to the arguments.
    static func conditions(_ filters: [ListFilter], _ arguments: inout [String: Value]) -> String {
        filters.enumerated().map { index, filter in filter.condition(index, &arguments) }.joined()
    }

    private func condition(_ index: Int, _ arguments: inout [String: Value]) -> String {
        switch self {
        case .any(let tags):
            let names = tags.indices.map { "$value\(index)_\($0)" }.joined(separator: ", ")
            for (position, tag) in tags.enumerated() {
                arguments["value\(index)_\(position)"] = .blob(tag.value)
            }
            arguments["tag\(index)"] = .text(tags.first?.name.rawValue ?? "")
            // Many records have the value, so the page is walked and each record asked.
            return """
                 AND EXISTS (SELECT 1 FROM entry_tag AS t
                    WHERE t.region = $region AND t.kind = $kind AND t.tag = $tag\(index)
                        AND t.value IN (\(names)) AND t.entry_id = e.entry_id)
                """
        case .naming(let tag):
            arguments["value\(index)"] = .blob(tag.value)
            arguments["tag\(index)"] = .text(tag.name.rawValue)
            // Few records have the value: they are found first, however many there are of the kind.
            return """
                 AND e.entry_id IN (SELECT t.entry_id FROM entry_tag AS t
                    WHERE t.region = $region AND t.kind = $kind AND t.tag = $tag\(index)
                        AND t.value = $value\(index))
                """
        case .directlyIn(let place, let day):
            arguments["place\(index)"] = .blob(place)
            arguments["day\(index)"] = .text("\(day)")
            return """
                 AND e.entry_id IN (SELECT p.place FROM place_link AS p
                    WHERE p.region = $region AND p.parent = $place\(index)
                        AND p.valid_from <= $day\(index) AND p.valid_until > $day\(index))
                """
        case .within(let place, let day):
            arguments["place\(index)"] = .blob(place)
            arguments["day\(index)"] = .text("\(day)")
            // CROSS JOIN: from the few places to what is at each. The other way round all places of a kind are read.
            return """
                 AND e.entry_id IN (
                    WITH RECURSIVE inside (place) AS (
                        SELECT $place\(index)
                        UNION
                        SELECT p.place FROM inside CROSS JOIN place_link AS p
                        WHERE p.region = $region AND p.parent = inside.place
                            AND p.valid_from <= $day\(index) AND p.valid_until > $day\(index)
                    )
                    SELECT t.entry_id FROM inside CROSS JOIN entry_tag AS t
                    WHERE t.region = $region AND t.kind = $kind AND t.tag = 'place'
                        AND t.value = inside.place)
                """
        }
    }
}
