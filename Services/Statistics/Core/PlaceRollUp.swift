import Basics
import Reference

/// Finds the row's place of each recorded place, by the parent links that held on the asked day.
struct PlaceRollUp {
    /// What a recorded place comes to.
    struct Result: Hashable {
        /// Whether it lies in the asked place.
        let isIncluded: Bool
        /// Code at the asked level; nil where there is none: no code, a place above the level or not on that map.
        let code: String?
    }

    private let query: CountQuery
    private let places: Gazetteer
    private var known: [String: Result] = [:]
    /// Members of a household follow each other and share its place.
    private var last: (code: String, result: Result)?

    init(query: CountQuery, places: Gazetteer) {
        self.query = query
        self.places = places
    }

    mutating func result(of code: String) -> Result {
        if let last, last.code == code { return last.result }
        let result = known[code] ?? find(code)
        known[code] = result
        last = (code, result)
        return result
    }

    private func find(_ code: String) -> Result {
        Result(
            isIncluded: query.placeCode.isEmpty
                || places.isWithin(code, query.placeCode, on: query.asOf),
            code: places.ancestor(of: code, level: query.placeLevel, on: query.asOf)?.code)
    }
}
