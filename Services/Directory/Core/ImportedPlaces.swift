import Catalogue
public import Messages
import Status
public import Validation

/// The directory as it would be with places that are about to be kept. Places are looked up once.
///
/// Not safe to share between threads; lives within one transaction.
public final class ImportedPlaces: DirectoryLookup {
    private let base: any DirectoryLookup
    private var places: [String: DirectoryV1.PlaceRecord?] = [:]
    private var changedShapes: Set<String> = []

    /// The directory with these places put over what is there.
    public init(_ imported: [DirectoryV1.PlaceRecord], over base: any DirectoryLookup) throws {
        self.base = base
        for place in imported where PlaceID.make(place.code) != nil {
            if let earlier = try base.place(place.code), !place.hasSameShape(as: earlier) {
                changedShapes.insert(place.code)
            }
            places[place.code] = place
        }
    }

    /// Notes codes that come twice.
    public static func checkCodes(
        _ imported: [DirectoryV1.PlaceRecord], in findings: inout Findings
    ) {
        var seen: Set<String> = []
        for (index, place) in imported.enumerated() where !seen.insert(place.code).inserted {
            findings.reject(FieldPath("places[\(index)].code"), .directory(.repeated))
        }
    }

    /// The imported place of the code, or what is there.
    public func place(_ code: String) throws -> DirectoryV1.PlaceRecord? {
        if let known = places[code] { return known }
        let found = try base.place(code)
        places.updateValue(found, forKey: code)
        return found
    }

    /// Only what a changed place drags along: below the others nothing moves.
    public func placeCodes(directlyIn code: String) throws -> [String] {
        guard !changedShapes.isEmpty else { return [] }
        return try base.placeCodes(directlyIn: code)
    }

    /// Whether there is such a record.
    public func contains(_ kind: RecordKind, _ id: [UInt8]) throws -> Bool {
        try base.contains(kind, id)
    }
}
