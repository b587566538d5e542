public import Messages
public import Reference

extension DirectoryV1.PlaceRecord {
    /// What the code has meant, the present meaning last.
    public var meanings: [DirectoryV1.PlaceMeaning] {
        earlier + [
            DirectoryV1.PlaceMeaning(
                nameFrench: nameFrench, nameEnglish: nameEnglish, level: level,
                validFrom: validFrom, validUntil: validUntil)
        ]
    }
}

extension DirectoryV1.PlaceMeaning {
    /// When it holds; nil where its days are wrong.
    public var validity: Validity? { Validity(from: validFrom, until: validUntil) }
}

extension DirectoryV1.PlaceParent {
    /// When it holds; nil where its days are wrong.
    public var validity: Validity? { Validity(from: validFrom, until: validUntil) }
}

extension Validity {
    /// The span between two days, or nil where one is not to the day or nothing lies between them.
    public init?(from: CommonV1.PartialDate?, until: CommonV1.PartialDate?) {
        let (first, end) = (from?.exactDay, until?.exactDay)
        guard (from == nil) == (first == nil), (until == nil) == (end == nil) else { return nil }
        if let first, let end, first >= end { return nil }
        self.init(from: first, until: end)
    }
}
