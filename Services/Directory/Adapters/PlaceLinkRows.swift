import Basics
import DirectoryCore
import Messages
import Reference
import Storage
import Validation

/// Reads and writes which place lies in which, and when.
struct PlaceLinkRows {
    let region: String

    /// Puts a place's links in the place of those that it had.
    func save(_ place: DirectoryV1.PlaceRecord, in transaction: Transaction) throws {
        try transaction.execute(
            "DELETE FROM place_link WHERE region = $region AND place = $place",
            ["region": .text(region), "place": .blob(place.recordID)])
        for link in place.parents {
            guard let parent = PlaceID.make(link.code), let validity = link.validity else {
                continue
            }
            try transaction.execute(
                """
                INSERT INTO place_link (region, parent, place, valid_from, valid_until)
                VALUES ($region, $parent, $place, $from, $until)
                """,
                [
                    "region": .text(region), "parent": .blob(parent),
                    "place": .blob(place.recordID),
                    "from": .text(validity.from.map { "\($0)" } ?? ""),
                    "until": .text(validity.until.map { "\($0)" } ?? "9999-99-99"),
                ])
        }
    }

    /// Codes of the places that lay directly in this one at any time.
    func codes(everIn code: String, in store: some Querying) throws -> [String] {
        guard let id = PlaceID.make(code) else { return [] }
        return try store.query(
            """
            SELECT DISTINCT place FROM place_link
            WHERE region = $region AND parent = $parent ORDER BY place
            """, ["region": .text(region), "parent": .blob(id)]
        ).map { PlaceID.code(try $0.blob(0)) }
    }
}
