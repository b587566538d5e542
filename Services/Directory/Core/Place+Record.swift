import Catalogue
public import Messages
public import Reference
public import Status
public import Validation

extension DirectoryV1.PlaceRecord: DirectoryRecord {
    /// Places.
    public static var recordKind: RecordKind { .place }
    /// Made from its code; empty where the code is none.
    public var recordID: [UInt8] { PlaceID.make(code) ?? [] }
    /// Its present names.
    public var searchedNames: [String] { [nameFrench, nameEnglish] }
    /// Its level.
    public var tags: [RecordTag] { [RecordTag(.level, code: "\(level)")] }
    /// The record as an event tells it.
    public var change: DirectoryV1.Event.Change { .placeRecorded(self) }

    /// Notes everything that is wrong with it, the tree that it would form with the other places included.
    public func check(
        with checker: RecordChecker, at path: FieldPath, in findings: inout Findings
    ) throws {
        try PlaceValidator(checker: checker).check(self, at: path, in: &findings)
    }

    /// Whether another record of the same code lies in the tree just as this one does.
    func hasSameShape(as other: DirectoryV1.PlaceRecord) -> Bool {
        func shape(_ place: DirectoryV1.PlaceRecord) -> [DirectoryV1.PlaceMeaning] {
            place.meanings.map {
                DirectoryV1.PlaceMeaning(
                    level: $0.level, validFrom: $0.validFrom, validUntil: $0.validUntil)
            }
        }
        return shape(self) == shape(other) && parents == other.parents
    }
}

extension DirectoryV1.PlaceRecord {
    /// The records of every place of a gazetteer, one a code, containers before what they contain.
    public static func records(of gazetteer: Gazetteer) -> [DirectoryV1.PlaceRecord] {
        func start(_ place: Place) -> String { place.validity.from.map { "\($0)" } ?? "" }
        return Dictionary(grouping: gazetteer.places, by: \.code).map { code, places in
            let ordered = places.sorted { start($0) < start($1) }
            var record = DirectoryV1.PlaceRecord(
                code: code,
                parents: gazetteer.parents(of: code).map {
                    DirectoryV1.PlaceParent(
                        code: $0.parent, validFrom: $0.validity.from.map { .init($0) },
                        validUntil: $0.validity.until.map { .init($0) })
                })
            let meanings = ordered.map {
                DirectoryV1.PlaceMeaning(
                    nameFrench: $0.nameFrench, nameEnglish: $0.nameEnglish,
                    level: UInt32($0.level.rawValue), validFrom: $0.validity.from.map { .init($0) },
                    validUntil: $0.validity.until.map { .init($0) })
            }
            record.set(meanings)
            return record
        }.sorted { ($0.level, $0.code) < ($1.level, $1.code) }
    }

    /// Takes meanings, the present one last.
    mutating func set(_ meanings: [DirectoryV1.PlaceMeaning]) {
        guard let last = meanings.last else { return }
        (nameFrench, nameEnglish, level) = (last.nameFrench, last.nameEnglish, last.level)
        (validFrom, validUntil) = (last.validFrom, last.validUntil)
        earlier = meanings.dropLast()
    }
}
