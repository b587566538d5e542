import DirectoryCore
import Storage

/// What a list is narrowed by.
enum ListFilter {
    /// The records with one of these values.
    case any([RecordTag])
    /// The records at a place, `PlaceID`, or at one that lies in it now, however deep.
    case within(place: [UInt8])

    /// One value, where the request names one.
    static func tag(_ name: RecordTag.Name, _ code: String) -> [ListFilter] {
        code.isEmpty ? [] : [.any([RecordTag(name, code: code)])]
    }

    /// SQL conditions on `e.entry_id`, each with " AND " before it; what they compare with goes to the arguments.
    static func conditions(_ filters: [ListFilter], _ arguments: inout [String: Value]) -> String {
        filters.enumerated().map { index, filter in
            switch filter {
            case .any(let tags):
                let names = tags.indices.map { "$value\(index)_\($0)" }.joined(separator: ", ")
                for (position, tag) in tags.enumerated() {
                    arguments["value\(index)_\(position)"] = .blob(tag.value)
                }
                arguments["tag\(index)"] = .text(tags.first?.name.rawValue ?? "")
                return """
                     AND EXISTS (SELECT 1 FROM entry_tag AS t
                        WHERE t.region = $region AND t.kind = $kind AND t.tag = $tag\(index)
                            AND t.value IN (\(names)) AND t.entry_id = e.entry_id)
                    """
            case .within(let place):
                arguments["place\(index)"] = .blob(place)
                return """
                     AND e.entry_id IN (
                        WITH RECURSIVE inside (place) AS (
                            SELECT $place\(index)
                            UNION
                            SELECT p.entry_id FROM entry_tag AS p JOIN inside
                                ON p.region = $region AND p.kind = 'place' AND p.tag = 'parent'
                                AND p.value = inside.place
                        )
                        SELECT t.entry_id FROM inside JOIN entry_tag AS t
                            ON t.region = $region AND t.kind = $kind AND t.tag = 'place'
                            AND t.value = inside.place)
                    """
            }
        }.joined()
    }
}
