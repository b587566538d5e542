public import Messages
public import Reference

/// In which cercle a place lies, Mali's second level.
public struct Cercles: Sendable {
    private let places: Gazetteer

    /// - Parameter places: those that are shipped.
    public init(_ places: Gazetteer) { self.places = places }

    /// The code of the cercle; nil where a place has no code, or is not known to lie in one.
    ///
    /// What lies in a cercle has a code that begins with the cercle's (OCHA's common operational datasets), so what is not
    /// shipped is looked for by its beginning.
    public func cercle(of place: CommonV1.Place?) -> String? {
        var code = String((place?.code ?? "").prefix(PlaceCode.byteCounts.upperBound))
        while !code.isEmpty, places.place(code) == nil { code.removeLast() }
        return places.ancestor(of: code, level: .cercle)?.code
    }
}
