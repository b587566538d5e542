public import Basics

/// The places that the system knows, with the tree they form at any date.
///
/// Where a date may be given, nil asks about the newest map. Links and meanings are dated because Mali redrew its map
/// in 2023: Koro lay in Mopti and lies in Bandiagara.
public struct Gazetteer: Sendable {
    /// Every place, in the order of the file.
    public let places: [Place]
    private let positionsByCode: [String: [Int]]
    private let positionsByName: [String: [Int]]
    private let parents: [String: [PlaceParent]]
    /// Folded names in order, for search by prefix.
    private let names: [(folded: String, position: Int)]

    /// A gazetteer of places and links whose consistency the caller has checked.
    public init(places: [Place], parents: [PlaceParent]) {
        self.places = places
        self.parents = Dictionary(grouping: parents, by: \.code)
        self.positionsByCode = Dictionary(grouping: places.indices) { places[$0].code }
        var positionsByName: [String: [Int]] = [:]
        for (position, place) in places.enumerated() {
            for name in Set([place.nameFrench, place.nameEnglish].map(FoldedText.fold)) {
                positionsByName[name, default: []].append(position)
            }
        }
        self.positionsByName = positionsByName
        self.names =
            positionsByName
            .flatMap { name, positions in positions.map { (name, $0) } }
            .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    }

    /// Every link, in no order.
    var links: [PlaceParent] { parents.values.flatMap { $0 } }

    /// The gazetteer with other places, and links, in the place of all that these codes mean here.
    public func replacing(
        _ codes: Set<String>, with places: [Place], parents: [PlaceParent]
    ) -> Gazetteer {
        Gazetteer(
            places: self.places.filter { !codes.contains($0.code) } + places,
            parents: links.filter { !codes.contains($0.code) } + parents)
    }

    /// What a code means at a date; nil where it means nothing then.
    public func place(_ code: String, on date: CalendarDate? = nil) -> Place? {
        positionsByCode[code]?.lazy.map { places[$0] }.first { $0.validity.contains(date) }
    }

    /// Whether a code means something at any date.
    public func isKnown(_ code: String) -> Bool {
        positionsByCode[code] != nil
    }

    /// Every place that contained another at some time, oldest first as the files have them.
    public func parents(of code: String) -> [PlaceParent] { parents[code] ?? [] }

    /// The place that contains another; nil for the country and for unknown codes.
    public func parent(of code: String, on date: CalendarDate? = nil) -> Place? {
        parents[code]?.first { $0.validity.contains(date) }.flatMap { place($0.parent, on: date) }
    }

    /// The place of a level that contains another, or is it.
    public func ancestor(
        of code: String, level: PlaceLevel, on date: CalendarDate? = nil
    ) -> Place? {
        var current = place(code, on: date)
        for _ in 0..<ReferenceLimits.ancestorsMax {
            guard let place = current, place.level >= level else { return nil }
            if place.level == level { return place }
            current = parent(of: place.code, on: date)
        }
        return nil
    }

    /// Whether a place lies in another, or is it.
    public func isWithin(_ code: String, _ container: String, on date: CalendarDate? = nil) -> Bool
    {
        guard let level = place(container, on: date)?.level else { return false }
        return ancestor(of: code, level: level, on: date)?.code == container
    }

    /// Codes of a place and of all that lies in it, each once.
    public func codes(within container: String, on date: CalendarDate? = nil) -> [String] {
        positionsByCode.keys.filter { isWithin($0, container, on: date) }.sorted()
    }

    /// Places whose name begins with a text, without regard to accents and case, in order of name.
    ///
    /// - Parameter countMax: at most this many are returned.
    public func search(
        prefix: String, level: PlaceLevel? = nil, on date: CalendarDate? = nil, countMax: Int = 20
    ) -> [Place] {
        let folded = FoldedText.fold(prefix)
        guard !folded.isEmpty else { return [] }
        var low = 0
        var high = names.count
        while low < high {
            let middle = (low + high) / 2
            if names[middle].folded < folded { low = middle + 1 } else { high = middle }
        }
        var found: [Place] = []
        for entry in names[low...] {
            guard entry.folded.hasPrefix(folded), found.count < countMax else { break }
            let place = places[entry.position]
            let fits = place.validity.contains(date) && (level.map { place.level == $0 } ?? true)
            if fits, !found.contains(place) { found.append(place) }
        }
        return found
    }

    /// The one place that a name means, or nil where none or several bear it.
    ///
    /// A word for the level decides between a region and its cercle of the same name: `Région de Gao`,
    /// `cercle Gao`. A bare `Gao` means both, so nil: somebody has to say which.
    public func resolve(
        name: String, level: PlaceLevel? = nil, on date: CalendarDate? = nil
    ) -> Place? {
        let (words, said) = Self.splitLevel(FoldedText.fold(name))
        let level = level ?? said
        let found = (positionsByName[words] ?? []).map { places[$0] }.filter { place in
            place.validity.contains(date) && (level.map { place.level == $0 } ?? true)
        }
        return found.count == 1 ? found[0] : nil
    }

    private static func splitLevel(_ folded: String) -> (name: String, level: PlaceLevel?) {
        var words = folded.split(separator: " ")
        guard words.count > 1 else { return (folded, nil) }
        let level: PlaceLevel
        switch words[0] {
        case "region", "district": level = .region
        case "cercle": level = .cercle
        case "commune": level = .commune
        default: return (folded, nil)
        }
        words.removeFirst()
        if words.count > 1, ["de", "du", "d", "of"].contains(words[0]) { words.removeFirst() }
        return (words.joined(separator: " "), level)
    }
}
