import Basics
internal import Catalogue

extension Gazetteer {
    static let placesFile = "places.csv"

    /// Reads `places.csv` and `place-parents.csv` and checks that they form a tree at every date.
    static func load(directory: String) throws(ReferenceError) -> Gazetteer {
        let places = try loadPlaces(directory: directory)
        let gazetteer = Gazetteer(
            places: places, parents: try loadParents(directory: directory, places: places))
        // The tree changes only where a validity begins or ends, so the days to look at are few.
        let validities = places.map(\.validity) + gazetteer.links.map(\.validity)
        let changes = Set(validities.flatMap { [$0.from, $0.until] })
            .union([CalendarDate.first, nil])
        for place in places where place.level > .country {
            for date in changes
            where place.validity.contains(date)
                && gazetteer.ancestor(of: place.code, level: .country, on: date) == nil
            {
                throw ReferenceError(
                    .reference(.countryMissing), ["code": place.code], file: "place-parents.csv")
            }
        }
        return gazetteer
    }

    private static func loadPlaces(directory: String) throws(ReferenceError) -> [Place] {
        let table = try ReferenceTable(
            directory: directory, file: placesFile,
            columns: ["code", "name_fr", "name_en", "level", "valid_from", "valid_until"])
        var places: [Place] = []
        var validities: [String: [Validity]] = [:]
        for row in table.rows {
            let code = try table.required(row, 0)
            guard PlaceCode.isWellFormed(code) else {
                throw table.fault(.placeCodeMalformed, row, 0)
            }
            guard let level = PlaceLevel(name: row.cells[3]) else {
                let allowed = PlaceLevel.allCases.map(\.name).joined(separator: ", ")
                throw table.fault(.levelUnknown, row, 3, ["allowed": allowed])
            }
            let validity = try table.validity(row, fromColumn: 4)
            guard validities[code]?.contains(where: { $0.overlaps(validity) }) != true else {
                throw table.fault(.placeRepeated, row, 0, ["code": code])
            }
            validities[code, default: []].append(validity)
            places.append(
                Place(
                    code: code, nameFrench: try table.required(row, 1),
                    nameEnglish: try table.required(row, 2), level: level, validity: validity))
        }
        return places
    }

    private static func loadParents(
        directory: String, places: [Place]
    ) throws(ReferenceError) -> [PlaceParent] {
        let table = try ReferenceTable(
            directory: directory, file: "place-parents.csv",
            columns: ["code", "parent", "valid_from", "valid_until"])
        let levels = Dictionary(places.map { ($0.code, $0.level) }) { first, _ in first }
        var parents: [PlaceParent] = []
        var validities: [String: [Validity]] = [:]
        for row in table.rows {
            let (code, parent) = (row.cells[0], row.cells[1])
            guard let level = levels[code] else {
                throw table.fault(.placeUnknown, row, 0, ["code": code, "file": "places.csv"])
            }
            guard let parentLevel = levels[parent] else {
                throw table.fault(.placeUnknown, row, 1, ["code": parent, "file": "places.csv"])
            }
            guard parentLevel < level else {
                throw table.fault(.parentTooLow, row, 1, ["parent": parent, "code": code])
            }
            let validity = try table.validity(row, fromColumn: 2)
            guard validities[code]?.contains(where: { $0.overlaps(validity) }) != true else {
                throw table.fault(.parentsMany, row, 0, ["code": code])
            }
            validities[code, default: []].append(validity)
            parents.append(PlaceParent(code: code, parent: parent, validity: validity))
        }
        return parents
    }
}
